"""One function per message. Each writes an outbox row in the transaction of the thing it tells."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from events.designations import with_notes
from participants.models import Delegation, Move, OutgoingEmail, PersonalLink, Registration, User
from participants.states import RegistrationStatus

_SUBJECTS = {
    RegistrationStatus.APPROVED: "You are registered: {event}",
    RegistrationStatus.RESERVE: "You are on the reserve list: {event}",
    RegistrationStatus.OFFERED: "A seat is offered to you: {event}",
    RegistrationStatus.RECHECK: "Your changed data is looked at: {event}",
    RegistrationStatus.DECLINED: "Your registration was declined: {event}",
    RegistrationStatus.WITHDRAWN: "Your registration was withdrawn: {event}",
    RegistrationStatus.REPLACED: "Your place was given to a colleague: {event}",
}


def registration_moved(move: Move) -> OutgoingEmail | None:
    """Tell the person what was decided. Nominating and submitting are their own doing and cause no mail."""
    subject = _SUBJECTS.get(RegistrationStatus(move.after))
    if subject is None:
        return None
    registration = move.registration
    context = {
        "move": move,
        "registration": registration,
        "person": registration.person,
        "event": registration.event,
        "portal_url": settings.PORTAL_URL,
    }
    return OutgoingEmail.objects.create(
        purpose=OutgoingEmail.Purpose.DECISION,
        to=registration.person.email,
        reply_to=registration.event.contact_email,
        subject=" ".join(subject.format(event=registration.event).split())[:250],
        body=with_notes(render_to_string(f"email/registration_{move.after}.txt", context)),
        move=move,
    )


def invitation(delegation: Delegation, focal_point: User, link: PersonalLink) -> OutgoingEmail:
    """Ask a focal point to nominate, with the way to the page of the delegation."""
    return _with_link(
        OutgoingEmail.Purpose.INVITATION,
        f"Invitation: {delegation.event}",
        link,
        {"person": focal_point, "delegation": delegation},
        delegation=delegation,
    )


def nomination(registration: Registration, link: PersonalLink) -> OutgoingEmail:
    """Tell somebody that they were nominated, with the way to their own page."""
    return _with_link(
        OutgoingEmail.Purpose.NOMINATION,
        f"You were nominated: {registration.event}",
        link,
        {"registration": registration, "delegation": registration.delegation},
        registration=registration,
    )


def reminder(registration: Registration, link: PersonalLink) -> OutgoingEmail:
    """Ask somebody again to confirm their data."""
    return _with_link(
        OutgoingEmail.Purpose.REMINDER,
        f"Please confirm your data: {registration.event}",
        link,
        {"registration": registration, "delegation": registration.delegation},
        registration=registration,
    )


def _with_link(
    purpose: str, subject: str, link: PersonalLink, context: dict[str, Any], **about: Delegation | Registration
) -> OutgoingEmail:
    event = context["delegation"].event
    context |= {"event": event, "link_url": f"{settings.PORTAL_URL}{link.get_absolute_url()}"}
    return OutgoingEmail.objects.create(
        purpose=purpose,
        to=link.email,
        reply_to=event.contact_email,
        subject=" ".join(subject.split())[:250],
        body=with_notes(render_to_string(f"email/{purpose}.txt", context)),
        **about,
    )


def address_changed(person: User, old: str) -> OutgoingEmail:
    """Tell the old address that another one signs in now, because only its owner can know that this is wrong."""
    return OutgoingEmail.objects.create(
        purpose=OutgoingEmail.Purpose.NOTICE,
        to=old,
        subject="Your e-mail address at the workshop portal was changed",
        body=render_to_string("email/address_changed.txt", {"person": person, "old": old}),
    )
