"""The outbox: nothing is lost, nothing blocks, secrets are erased."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail as django_mail
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone

from participants import actions
from participants.models import OutgoingEmail
from participants.outbox import RETRY_AFTER_MINUTES, send_next
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db
BROKEN = "tests.participants.mail_servers.Refusing"


@pytest.fixture
def approval():
    delegation = DelegationFactory(event=EventFactory(published=True), seats=1)
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    OutgoingEmail.objects.all().delete()
    return actions.approve(registration, by=UserFactory(staff=True, group="Event officers")).mail


def test_a_decision_that_is_rolled_back_mails_nothing(approval):
    registration = approval.move.registration

    with transaction.atomic():
        actions.withdraw(registration, by=approval.move.by, reason="Mistake.")
        transaction.set_rollback(True)

    assert list(OutgoingEmail.objects.values_list("pk", flat=True)) == [approval.pk]


def test_the_worker_sends_and_marks(approval):
    assert send_next() is True
    assert send_next() is False

    approval.refresh_from_db()
    (message,) = django_mail.outbox
    assert (approval.status, approval.attempts) == ("sent", 1)
    assert message.to == [approval.to]
    assert message.reply_to == [approval.reply_to]
    assert message.extra_headers["Message-ID"] == approval.message_id


def test_a_mail_that_is_not_taken_is_tried_again_later(approval, settings):
    settings.OUTBOX_DELIVERY_BACKEND = BROKEN

    send_next()

    approval.refresh_from_db()
    assert (approval.status, approval.attempts) == ("queued", 1)
    assert "450" in approval.last_error
    assert approval.send_after > timezone.now() + timedelta(seconds=50)
    assert send_next() is False


def test_after_the_last_try_a_person_has_to_look(approval, settings):
    settings.OUTBOX_DELIVERY_BACKEND = BROKEN
    OutgoingEmail.objects.update(attempts=len(RETRY_AFTER_MINUTES))

    send_next()

    approval.refresh_from_db()
    assert approval.status == "failed"


def test_a_mail_that_cannot_be_written_does_not_stop_the_others(approval):
    bad = OutgoingEmail.objects.create(purpose="decision", to="a@b.example", subject="two\nlines", body="x",
                                       send_after=timezone.now() - timedelta(hours=1))  # fmt: skip

    assert send_next() is True
    assert send_next() is True

    bad.refresh_from_db()
    approval.refresh_from_db()
    assert (bad.status, approval.status) == ("failed", "sent")


def test_a_sign_in_code_is_erased_after_sending():
    send_mail("Your code", "ABC-123", None, ["ana@police.example"])

    send_next()

    mail = OutgoingEmail.objects.get(to="ana@police.example")
    assert (mail.purpose, mail.status, mail.body) == ("account", "sent", "")
    assert "ABC-123" in django_mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
def test_killed_in_mid_batch_the_worker_loses_no_mail(tmp_path):
    rows = [OutgoingEmail(purpose="decision", to=f"p{n}@police.example", subject="s", body="b") for n in range(40)]
    OutgoingEmail.objects.bulk_create(rows)
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.participants.slow_mail_settings",
        "SLOW_MAIL_FOLDER": str(tmp_path),
    }

    def start_worker():
        command = [sys.executable, "-m", "django", "send_mail", "--pause", "0.05"]
        return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)

    for already in (5, 15):
        worker = start_worker()
        wait_until(lambda wanted=already: len(list(tmp_path.iterdir())) >= wanted)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    worker = start_worker()
    wait_until(lambda: not OutgoingEmail.objects.filter(status="queued").exists())
    worker.terminate()

    assert worker.wait(timeout=10) == 0
    assert OutgoingEmail.objects.filter(status="sent").count() == 40
    arrived = [path.read_text() for path in tmp_path.iterdir()]
    assert set(arrived) == {row.to for row in rows}
    assert len(arrived) <= 42  # one mail may arrive twice for each kill


def database_url() -> str:
    """The database of this test, for a process of its own."""
    of = connection.settings_dict
    host = of["HOST"].replace("/", "%2F")
    return f"postgres://{of['USER']}:{of['PASSWORD']}@{host}:{of['PORT'] or 5432}/{of['NAME']}"


def wait_until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)
