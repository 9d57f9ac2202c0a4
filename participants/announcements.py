"""Whom a bulk message reaches, and who reads it later. Officers write to nobody whom they may not see."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Value
from django.utils.safestring import SafeString

from participants import emails
from participants.criteria import Criterion
from participants.mail_html import paragraphs
from participants.models import Announcement, OutgoingEmail, Registration, User
from participants.placeholders import filled
from participants.states import MailStatus


@dataclass(frozen=True)
class Recipients:
    """The registrations that a message fits, by name; with each the sentence why it gets none, or nothing."""

    announcement: Announcement
    rows: list[tuple[Registration, str]]

    @cached_property
    def reached(self) -> list[Registration]:
        """Whom it goes to: one registration for each address."""
        return [registration for registration, sentence in self.rows if not sentence]

    @cached_property
    def skipped(self) -> list[tuple[Registration, str]]:
        return [(registration, sentence) for registration, sentence in self.rows if sentence]

    @property
    def delegations(self) -> int:
        return len({registration.delegation_id for registration in self.reached})

    @property
    def in_words(self) -> str:
        people, delegations = len(self.reached), self.delegations
        return (
            f"{people} {'person' if people == 1 else 'people'} "
            f"of {delegations} {'delegation' if delegations == 1 else 'delegations'}"
        )

    @property
    def fingerprint(self) -> str:
        """Changes with every word of the message and with everybody it would reach: what was seen is what is sent."""
        reached = sorted((registration.pk, registration.person.email) for registration in self.reached)
        return hashlib.sha256(f"{self.announcement.revision} {reached}".encode()).hexdigest()


def fitting(announcement: Announcement, user: User):
    """The registrations that the message is for, as far as `user` may know of them, by name."""
    rows = Registration.objects.visible_to(user).filter(event=announcement.event_id)
    return (
        rows.fitting(Criterion.of(announcement.criterion))
        .select_related("person", "delegation__jurisdiction", "delegation__organisation")
        .order_by("sort_key", "pk")
    )


def recipients_of(announcement: Announcement, user: User) -> Recipients:
    """Whom the message would reach if `user` sent it now; two queries, however many people."""
    excluded = set(announcement.excluded.values_list("pk", flat=True))
    reached: dict[str, Registration] = {}
    rows = []
    for registration in fitting(announcement, user):
        registration.event = announcement.event
        sentence = _why_not(registration, excluded, reached)
        if not sentence:
            reached[registration.person.email] = registration
        rows.append((registration, sentence))
    return Recipients(announcement, rows)


def _why_not(registration: Registration, excluded: set[int], reached: dict[str, Registration]) -> str:
    person = registration.person
    if registration.pk in excluded:
        return "Left out by name."
    if not person.email:
        return "There is no address."
    if not person.is_active:
        return "The account is not active."
    if other := reached.get(person.email):
        return f"Gets it once, for {other.delegation}."
    return ""


# --- Who reads it later ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Message:
    """A bulk message as one of its people reads it: nothing of its filter, and nobody else."""

    announcement: Announcement
    subject: str
    text: SafeString
    at: datetime


def messages_to(registrations: Sequence[Registration]) -> list[Message]:
    """The messages that were sent to one of these registrations of one event, or that one of them fits now though
    they were sent before; newest first. One query while there are none, three else.
    """
    sent = Announcement.objects.that_have_left().filter(event__in={row.event_id for row in registrations})
    sent = list(sent.order_by("-send_after", "-pk"))
    if not sent:
        return []
    reads = dict(_sent_to(registrations, sent)) | dict(_fitted_by(registrations, sent))
    by_key = {row.pk: row for row in registrations}
    return [_as_read(row, by_key[reads[row.pk]]) for row in sent if row.pk in reads]


def _sent_to(registrations, sent):
    """Pairs of the keys of a message and of the registration that it went to."""
    mails = OutgoingEmail.objects.filter(announcement__in=sent, registration__in=registrations, status=MailStatus.SENT)
    return mails.values_list("announcement", "registration")


def _fitted_by(registrations, sent):
    """Pairs of the keys of a message and of a registration that it is for and that nobody left out; one query."""
    left_out = Announcement.excluded.through.objects
    own = Registration.objects.filter(pk__in=[row.pk for row in registrations])
    fitted = [
        own.fitting(Criterion.of(row.criterion))
        .exclude(pk__in=left_out.filter(announcement=row.pk).values("registration"))
        .order_by()
        .values_list(Value(row.pk), "pk")
        for row in sent
    ]
    return fitted[0].union(*fitted[1:], all=True)


def _as_read(announcement: Announcement, registration: Registration) -> Message:
    values = emails.values_of_registration(registration, announcement.language)
    return Message(
        announcement,
        emails.subject_of(announcement.subject, values),
        paragraphs(filled(announcement.body, values)),
        announcement.send_after,
    )
