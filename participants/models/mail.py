"""Mail is a row first: written with the thing it tells, sent by a worker, kept as the record of what was said."""

import uuid
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from events.models import Event
from events.states import EventStatus
from participants.languages import Language
from participants.mail_texts import TEXTS
from participants.querysets import AnnouncementQuerySet, OutgoingEmailQuerySet
from participants.states import ANNOUNCEMENT_MOVES, MAIL_MOVES, AnnouncementStatus, MailStatus
from workshop_portal.audit import tracked
from workshop_portal.lines import validate_one_line
from workshop_portal.revisions import Revised, revision_trigger
from workshop_portal.transitions import StatefulModel, TransitionError, moves_trigger

from .delegations import Delegation
from .people import User
from .registrations import Move, Registration

# For so long a bulk message waits after it was confirmed.
HOLD = timedelta(minutes=5)


@tracked(exclude=("revision",))
class MailTemplate(Revised):
    """The words of one kind of mail in one language, where they differ from those that come with the portal.

    `subject` and `body` hold placeholders like {event}, from the list of their purpose.
    """

    class Purpose(models.TextChoices):
        INVITATION = "invitation", "Invitation to a focal point"
        NOMINATION = "nomination", "To a person who was nominated"
        REMINDER = "reminder", "Reminder to confirm"
        SUBMITTED = "submitted", "Awaiting decision"
        APPROVED = "approved", "Approved"
        RESERVE = "reserve", "On the reserve list"
        OFFER = "offer", "A seat is offered"
        LAPSED = "lapsed", "An offer has lapsed"
        DECLINED = "declined", "Declined"
        RECHECK = "recheck", "A change waits for re-approval"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REPLACED = "replaced", "Replaced"
        ANNOUNCEMENT = "announcement", "Bulk message"

    purpose = models.CharField(max_length=12, choices=Purpose)
    language = models.CharField(max_length=3, choices=Language, default=Language.ENGLISH)
    subject = models.CharField(max_length=150, validators=[validate_one_line])
    body = models.TextField(max_length=10_000)

    class Meta:
        verbose_name = "mail text"
        default_permissions = ("add", "change", "view")
        constraints = [
            models.UniqueConstraint(
                name="mail_template_is_one_per_purpose_and_language",
                fields=["purpose", "language"],
                violation_error_message="There is a text for this purpose in this language already.",
            ),
        ]
        triggers = [revision_trigger()]

    def __str__(self):
        return f"{self.get_purpose_display()}, {self.get_language_display()}"

    def clean(self):
        if self.purpose in TEXTS:
            check_words(self.purpose, self.subject, self.body)


def check_words(purpose: str, subject: str, body: str) -> None:
    """Raises ValidationError with what is wrong with the placeholders, by field."""
    text, wrong = TEXTS[purpose], {}
    for name, check, words in (("subject", text.check_subject, subject), ("body", text.check_body, body)):
        try:
            check(words)
        except ValidationError as error:
            wrong[name] = error
    if wrong:
        raise ValidationError(wrong)


@tracked(exclude=("revision",))
class Announcement(Revised, StatefulModel):
    """One message to everybody whom a filter finds, each in a mail of their own.

    It belongs to its filter: who matches it later reads it on their own page, though no mail is sent again.
    """

    moves = ANNOUNCEMENT_MOVES

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="announcements")
    criterion = models.JSONField(default=dict, help_text="Field and values: which registrations it is for.")
    excluded = models.ManyToManyField(Registration, blank=True, related_name="+")
    language = models.CharField(max_length=3, choices=Language, default=Language.ENGLISH)
    subject = models.CharField(max_length=150, blank=True, validators=[validate_one_line])
    body = models.TextField(max_length=10_000, blank=True)
    status = models.CharField("state", max_length=10, choices=AnnouncementStatus, default=AnnouncementStatus.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, editable=False, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(User, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    send_after = models.DateTimeField(null=True, editable=False, help_text="Until then it can be stopped whole.")
    stopped_at = models.DateTimeField(null=True, editable=False)
    stopped_by = models.ForeignKey(User, null=True, editable=False, on_delete=models.PROTECT, related_name="+")

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = "bulk message"
        default_permissions = ("add", "change", "view")
        permissions = [("send_announcement", "Can send bulk messages")]
        constraints = [
            models.CheckConstraint(
                name="announcement_status_is_known", condition=Q(status__in=AnnouncementStatus.values)
            ),
            models.CheckConstraint(
                name="announcement_confirmed_means_by_someone_at_some_time",
                condition=Q(status="draft")
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, send_after__isnull=False),
            ),
            models.CheckConstraint(
                name="announcement_stopped_means_by_someone_at_some_time",
                condition=~Q(status="stopped") | Q(stopped_at__isnull=False, stopped_by__isnull=False),
            ),
        ]
        triggers = [moves_trigger(ANNOUNCEMENT_MOVES), revision_trigger()]

    def __str__(self):
        return self.subject or "A message without a subject"

    @property
    def is_draft(self) -> bool:
        return self.status == AnnouncementStatus.DRAFT

    def refusal(self, status):
        if status == AnnouncementStatus.CONFIRMED and self.is_draft:
            if self.event.status not in {EventStatus.PUBLISHED, EventStatus.CLOSED}:
                return f"{self.event} is {self.event.get_status_display().lower()}: nobody is written to now."
            if not self.subject.strip() or not self.body.strip():
                return "The message has no subject or no text yet."
        return super().refusal(status)

    def confirm(self, *, by):
        """It will be sent, after a time in which it can be stopped whole. Raises TransitionError."""
        try:
            check_words(MailTemplate.Purpose.ANNOUNCEMENT, self.subject, self.body)
        except ValidationError as error:
            raise TransitionError(" ".join(error.messages)) from error
        now = timezone.now()
        self._become(AnnouncementStatus.CONFIRMED, confirmed_at=now, confirmed_by=by, send_after=now + HOLD)

    confirm.alters_data = True

    def stop(self, *, by):
        """What has not left yet will not."""
        self._become(AnnouncementStatus.STOPPED, stopped_at=timezone.now(), stopped_by=by)

    stop.alters_data = True


def new_message_id() -> str:
    """Stable over retries, so that a mail that arrives twice is recognised as one."""
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.PORTAL_URL).hostname}>"


