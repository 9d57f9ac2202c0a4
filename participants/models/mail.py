"""Mail is a row first: written with the thing it tells, sent by a worker, kept as the record of what was said."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from participants.querysets import OutgoingEmailQuerySet
from participants.states import MAIL_MOVES, MailStatus
from workshop_portal.audit import tracked
from workshop_portal.transitions import StatefulModel, moves_trigger

from .delegations import Move


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

    purpose = models.CharField(max_length=12, choices=Purpose)
    to = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=250)
    body = models.TextField(blank=True, help_text="Erased after the last try when it holds a sign-in code.")
    move = models.OneToOneField(Move, null=True, blank=True, on_delete=models.PROTECT, related_name="mail")
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
        if status == MailStatus.QUEUED and not self.body:
            return f"{self} held a sign-in code, which was erased: ask for a new one."
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

    def try_again(self):
        """A person looked at the failure and wants it sent after all."""
        self._become(MailStatus.QUEUED, attempts=0, send_after=timezone.now())

    try_again.alters_data = True

    def put_off(self, error: str, until):
        """Not sent this time; the worker comes back."""
        self.attempts, self.last_error, self.send_after = self.attempts + 1, error, until
        self.save(update_fields=["attempts", "last_error", "send_after"])

    put_off.alters_data = True
