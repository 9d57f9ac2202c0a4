"""One function per message. Each writes an outbox row in the transaction of the thing it tells.

The words come from `mail_texts`, or from what staff wrote in their place, in the language of the person.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from events.designations import with_notes
from events.models import Event
from participants.languages import Language
from participants.mail_texts import TEXTS
from participants.models import (
    Announcement,
    DataRequest,
    Delegation,
    MailTemplate,
    Move,
    OutgoingEmail,
    PersonalLink,
    Registration,
    User,
)
from participants.placeholders import filled, typed
from participants.states import MailStatus, RegistrationStatus

Purpose = MailTemplate.Purpose
Values = dict[str, str]

_DECIDED = {
    RegistrationStatus.SUBMITTED: Purpose.SUBMITTED,
    RegistrationStatus.APPROVED: Purpose.APPROVED,
    RegistrationStatus.RESERVE: Purpose.RESERVE,
    RegistrationStatus.OFFERED: Purpose.OFFER,
    RegistrationStatus.RECHECK: Purpose.RECHECK,
    RegistrationStatus.DECLINED: Purpose.DECLINED,
    RegistrationStatus.WITHDRAWN: Purpose.WITHDRAWN,
    RegistrationStatus.REPLACED: Purpose.REPLACED,
}


def registration_moved(move: Move) -> OutgoingEmail | None:
    """Tell the person what became of their registration. A nomination has a mail of its own, with a link."""
    mail = about_move(move)
    if mail:
        mail.save()
    return mail


def about_move(move: Move) -> OutgoingEmail | None:
    """The mail about a move, made or only thought of; it is not saved."""
    registration, person = move.registration, move.registration.person
    purpose = _DECIDED.get(RegistrationStatus(move.after))
    if purpose is None:
        return None
    if purpose == Purpose.RESERVE and move.before == RegistrationStatus.OFFERED:
        purpose = Purpose.LAPSED
    values = values_of_registration(registration, person.mail_language) | {"reason": typed(move.reason)}
    if purpose == Purpose.APPROVED:
        values["link"] = absolute(registration.event.get_absolute_url())
    if purpose == Purpose.OFFER:
        values["until"] = time_in_words(registration.offer_expires_at, registration.event)
    if purpose == Purpose.REPLACED:
        values["successor"] = typed(registration.replaced_by.get_full_name())
    mail = OutgoingEmail(purpose=OutgoingEmail.Purpose.DECISION, to=person.email, registration=registration, move=move)
    return _worded(mail, purpose, person.mail_language, values, registration.event)


def invitation(delegation: Delegation, focal_point: User, link: PersonalLink) -> OutgoingEmail:
    """Ask a focal point to nominate, with the way to the page of the delegation."""
    language = focal_point.mail_language
    values = values_of_delegation(delegation, language) | {
        "name": typed(focal_point.get_full_name()),
        "deadline": day_in_words(delegation.nominate_by, language),
        "link": absolute(link.get_absolute_url()),
    }
    mail = OutgoingEmail(purpose=OutgoingEmail.Purpose.INVITATION, to=link.email, delegation=delegation)
    return _write(mail, Purpose.INVITATION, language, values, delegation.event)


def nominations(addressed: Iterable[tuple[Registration, PersonalLink]]) -> list[OutgoingEmail]:
    """Tell each that they were nominated, with the way to their own page."""
    return _with_links(addressed, OutgoingEmail.Purpose.NOMINATION)


def reminders(addressed: Iterable[tuple[Registration, PersonalLink]]) -> list[OutgoingEmail]:
    """Ask each again to confirm their data."""
    return _with_links(addressed, OutgoingEmail.Purpose.REMINDER)


def _with_links(addressed: Iterable[tuple[Registration, PersonalLink]], purpose: str) -> list[OutgoingEmail]:
    """Mails to many, written by one query; the words of a language are asked for once."""
    words = cache(words_for)
    shared = cache(values_of_event)
    mails = []
    for registration, link in addressed:
        language, event = registration.person.mail_language, registration.event
        values = values_of_registration(registration, language, shared(event, language))
        values["link"] = absolute(link.get_absolute_url())
        mail = OutgoingEmail(purpose=purpose, to=link.email, registration=registration)
        mails.append(_filled(mail, words(purpose, language), values, event))
    return OutgoingEmail.objects.bulk_create(mails)


def announcement(message: Announcement, registrations: list[Registration]) -> list[OutgoingEmail]:
    """One mail for each registration, held back until the message may leave. Not saved yet: they are many."""
    shared = values_of_event(message.event, message.language)
    return [
        OutgoingEmail(
            purpose=OutgoingEmail.Purpose.ANNOUNCEMENT,
            to=registration.person.email,
            registration=registration,
            announcement=message,
            send_after=message.send_after,
            **_announced(message, registration, shared),
        )
        for registration in registrations
    ]


def not_announced(message: Announcement, registration: Registration, why: str) -> OutgoingEmail:
    """The row of somebody who gets none, with the sentence why. Not saved yet."""
    return OutgoingEmail(
        purpose=OutgoingEmail.Purpose.ANNOUNCEMENT,
        to=registration.person.email,
        subject=subject_of(message.subject, values_of_registration(registration, message.language)),
        registration=registration,
        announcement=message,
        status=MailStatus.SKIPPED,
        last_error=why,
    )


def announcement_to_officer(message: Announcement, registration: Registration, officer: User) -> OutgoingEmail:
    """What the person would get, to the officer who writes it."""
    return OutgoingEmail.objects.create(
        purpose=OutgoingEmail.Purpose.TEST,
        to=officer.email,
        registration=registration,
        **_announced(message, registration, values_of_event(message.event, message.language)),
    )


def _announced(message: Announcement, registration: Registration, shared: Values) -> Values:
    values = values_of_registration(registration, message.language, shared)
    return {
        "reply_to": message.event.contact_email,
        "subject": subject_of(message.subject, values),
        "body": body_of(message.body, values, message.event),
    }


def address_changed(person: User, old: str) -> OutgoingEmail:
    """Tell the old address that another one signs in now, because only its owner can know that this is wrong."""
    return OutgoingEmail.objects.create(
        purpose=OutgoingEmail.Purpose.NOTICE,
        to=old,
        subject="Your e-mail address at the workshop portal was changed",
        body=render_to_string("email/address_changed.txt", {"person": person, "old": old}),
    )


def request_answered(request: DataRequest) -> OutgoingEmail:
    """Say that an answer is there; what was asked and answered stands on the person's page only."""
    return OutgoingEmail.objects.create(
        purpose=OutgoingEmail.Purpose.NOTICE,
        to=request.person.email,
        subject="Your request about your data was answered",
        body=render_to_string(
            "email/request_answered.txt",
            {"person": request.person, "url": absolute(reverse("participants:my_data"))},
        ),
    )


