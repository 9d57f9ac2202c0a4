"""Mail servers of the tests: two that refuse, one that is slow, one that waits to be told."""

import os
import smtplib
import threading
import time
import uuid
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend


class Refusing(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise smtplib.SMTPResponseException(450, "Mailbox busy, try again later")


class RefusingRecipients(BaseEmailBackend):
    """Says to whom it did not deliver, as real servers do."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPRecipientsRefused(dict.fromkeys(email_messages[0].to, (550, b"No such user")))


class Slow(BaseEmailBackend):
    """Writes each recipient to a file, taking long enough to be killed in the middle."""

    def send_messages(self, email_messages):
        for message in email_messages:
            time.sleep(0.01)
            Path(os.environ["SLOW_MAIL_FOLDER"], uuid.uuid4().hex).write_text(message.to[0])
            time.sleep(0.01)
        return len(email_messages)


class Waiting(BaseEmailBackend):
    """Has begun, and ends when it is told to go on."""

    began, go_on = threading.Event(), threading.Event()

    def send_messages(self, email_messages):
        self.began.set()
        self.go_on.wait(10)
        return len(email_messages)
