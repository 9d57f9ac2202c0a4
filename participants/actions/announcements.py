"""Bulk messages: a test to oneself, the sending to everybody, and the stop."""

from django.db import transaction

from participants import emails
from participants.announcements import Recipients, recipients_of
from participants.models import Announcement, OutgoingEmail, Registration, User
from participants.states import AnnouncementStatus, MailStatus
from workshop_portal.transitions import TransitionError, move_all

AT_ONCE = 1000  # rows in one INSERT


class NotWhatWasSeenError(TransitionError):
    """The text or the people are others than on the page that was confirmed. Nothing was sent."""


@transaction.atomic
def announce(announcement: Announcement, *, by: User, seen: str) -> int:
    """Queue one mail for each person it reaches, held back for a few minutes; says how many.

    `seen` is the fingerprint of the recipients that were shown. The row is locked first, so that of two who confirm
    one does. Raises TransitionError.
    """
    announcement = _locked(announcement)
    if sentence := announcement.refusal(AnnouncementStatus.CONFIRMED):
        raise TransitionError(sentence)
    recipients = recipients_of(announcement, by)
    if recipients.fingerprint != seen:
        raise NotWhatWasSeenError("The message or the people it reaches were changed since you opened the page.")
    if not recipients.reached:
        raise TransitionError("This message reaches nobody.")
    announcement.confirm(by=by)
    mails = emails.announcement(announcement, recipients.reached)
    OutgoingEmail.objects.bulk_create([*mails, *_skipped(recipients)], batch_size=AT_ONCE)
    return len(mails)


def _skipped(recipients: Recipients) -> list[OutgoingEmail]:
    """A row for each address that gets nothing, with why: it is asked for later."""
    reached = {registration.person.email for registration in recipients.reached}
    rows = {registration.person.email: (registration, sentence) for registration, sentence in recipients.skipped}
    return [
        emails.not_announced(recipients.announcement, registration, sentence)
        for address, (registration, sentence) in rows.items()
        if address not in reached
    ]


@transaction.atomic
def stop_announcement(announcement: Announcement, *, by: User) -> int:
    """Keep back every mail of it that has not left; says how many. Raises TransitionError."""
    announcement = _locked(announcement)
    announcement.stop(by=by)
    return move_all(announcement.mails.all(), MailStatus.STOPPED)


def send_test(announcement: Announcement, *, registration: Registration, by: User) -> OutgoingEmail:
    """Send the officer, and nobody else, what this person would get. Raises TransitionError as sending would."""
    if sentence := announcement.refusal(AnnouncementStatus.CONFIRMED):
        raise TransitionError(sentence)
    return emails.announcement_to_officer(announcement, registration, by)


@transaction.atomic
def copy_announcement(announcement: Announcement, *, by: User) -> Announcement:
    """A new draft with the same words for the same people."""
    copy = Announcement.objects.create(
        event=announcement.event,
        criterion=announcement.criterion,
        language=announcement.language,
        subject=announcement.subject,
        body=announcement.body,
        created_by=by,
    )
    copy.excluded.set(announcement.excluded.all())
    return copy


def _locked(announcement: Announcement) -> Announcement:
    rows = Announcement.objects.select_for_update(no_key=True, of=("self",)).select_related("event__mandate")
    return rows.get(pk=announcement.pk)