@tracked(exclude=("body",))
class OutgoingEmail(StatefulModel):
    """One message to one person."""

    moves = MAIL_MOVES

    class Purpose(models.TextChoices):
        DECISION = "decision", "Decision on a registration"
        CODE = "code", "Sign-in code"
        NOTICE = "notice", "Notice about the account"
        INVITATION = "invitation", "Invitation to a focal point"
        NOMINATION = "nomination", "To a person who was nominated"
        REMINDER = "reminder", "Reminder"
        ANNOUNCEMENT = "announcement", "Bulk message"
        TEST = "test", "Test of a bulk message"

    purpose = models.CharField(max_length=12, choices=Purpose)
    to = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=250)
    body = models.TextField(blank=True, help_text="Erased after the last try when it holds a sign-in code.")
    move = models.OneToOneField(Move, null=True, blank=True, on_delete=models.PROTECT, related_name="mail")
    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.PROTECT, related_name="mails"
    )
    delegation = models.ForeignKey(Delegation, null=True, blank=True, on_delete=models.PROTECT, related_name="mails")
    announcement = models.ForeignKey(
        Announcement, null=True, blank=True, on_delete=models.PROTECT, related_name="mails"
    )
    message_id = models.CharField(max_length=150, unique=True, default=new_message_id, editable=False)
    status = models.CharField("state", max_length=8, choices=MailStatus, default=MailStatus.QUEUED)
    created_at = models.DateTimeField(auto_now_add=True)
    send_after = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    last_error = models.TextField(blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)

    objects = OutgoingEmailQuerySet.as_manager()

    class Meta:
        verbose_name = "mail"
        default_permissions = ("change", "view")
        constraints = [
            models.CheckConstraint(name="mail_status_is_known", condition=Q(status__in=MailStatus.values)),
            models.UniqueConstraint(name="mail_is_one_per_announcement_and_person", fields=["announcement", "to"]),
            models.CheckConstraint(
                name="mail_sent_means_at_some_time",
                condition=Q(status=MailStatus.SENT, sent_at__isnull=False)
                | ~Q(status=MailStatus.SENT) & Q(sent_at__isnull=True),
            ),
        ]
        triggers = [moves_trigger(MAIL_MOVES)]
        indexes = [models.Index(name="mail_waiting", fields=["send_after"], condition=Q(status=MailStatus.QUEUED))]

    def __str__(self):
        return f"{self.subject} → {self.to}"

    def _body_to_keep(self) -> str:
        """A sign-in code is erased when its way ends: it is a secret before, and worth nothing after."""
        return "" if self.purpose == self.Purpose.CODE else self.body

    def refusal(self, status):
        if status == MailStatus.STOPPED and self.purpose == self.Purpose.NOTICE:
            return f"{self} tells somebody what was done with their account: nobody keeps that from them."
        if status == MailStatus.QUEUED and not self.body:
            return f"{self} held a sign-in code, which was erased: ask for a new one."
        if status == MailStatus.QUEUED and self.announcement and self.announcement.status == AnnouncementStatus.STOPPED:
            return f"{self}: the bulk message was stopped."
        return super().refusal(status)

    def mark_sent(self):
        """The server took it."""
        stamps = {"sent_at": timezone.now(), "attempts": self.attempts + 1, "last_error": ""}
        self._become(MailStatus.SENT, body=self._body_to_keep(), **stamps)

    mark_sent.alters_data = True

    def give_up(self, error: str):
        """It is not sent any more, unless a person looks at it."""
        self._become(MailStatus.FAILED, body=self._body_to_keep(), attempts=self.attempts + 1, last_error=error)

    give_up.alters_data = True

    def stop(self):
        """It has not left yet and will not."""
        self._become(MailStatus.STOPPED, body=self._body_to_keep())

    stop.alters_data = True

    def try_again(self):
        """A person looked at the failure and wants it sent after all."""
        self._become(MailStatus.QUEUED, attempts=0, send_after=timezone.now())

    try_again.alters_data = True

    def put_off(self, error: str, until):
        """Not sent this time; the worker comes back."""
        self.attempts, self.last_error, self.send_after = self.attempts + 1, error, until
        self.save(update_fields=["attempts", "last_error", "send_after"])

    put_off.alters_data = True
