"""The outbox: nothing is lost, nothing blocks, secrets are erased."""

import contextlib
import io
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import formatdate

import pytest
from django.conf import settings
from django.core import mail as django_mail
from django.core.mail import EmailMessage, send_mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from participants import actions
from participants.announcements import recipients_of
from participants.models import OutgoingEmail, Registration, User
from participants.outbox import RETRY_AFTER_MINUTES, send_next
from tests.factories import AnnouncementFactory, DelegationFactory, EventFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db
BROKEN = "tests.participants.mail_servers.Refusing"


def send_code(to):
    """As allauth sends a sign-in code through our adapter."""
    message = EmailMessage("Your code", "ABC-123", to=[to])
    message.holds_code = True
    message.send()


@pytest.fixture
def approval():
    delegation = DelegationFactory(event=EventFactory(published=True), seats_member=1)
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


def test_a_mail_is_plain_text_and_the_same_in_html(approval):
    send_next()

    raw = django_mail.outbox[0].message()
    plain, html = raw.get_payload()
    assert raw.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in (plain, html)] == ["text/plain", "text/html"]
    assert plain.get_payload(decode=True).decode() == approval.body
    assert f"<p>Dear {approval.registration.get_full_name()},</p>" in html.get_payload(decode=True).decode()
    assert raw["Date"] == formatdate(approval.created_at.timestamp())


@pytest.mark.parametrize(
    ("purpose", "header"), [("decision", "auto-generated"), ("notice", "auto-generated"), ("announcement", None)]
)
def test_what_no_person_wrote_says_so(approval, purpose, header):
    OutgoingEmail.objects.update(purpose=purpose)

    send_next()

    assert django_mail.outbox[0].message()["Auto-Submitted"] == header


def test_a_sign_in_code_that_is_stopped_is_erased(code):
    code.stop()

    code.refresh_from_db()
    assert (code.status, code.body) == ("stopped", "")


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


def test_a_mail_that_cannot_be_written_does_not_stop_the_others(approval, caplog):
    bad = OutgoingEmail.objects.create(purpose="decision", to="a@b.example\nBcc: c@d.example", subject="x", body="x",
                                       send_after=timezone.now() - timedelta(hours=1))  # fmt: skip

    assert send_next() is True
    assert send_next() is True

    bad.refresh_from_db()
    approval.refresh_from_db()
    assert (bad.status, approval.status) == ("failed", "sent")
    assert caplog.messages == [f"Mail {bad.pk} cannot be written: BadHeaderError"]


def test_a_line_break_in_the_subject_does_not_stop_a_mail(approval):
    OutgoingEmail.objects.update(subject="Your registration:\r\n  firearms\tworkshop ")

    send_next()

    approval.refresh_from_db()
    assert approval.status == "sent"
    assert django_mail.outbox[0].subject == "Your registration: firearms workshop"


def test_the_log_names_nobody_and_the_row_keeps_the_words_of_the_server(approval, settings, caplog):
    settings.OUTBOX_DELIVERY_BACKEND = "tests.participants.mail_servers.RefusingRecipients"

    send_next()

    approval.refresh_from_db()
    assert caplog.messages == [f"Mail {approval.pk} was not taken (try 1): SMTPRecipientsRefused"]
    assert approval.to in approval.last_error
    assert "No such user" in approval.last_error


def test_a_notice_about_the_account_is_no_secret_and_does_not_expire():
    send_mail("Authenticator app activated", "Was it you?", None, ["ana@police.example"])
    OutgoingEmail.objects.update(created_at=timezone.now() - timedelta(days=1))

    send_next()

    mail = OutgoingEmail.objects.get(to="ana@police.example")
    assert (mail.purpose, mail.status, mail.body) == ("notice", "sent", "Was it you?")


def test_a_sign_in_code_is_erased_after_sending():
    send_code("ana@police.example")

    send_next()

    mail = OutgoingEmail.objects.get(to="ana@police.example")
    assert (mail.purpose, mail.status, mail.body) == ("code", "sent", "")
    assert "ABC-123" in django_mail.outbox[0].body


@pytest.fixture
def code():
    send_code("ana@police.example")
    return OutgoingEmail.objects.get()


def make_older(mail, **age):
    OutgoingEmail.objects.filter(pk=mail.pk).update(created_at=timezone.now() - timedelta(**age))


@pytest.mark.parametrize(("minutes", "status", "sent"), [(9, "sent", 1), (11, "failed", 0)])
def test_a_sign_in_code_that_has_expired_is_not_sent(code, caplog, minutes, status, sent):
    make_older(code, minutes=minutes)

    assert send_next() is True

    code.refresh_from_db()
    assert (code.status, len(django_mail.outbox)) == (status, sent)
    if not sent:
        assert code.last_error == "The sign-in code expired before it could be sent."
        assert caplog.messages == [f"Mail {code.pk} expired before it could be sent"]


@pytest.mark.parametrize(("attempts", "minutes", "status"), [(0, 0, "queued"), (1, 1, "queued"), (2, 6, "failed")])
def test_a_sign_in_code_is_tried_again_while_it_is_valid(code, settings, attempts, minutes, status):
    settings.OUTBOX_DELIVERY_BACKEND = BROKEN
    make_older(code, minutes=minutes)
    OutgoingEmail.objects.update(attempts=attempts)

    send_next()

    code.refresh_from_db()
    assert (code.status, code.attempts) == (status, attempts + 1)
    assert "450" in code.last_error


