"""Reference data: loaded from `events/data/*.yaml`, the same on every installation."""

from django.db import models

from events import stamps
from workshop_portal.audit import tracked


@tracked()
class Jurisdiction(models.Model):
    """One of the authorities that SEESAC works with. Our own list with its own order, never a list of states.

    `name` is written as displayed, with the mark of its footnote; `footnote` is the text behind that mark.
    """

    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=80, unique=True, help_text="As displayed, with the mark of its footnote.")
    footnote = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(unique=True, help_text="The order in every list.")
    time_zone = models.CharField(max_length=40)
    languages = models.JSONField(default=list, help_text="BCP 47 codes, for example sq or sr.")
    is_assessed = models.BooleanField(
        default=False, help_text="In the 2021 needs assessment. Support does not depend on it."
    )

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="jurisdiction_has_both_mark_and_footnote_or_neither",
                condition=models.Q(name__endswith="*") & ~models.Q(footnote="")
                | ~models.Q(name__endswith="*") & models.Q(footnote=""),
            )
        ]

    def __str__(self):
        return self.name


@tracked()
class Organisation(models.Model):
    """An organiser, an agency or a partner that takes part in its own name."""

    class Kind(models.TextChoices):
        ORGANISER = "organiser", "Organiser"
        AGENCY = "agency", "Agency"
        PARTNER = "partner", "Partner"

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160, unique=True)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=Kind)

    class Meta:
        default_permissions = ("view",)

    def __str__(self):
        return self.short_name


@tracked()
class Mandate(models.Model):
    """The decision an activity is funded under, with the line that acknowledges it on every page."""

    code = models.CharField(max_length=40, unique=True, help_text="For example (CFSP) 2019/2111.")
    title = models.CharField(max_length=250)
    acknowledgement = models.TextField(help_text="Printed on every page and paper of an activity.")
    adopted_on = models.DateField()
    amendments = models.JSONField(default=list, blank=True, help_text="Numbers of the amending decisions.")

    class Meta:
        default_permissions = ("view",)
        triggers = [stamps.OF_MANDATE]

    def __str__(self):
        return self.code