# --- Words ----------------------------------------------------------------------------------------


def words_for(purpose: str, language: str) -> tuple[str, str]:
    """Subject and body with their placeholders: what staff wrote in this language, else in English, else our own."""
    rows = MailTemplate.objects.filter(purpose=purpose, language__in={language, Language.ENGLISH})
    written = {row.language: (row.subject, row.body) for row in rows}
    text = TEXTS[purpose]
    return written.get(language) or written.get(Language.ENGLISH) or (text.subject, text.body)


def subject_of(words: str, values: Mapping[str, str]) -> str:
    """One line, whatever stands in the values; at most 250 characters."""
    return " ".join(filled(words, values).split())[:250]


def body_of(words: str, values: Mapping[str, str], event: Event) -> str:
    """Plain text, with the acknowledgement of the mandate and the footnotes of what is named at its end."""
    return with_notes(f"{filled(words, values)}\n\n{event.mandate.acknowledgement}\n")


def _write(mail: OutgoingEmail, purpose: str, language: str, values: Values, event: Event) -> OutgoingEmail:
    _worded(mail, purpose, language, values, event).save()
    return mail


def _worded(mail: OutgoingEmail, purpose: str, language: str, values: Values, event: Event) -> OutgoingEmail:
    return _filled(mail, words_for(purpose, language), values, event)


def _filled(mail: OutgoingEmail, words: tuple[str, str], values: Values, event: Event) -> OutgoingEmail:
    subject, body = words
    mail.reply_to = event.contact_email
    mail.subject = subject_of(subject, values)
    mail.body = body_of(body, values, event)
    return mail


# --- What stands in the place of placeholders -----------------------------------------------------


def values_of_event(event: Event, language: str) -> Values:
    return {
        "event": event.title,
        "dates": days_in_words(event.starts_on, event.ends_on, language),
        "venue": event.venue,
        "contact": event.contact_email,
        "link": absolute(reverse("participants:registration", args=[event.slug])),
    }


def values_of_delegation(delegation: Delegation, language: str) -> Values:
    return values_of_event(delegation.event, language) | {"delegation": str(delegation)}


def values_of_registration(
    registration: Registration, language: str, shared: Mapping[str, str] | None = None
) -> Values:
    """What the texts of a registration say of it. `shared` is `values_of_event`, worked out once for many."""
    delegation = registration.delegation
    return {
        **(shared or values_of_event(registration.event, language)),
        "name": typed(registration.get_full_name()),
        "delegation": str(delegation),
        "role": registration.get_role_display(),
        "deadline": day_in_words(delegation.confirm_by, language),
    }


def absolute(path: str) -> str:
    return f"{settings.PORTAL_URL}{path}"


def day_in_words(day: date | None, language: str) -> str:
    """“14 December 2021”; in the other languages, whose months we do not write, “14.12.2021”. Empty for no day."""
    if day is None:
        return ""
    return day.strftime("%-d %B %Y" if language == Language.ENGLISH else "%-d.%-m.%Y")


def days_in_words(first: date, last: date, language: str) -> str:
    """“14 to 15 December 2021”, with no more than is needed to say it."""
    if first == last:
        return day_in_words(last, language)
    if language != Language.ENGLISH:
        return f"{day_in_words(first, language)} – {day_in_words(last, language)}"
    same_year, same_month = first.year == last.year, (first.year, first.month) == (last.year, last.month)
    begin = "%-d" if same_month else "%-d %B" if same_year else "%-d %B %Y"
    return f"{first.strftime(begin)} to {day_in_words(last, language)}"


def time_in_words(moment: datetime, event: Event) -> str:
    """By the clock of the event, which is named."""
    return f"{timezone.localtime(moment, event.zone):%-d %B %Y, %H:%M} ({event.time_zone})"