def test_a_decision_is_as_good_after_a_day(approval):
    make_older(approval, days=1)

    send_next()

    approval.refresh_from_db()
    assert approval.status == "sent"


# --- The worker -----------------------------------------------------------------------------------


def test_one_pass_says_how_many_mails_it_handled(approval):
    send_mail("Your code", "ABC-123", None, ["ana@police.example"])
    said = io.StringIO()

    call_command("send_mail", "--once", stdout=said)
    call_command("send_mail", "--once", stdout=said)

    assert said.getvalue().splitlines() == ["Handled 2 mails.", "Handled 0 mails."]
    assert sorted(message.to for message in django_mail.outbox) == sorted([[approval.to], ["ana@police.example"]])


@pytest.fixture
def database_comes_back(transactional_db, tmp_path, monkeypatch):
    """The database is away until this is called."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", str(tmp_path))
    yield monkeypatch.undo
    monkeypatch.undo()


@pytest.fixture
def _signals_as_before():
    before = {name: signal.signal(name, signal.SIG_IGN) for name in (signal.SIGTERM, signal.SIGINT)}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


@pytest.mark.usefixtures("database_comes_back")
def test_one_pass_says_that_the_database_does_not_answer():
    with pytest.raises(CommandError, match=r"^The database does not answer: ") as refused:
        call_command("send_mail", "--once")

    assert refused.value.returncode == 1


@pytest.mark.django_db(transaction=True)
def test_a_pass_after_the_connection_was_cut_connects_anew(code):
    def cut(number):
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    with ThreadPoolExecutor() as pool:
        pool.submit(cut, number).result()

    with pytest.raises(CommandError, match=r"^The database does not answer: "):
        call_command("send_mail", "--once")
    call_command("send_mail", "--once", stdout=io.StringIO())

    code.refresh_from_db()
    assert code.status == "sent"


@pytest.mark.usefixtures("_signals_as_before")
def test_the_worker_waits_for_a_database_that_is_away_and_stops_when_told(code, database_comes_back, caplog):
    def meanwhile():
        try:
            wait_until(lambda: len(caplog.messages) >= 2)
            database_comes_back()
            wait_until(lambda: OutgoingEmail.objects.filter(status="sent").exists())
        finally:
            connection.close()
            os.kill(os.getpid(), signal.SIGTERM)

    with ThreadPoolExecutor() as pool:
        others = pool.submit(meanwhile)
        call_command("send_mail", "--pause", "0.05")

    assert others.result() is None
    code.refresh_from_db()
    assert code.status == "sent"
    assert {message.partition(":")[0] for message in caplog.messages} == {"The database does not answer; trying again"}


@pytest.mark.django_db(transaction=True)
def test_killed_five_times_the_worker_loses_no_mail_of_a_bulk_message(tmp_path, officer):
    """What was stopped before is not sent by any of them."""
    people = reached_by_a_message(officer, 300)
    stopped = {mail.to for mail in OutgoingEmail.objects.filter(announcement__isnull=False).order_by("-pk")[:20]}
    for mail in OutgoingEmail.objects.filter(to__in=stopped):
        mail.stop()
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.participants.slow_mail_settings",
        "SLOW_MAIL_FOLDER": str(tmp_path),
    }

    def start_worker():
        command = [sys.executable, "-m", "django", "send_mail", "--pause", "0.05"]
        return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)

    for already in (5, 30, 60, 90, 120):
        worker = start_worker()
        wait_until(lambda wanted=already: len(list(tmp_path.iterdir())) >= wanted, seconds=60)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    workers = [start_worker(), start_worker()]
    wait_until(lambda: not OutgoingEmail.objects.filter(status="queued").exists(), seconds=60)
    for worker in workers:
        worker.terminate()

    assert [worker.wait(timeout=10) for worker in workers] == [0, 0]
    assert OutgoingEmail.objects.filter(status="sent").count() == 280
    arrived = [path.read_text() for path in tmp_path.iterdir()]
    assert set(arrived) == people - stopped
    assert len(arrived) <= 285  # one mail may arrive twice for each kill


def reached_by_a_message(officer, number):
    """The addresses of so many people to whom a bulk message may leave now."""
    event = EventFactory(published=True)
    delegation = DelegationFactory(event=event, seats_member=number)
    users = User.objects.bulk_create(
        User(email=f"p{n}@police.example", given_name="Ana", family_name=f"Šarić {n}") for n in range(number)
    )
    stamps = {"status": "approved", "decided_at": timezone.now(), "decided_by": officer}
    Registration.objects.bulk_create(
        Registration(delegation=delegation, event=event, person=user, family_name=user.family_name, **stamps)
        for user in users
    )
    message = AnnouncementFactory(event=event)
    actions.announce(message, by=officer, seen=recipients_of(message, officer).fingerprint)
    OutgoingEmail.objects.update(send_after=timezone.now())
    return {user.email for user in users}


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
