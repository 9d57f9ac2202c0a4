"""Every state of an event and of a material, and every move between them. Reads as the specification."""

from django.db import models


class EventStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    CLOSED = "closed", "Closed"
    ARCHIVED = "archived", "Archived"


EVENT_MOVES = {
    EventStatus.DRAFT: frozenset({EventStatus.PUBLISHED}),
    EventStatus.PUBLISHED: frozenset({EventStatus.CLOSED}),
    EventStatus.CLOSED: frozenset({EventStatus.ARCHIVED}),
    EventStatus.ARCHIVED: frozenset(),
}

# What participants may read; a draft exists for staff only.
PUBLIC_EVENT_STATES = frozenset({EventStatus.PUBLISHED, EventStatus.CLOSED, EventStatus.ARCHIVED})


class MaterialStatus(models.TextChoices):
    EXPECTED = "expected", "Expected"
    RECEIVED = "received", "Received"
    CLEARED = "cleared", "Cleared"
    WITHHELD = "withheld", "Withheld"


MATERIAL_MOVES = {
    MaterialStatus.EXPECTED: frozenset({MaterialStatus.RECEIVED, MaterialStatus.WITHHELD}),
    MaterialStatus.RECEIVED: frozenset({MaterialStatus.CLEARED, MaterialStatus.WITHHELD}),
    MaterialStatus.CLEARED: frozenset({MaterialStatus.RECEIVED, MaterialStatus.WITHHELD}),
    MaterialStatus.WITHHELD: frozenset({MaterialStatus.CLEARED}),
}
