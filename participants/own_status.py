"""What the person reads about their own registration: what happens next, what was said, who did what and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from participants.languages import Language
from participants.models import Move, Registration, User
from participants.states import COMES, LIVE, RegistrationStatus

_S = RegistrationStatus
NEXT = {
    _S.SUBMITTED: "The organisers decide and write to {email}. Please do not book any travel yet.",
    _S.APPROVED: "You have a seat. Agenda and materials are open to you.",
    _S.RECHECK: "Your name or your service was corrected after you were approved. Your seat, the agenda and the "
    "materials stay yours. The organisers look at the correction and write to {email}.",
    _S.RESERVE: "You are on the reserve list of your delegation. If a seat becomes free for you, it is offered to "
    "{email}. Please do not book any travel yet.",
    _S.OFFERED: "A seat is kept for you until {until}. After that it goes on to the next on the reserve list.",
    _S.DECLINED: "This decision is final. If you have questions, write to {contact}.",
    _S.WITHDRAWN: "You do not take part for this delegation. If that is a mistake, write to {contact}.",
    _S.REPLACED: "Your place was given to a colleague of your delegation. If that is a mistake, write to {contact}.",
}
DONE = {
    _S.SUBMITTED: "Handed to the organisers",
    _S.APPROVED: "Approved",
    _S.RECHECK: "Corrected after the approval",
    _S.RESERVE: "Put on the reserve list",
    _S.OFFERED: "Seat offered",
    _S.DECLINED: "Declined",
    _S.WITHDRAWN: "Withdrawn",
    _S.REPLACED: "Place given to a colleague",
}


def what_is_next(registration: Registration) -> str:
    """What happens next, and by when, in one or two sentences. Times are those of the event."""
    event = registration.event
    if registration.status in LIVE and event.status != "published":
        return f"The workshop is {event.get_status_display().lower()}: nothing is decided any more."
    if registration.status == _S.NOMINATED:
        return _what_confirming_needs(registration)
    return NEXT[_S(registration.status)].format(
        email=registration.person.email,
        contact=event.contact_email,
        until=in_words(registration.offer_expires_at, registration) if registration.offer_expires_at else "",
    )


def _what_confirming_needs(registration: Registration) -> str:
    if sentence := registration.delegation.confirmation_refusal():
        return sentence
    by = registration.delegation.confirm_by
    until = f" by the end of {date_format(by, 'j F Y')}" if by else ""
    return f"Check your data and confirm it{until}. Then the organisers decide."


def in_words(moment: datetime, registration: Registration) -> str:
    """A time where the event is: "12 May 2027, 14:30 (Belgrade time)"."""
    zone = registration.event.zone
    city = zone.key.rsplit("/", 1)[-1].replace("_", " ")
    return f"{date_format(timezone.localtime(moment, zone), 'j F Y, H:i')} ({city} time)"


def named(who: User | None, reader: User) -> str:
    """Who did something, as much as a participant may know: a focal point by given name and initial."""
    if who is None:
        return "the portal, because time ran out"
    if who.pk == reader.pk:
        return "you"
    if who.is_staff:
        return "the organisers"
    if who.do_not_publish or not who.given_name:
        return "your delegation"
    return f"{who.given_name} {who.family_name[:1]}.".strip()


def who_nominated(registration: Registration) -> str:
    """Who said first that this person comes: "Ana K. nominated you on 3 May 2027"."""
    on = date_format(timezone.localtime(registration.created_at, registration.event.zone), "j F Y")
    who = registration.nominated_by
    if who is None or who.is_staff:
        return f"The organisers entered your nomination on {on}"
    name = named(who, registration.person)
    return f"{name[0].upper()}{name[1:]} nominated you on {on}" if name != "you" else f"You nominated yourself on {on}"


@dataclass(frozen=True)
class Step:
    """One step that a registration made: what, when, by whom, and why as far as the person was told."""

    what: str
    at: datetime
    by: str
    reason: str


def steps_of(moves: Iterable[Move], reader: User) -> list[Step]:
    """The steps as their person may read them. A reason was told if a mail went with it, or the person gave it."""
    return [
        Step(
            what=DONE[_S(move.after)],
            at=move.at,
            by=named(move.by, reader),
            reason=move.reason if hasattr(move, "mail") or move.by_id == reader.pk else "",
        )
        for move in moves
    ]


def own_facts(registration: Registration, mail_language: str) -> list[tuple[str, str]]:
    """What the person says of themselves, as label and words."""
    languages = [Language(code).label for code in registration.working_languages]
    return [
        ("Names as in the passport", registration.get_full_name()),
        ("Name for the badge", registration.badge_name or registration.get_full_name()),
        ("Name in your own script", registration.own_script_name or "–"),
        ("Rank", registration.rank or "–"),
        ("Position", registration.position or "–"),
        ("Service", registration.service or "–"),
        ("Sex", registration.get_sex_display()),
        ("Working languages", ", ".join(languages) or "–"),
        ("Role", registration.get_role_display()),
        ("Interpretation into", registration.get_interpretation_display() or "none needed"),
        ("Language of mails", Language(mail_language).label),
        ("In photographs", "yes" if registration.photo_consent else "no"),
        ("In the participants’ list", "yes" if registration.list_consent else "no"),
    ]


def is_coming(registration: Registration) -> bool:
    return registration.status in COMES
