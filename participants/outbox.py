"""Mail out: everything the portal mails is a row first, and one worker sends the rows.

A row is locked while it is sent and marked in the same transaction. Killed in between, the worker's
transaction is gone and the row is due again: at worst a mail arrives twice with the same Message-ID,
never not at all. Only a sign-in code is not worth keeping: it is given up when it has expired.

The log names a mail by its key and an error by its type. The words of the server hold the address of a
person, and stay in the row, where they are protected.
"""

import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import formatdate

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from participants.mail_html import html_page
from participants.models import OutgoingEmail

Purpose = OutgoingEmail.Purpose
log = logging.getLogger(__name__)

# Minutes until the next try; after the last one a person has to look. About two days in all, because
# a ministry's mail server may be down over a weekend's first day.
RETRY_AFTER_MINUTES = (1, 5, 15, 60, 180, 360, 720, 1440)

# An absence note in answer to these reaches somebody who wants to know; all others say that nobody wrote them.
WRITTEN_BY_A_PERSON = {Purpose.ANNOUNCEMENT, Purpose.TEST}


class OutboxBackend(BaseEmailBackend):
    """Django's mail becomes outbox rows, one per recipient. Sign-in codes say of themselves that they are codes."""

    def send_messages(self, email_messages):
        rows = [
            OutgoingEmail(
                purpose=Purpose.CODE if getattr(message, "holds_code", False) else Purpose.NOTICE,
                to=recipient,
                subject=message.subject[:250],
                body=message.body,
            )
            for message in email_messages
            for recipient in message.recipients()
        ]
        OutgoingEmail.objects.bulk_create(rows)
        return len(rows)


def send_next() -> bool:
    """Send the oldest mail that is due; False when there is none.

    Rows that another worker holds are passed over. A failure is written down and tried again later.
    """
    with transaction.atomic():
        mail = OutgoingEmail.objects.due().select_for_update(skip_locked=True).first()
        if mail is None:
            return False
        if _is_worthless_at(mail, timezone.now()):
            log.warning("Mail %s expired before it could be sent", mail.pk)
            mail.give_up("The sign-in code expired before it could be sent.")
            return True
        try:
            deliver(mail)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("Mail %s was not taken (try %s): %s", mail.pk, mail.attempts + 1, type(error).__name__)
            _note_failure(mail, f"{type(error).__name__}: {error}")
        except ValueError as error:  # cannot be written as a mail at all: trying again would not help
            log.warning("Mail %s cannot be written: %s", mail.pk, type(error).__name__)
            mail.give_up(str(error))
        else:
            mail.mark_sent()
    return True


def deliver(mail: OutgoingEmail) -> None:
    """Hand one mail to the mail server. Raises OSError or smtplib.SMTPException when it is not taken."""
    headers = {"Message-ID": mail.message_id, "Date": formatdate(mail.created_at.timestamp())}
    if mail.purpose not in WRITTEN_BY_A_PERSON:
        headers["Auto-Submitted"] = "auto-generated"
    subject = " ".join(mail.subject.split())  # titles are pasted with line breaks, which no header may hold
    message = EmailMultiAlternatives(
        subject=subject,
        body=mail.body,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
        connection=get_connection(settings.OUTBOX_DELIVERY_BACKEND),
    )
    message.attach_alternative(html_page(subject, mail.body), "text/html")
    message.send()


def _is_worthless_at(mail: OutgoingEmail, when: datetime) -> bool:
    """Whether the sign-in code in a mail will have expired. Other mails are as good later."""
    lifetime = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    return mail.purpose == OutgoingEmail.Purpose.CODE and when >= mail.created_at + lifetime


def _note_failure(mail: OutgoingEmail, error: str) -> None:
    """Come back for the mail later, or give it up when that would be no use."""
    if mail.attempts < len(RETRY_AFTER_MINUTES):
        next_try = timezone.now() + timedelta(minutes=RETRY_AFTER_MINUTES[mail.attempts])
        if not _is_worthless_at(mail, next_try):
            mail.put_off(error, next_try)
            return
    mail.give_up(error)
