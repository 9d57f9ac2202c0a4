"""One function per message. Each writes an outbox row in the transaction of the thing it tells."""

from django.conf import settings
from django.template.loader import render_to_string

from events.designations import with_notes
from participants.models import Move, OutgoingEmail, User
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


def address_changed(person: User, old: str) -> OutgoingEmail:
    """Tell the old address that another one signs in now, because only its owner can know that this is wrong."""
    return OutgoingEmail.objects.create(
        purpose=OutgoingEmail.Purpose.NOTICE,
        to=old,
        subject="Your e-mail address at the workshop portal was changed",
        body=render_to_string("email/address_changed.txt", {"person": person, "old": old}),
    )
