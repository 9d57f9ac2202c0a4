"""Personal links, as they go into mails. They open nothing by themselves (docs/decisions/0011-nominations.md)."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.utils import timezone

from events.models import Event
from participants.models import Delegation, PersonalLink, Registration, User

WORKS_AFTER_THE_EVENT = timedelta(weeks=4)
WORKS_AT_LEAST = timedelta(weeks=2)


def link_to_registration(registration: Registration) -> PersonalLink:
    """The link of the registered person to the page of their registration; an old one as long as it works."""
    return links_to_registrations([registration])[registration.pk]


def links_to_registrations(registrations: Iterable[Registration]) -> dict[int, PersonalLink]:
    """A working link for each registration, by its key: two queries for many. Rows come with person and event."""
    wanted = {registration.pk: registration for registration in registrations}
    links = {}
    for link in _working().filter(registration__in=wanted):
        if (link.person_id, link.email) == _address(wanted[link.registration_id].person):
            links[link.registration_id] = link
    missing = [_new(row.person, row.event, registration=row) for row in wanted.values() if row.pk not in links]
    for link in PersonalLink.objects.bulk_create(missing):
        links[link.registration_id] = link
    return links


def link_to_delegation(delegation: Delegation, person: User) -> PersonalLink:
    """The link of somebody who speaks for the delegation to its page; an old one as long as it works."""
    old = _working().filter(delegation=delegation, person=person, email=person.email).first()
    if old is None:
        old = _new(person, delegation.event, delegation=delegation)
        old.save()
    return old


def open_link(link: PersonalLink) -> None:
    """Its person came in by it; the first time is kept."""
    PersonalLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())


def _working():
    return PersonalLink.objects.filter(expires_at__gt=timezone.now()).order_by("pk")


def _new(person: User, event: Event, **target) -> PersonalLink:
    ends_at = datetime.combine(event.ends_on + timedelta(days=1), time(), event.zone)
    expires_at = max(ends_at + WORKS_AFTER_THE_EVENT, timezone.now() + WORKS_AT_LEAST)
    return PersonalLink(person=person, email=person.email, expires_at=expires_at, **target)


def _address(person: User) -> tuple[int, str]:
    return person.pk, person.email
