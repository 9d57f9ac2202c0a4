"""The same person somewhere else: by the record, which is the address, or by the name, blind to case and script."""

from dataclasses import dataclass

from django.db.models import Q

from participants.models import Registration, User
from participants.states import LIVE

MOST_SHOWN = 20


@dataclass(frozen=True)
class Alike:
    """Another registration that may be of the same person.

    `is_same_person`: it is the same record, and so the same address. Otherwise only the name is the same.
    """

    registration: Registration
    is_same_person: bool
    is_same_event: bool

    @property
    def is_second_nomination(self) -> bool:
        """The person, or somebody of the same name, is live at the same event twice; somebody has to look."""
        return self.is_same_event and self.registration.status in LIVE


def alike(registration: Registration, user: User) -> list[Alike]:
    """Other registrations of the same person or name that `user` may see, of this event first, then newest first.

    One query; at most MOST_SHOWN.
    """
    same = Q(person=registration.person_id) | Q(sort_key=registration.sort_key)
    rows = Registration.objects.visible_to(user).filter(same).exclude(pk=registration.pk)
    rows = rows.select_related("event", "delegation__jurisdiction", "delegation__organisation")
    found = [
        Alike(row, row.person_id == registration.person_id, row.event_id == registration.event_id)
        for row in rows.order_by("-event__starts_on", "-pk")[:MOST_SHOWN]
    ]
    return sorted(found, key=lambda one: not one.is_same_event)
