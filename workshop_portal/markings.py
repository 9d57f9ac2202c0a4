"""Handling marks after the Traffic Light Protocol 2.0 (FIRST, 2022): values, words, who may receive.

A mark is not a classification: the portal takes no classified material at all. TLP:RED is for the people
in the room only, so the portal knows the mark in order to refuse it.
"""

from django.db import models


class Marking(models.TextChoices):
    """The marks that the portal stores, from the widest audience to the narrowest."""

    CLEAR = "clear", "TLP:CLEAR"
    GREEN = "green", "TLP:GREEN"
    AMBER = "amber", "TLP:AMBER"
    AMBER_STRICT = "amber_strict", "TLP:AMBER+STRICT"


RED = ("red", "TLP:RED")
RED_REFUSED = "TLP:RED is for the people in the room only: hand it out on paper, the portal does not store it."

MEANINGS = {
    Marking.CLEAR: "May be shared with anyone.",
    Marking.GREEN: "May be shared within the community of police and partner services, not in public.",
    Marking.AMBER: "May be shared within your own organisation and with those it serves who need to know.",
    Marking.AMBER_STRICT: "May be shared within your own organisation only, with those who need to know.",
}
