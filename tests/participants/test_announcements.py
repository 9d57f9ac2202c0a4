"""Bulk messages: whom they reach, that they are sent once, and that Stop stops them."""

import threading
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.utils import timezone

from participants import actions
from participants.announcements import messages_to, recipients_of
from participants.criteria import Criterion
from participants.models import Announcement, Logistics, NominationLetter, OutgoingEmail, User
from participants.models.mail import HOLD
from participants.outbox import send_next
from tests.factories import (
    AnnouncementFactory,
    DelegationFactory,
    EventFactory,
    JurisdictionFactory,
    RegistrationFactory,
    UserFactory,
)
from workshop_portal.transitions import TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(published=True)


@pytest.fixture
def people(event, officer):
    """Registrations of two delegations in every state that somebody may be written to in."""
    albania = DelegationFactory(event=event, jurisdiction=JurisdictionFactory(code="AL"), seats_member=5)
    serbia = DelegationFactory(event=event, jurisdiction=JurisdictionFactory(code="RS"), seats_member=5)
    made = {
        "head": RegistrationFactory(approved=True, delegation=albania, role="head", by=officer),
        "member": RegistrationFactory(approved=True, delegation=albania, by=officer),
        "asking": RegistrationFactory(submitted=True, delegation=albania, by=officer),
        "guest": RegistrationFactory(approved=True, delegation=serbia, by=officer),
        "elsewhere": RegistrationFactory(approved=True, by=officer),
    }
    OutgoingEmail.objects.all().delete()
    return made


def announce(message, officer, *, seen=None):
    message.refresh_from_db()
    return actions.announce(message, by=officer, seen=seen or recipients_of(message, officer).fingerprint)


def names(people, registrations):
    return {name for name, row in people.items() if row in registrations}


# --- Whom a message reaches -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ({}, {"head", "member", "guest"}),
        ({"states": []}, set()),
        ({"states": ["submitted", "approved"]}, {"head", "member", "guest", "asking"}),
        ({"roles": ["head"]}, {"head"}),
        ({"delegations": ["AL"]}, {"head", "member"}),
        ({"languages": ["sr"]}, {"guest"}),
        ({"lacks": ["confirmation"]}, {"head", "guest"}),
        ({"lacks": ["logistics"]}, {"member", "guest"}),
        ({"lacks": ["letter"]}, {"head", "guest"}),
        ({"lacks": ["letter", "logistics"]}, {"guest"}),
    ],
)
def test_a_filter_finds(people, event, officer, criterion, expected):
    User.objects.filter(pk=people["guest"].person_id).update(mail_language="sr")
    type(people["member"]).objects.filter(pk=people["member"].pk).update(confirmed_at=timezone.now())
    Logistics.objects.create(registration=people["head"])
    albania = people["head"].delegation
    for who in ("head", "member"):  # the newest letter counts
        letter = NominationLetter.objects.create(
            delegation=albania, uploaded_by=officer, size=1, dated_on=timezone.localdate()
        )
        letter.covers.add(people[who])
    keys = {"AL": albania.pk}
    if "delegations" in criterion:
        criterion |= {"delegations": [keys[code] for code in criterion["delegations"]]}
    message = AnnouncementFactory(event=event, criterion=Criterion(**criterion).stored)

    assert names(people, recipients_of(message, officer).reached) == expected


def test_who_gets_none_is_named_with_the_reason(people, event, officer):
    message = AnnouncementFactory(event=event, criterion=Criterion(states=["approved", "nominated"]).stored)
    message.excluded.add(people["head"])
    User.objects.filter(pk=people["member"].person_id).update(is_active=False)
    twice = RegistrationFactory(person=people["guest"].person, delegation=people["head"].delegation)

    recipients = recipients_of(message, officer)

    reached = {people["guest"], twice} & set(recipients.reached)
    (other,) = {people["guest"], twice} - reached
    (first,) = reached
    assert recipients.in_words == "1 person of 1 delegation"
    assert dict(recipients.skipped) == {
        people["head"]: "Left out by name.",
        people["member"]: "The account is not active.",
        other: f"Gets it once, for {first.delegation}.",
    }


def test_whom_an_officer_may_not_see_they_do_not_write_to(people, event, officer):
    User.objects.filter(pk=people["head"].person_id).update(do_not_publish=True)
    message = AnnouncementFactory(event=event)

    assert names(people, recipients_of(message, officer).reached) == {"member", "guest"}

    officer.groups.add(UserFactory(staff=True, group="Protected people").groups.get())
    trusted = User.objects.get(pk=officer.pk)
    assert names(people, recipients_of(message, trusted).reached) == {"head", "member", "guest"}


# --- Sending --------------------------------------------------------------------------------------


def test_everybody_gets_a_mail_of_their_own_after_the_hold(people, event, officer):
    message = AnnouncementFactory(event=event, subject="Room for {name}", body="{delegation}, {role}: {link}")
    message.excluded.add(people["guest"])

    before = timezone.now()
    n = announce(message, officer)

    message.refresh_from_db()
    mails = {mail.registration: mail for mail in message.mails.all()}
    assert (n, message.status, message.confirmed_by) == (2, "confirmed", officer)
    assert mails.keys() == {people["head"], people["member"], people["guest"]}
    mail = mails[people["head"]]
    assert (mail.status, mail.to, mail.reply_to) == ("queued", people["head"].person.email, event.contact_email)
    assert mail.subject == f"Room for {people['head'].get_full_name()}"
    assert mail.body.startswith(f"{people['head'].delegation}, Head of delegation: http")
    assert mail.body.endswith(f"\n\n{event.mandate.acknowledgement}\n")
    assert mail.send_after - before >= HOLD
    assert (mails[people["guest"]].status, mails[people["guest"]].last_error) == ("skipped", "Left out by name.")
    assert send_next() is False

    OutgoingEmail.objects.update(send_after=timezone.now())
    while send_next():
        pass
    assert sorted(sent.to for sent in django_mail.outbox) == sorted([[mail.to], [mails[people["member"]].to]])
    assert all(sent.cc == sent.bcc == [] for sent in django_mail.outbox)


def test_two_who_are_left_out_with_one_address_are_one_row(people, event, officer):
    message = AnnouncementFactory(event=event, criterion=Criterion(states=["approved", "nominated"]).stored)
    twice = RegistrationFactory(person=people["guest"].person, delegation=people["head"].delegation)
    message.excluded.add(people["guest"], twice)

    assert announce(message, officer) == 2
    assert message.mails.filter(status="skipped").count() == 1


@pytest.mark.parametrize("changed", ["somebody more", "somebody less", "another address", "another text"])
def test_what_is_not_what_was_seen_is_not_sent(people, event, officer, changed):
    message = AnnouncementFactory(event=event)
    seen = recipients_of(message, officer).fingerprint
    if changed == "somebody more":
        RegistrationFactory(approved=True, delegation=people["head"].delegation, by=officer)
    elif changed == "somebody less":
        actions.withdraw(people["head"], by=officer, reason="Ill.")
    elif changed == "another address":
        User.objects.filter(pk=people["head"].person_id).update(email="new@police.example")
    else:
        Announcement.objects.update(body="Something else.")

    with pytest.raises(actions.NotWhatWasSeenError):
        announce(message, officer, seen=seen)

    message.refresh_from_db()
    assert (message.status, message.mails.count()) == ("draft", 0)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"subject": " "}, "The message has no subject or no text yet."),
        ({"body": ""}, "The message has no subject or no text yet."),
        ({"body": "{nmae}"}, "There is no placeholder {nmae} here"),
        ({"criterion": {"states": ["declined"]}}, "This message reaches nobody."),
    ],
)
def test_what_is_not_finished_is_not_sent(people, event, officer, values, sentence):
    message = AnnouncementFactory(event=event, **values)

    with pytest.raises(TransitionError, match=sentence):
        announce(message, officer)

    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_nobody_is_written_to_about_an_event_that_they_do_not_see(people, event, officer, status):
    event.close()
    event.archive()
    message = AnnouncementFactory(event=event if status == "archived" else EventFactory())

    with pytest.raises(TransitionError, match=f"is {status}: nobody is written to now"):
        announce(message, officer)


def test_confirming_twice_sends_once(people, event, officer):
    message = AnnouncementFactory(event=event)
    seen = recipients_of(message, officer).fingerprint
    announce(message, officer, seen=seen)

    with pytest.raises(TransitionError, match="is confirmed already"):
        announce(message, officer, seen=seen)

    assert message.mails.count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_sends(people, event, officer):
    message = AnnouncementFactory(event=event)
    other = UserFactory(staff=True, group="Event officers")
    seen = recipients_of(message, officer).fingerprint
    at_once, answers = threading.Barrier(2), []

    def confirm(by):
        try:
            at_once.wait(10)
            answers.append(actions.announce(message, by=by, seen=seen))
        except TransitionError as error:
            answers.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=(by,)) for by in (officer, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(answers, key=str) == [3, f"{message} is confirmed already."]
    assert message.mails.count() == 3


@pytest.mark.parametrize("count", [1, 3])
def test_sending_costs_the_same_for_one_or_many(django_assert_num_queries, event, officer, count):
    RegistrationFactory.create_batch(count, approved=True, delegation=DelegationFactory(event=event), by=officer)
    message = AnnouncementFactory(event=event)
    seen = recipients_of(message, officer).fingerprint

    with django_assert_num_queries(7):
        actions.announce(message, by=officer, seen=seen)


# --- Test and stop --------------------------------------------------------------------------------


def test_a_test_goes_to_the_officer_only(people, event, officer):
    message = AnnouncementFactory(event=event, subject="For {name}", body="{name}")

    mail = actions.send_test(message, registration=people["head"], by=officer)
    actions.send_test(message, registration=people["head"], by=officer)

    assert (mail.to, mail.purpose, mail.announcement) == (officer.email, "test", None)
    assert mail.subject == f"For {people['head'].get_full_name()}"
    assert set(OutgoingEmail.objects.values_list("to", flat=True)) == {officer.email}


def test_stop_keeps_back_what_has_not_left(people, event, officer):
    message = AnnouncementFactory(event=event)
    announce(message, officer)
    OutgoingEmail.objects.update(send_after=timezone.now())
    send_next()

    n = actions.stop_announcement(message, by=officer)

    message.refresh_from_db()
    assert (n, message.status, message.stopped_by) == (2, "stopped", officer)
    assert sorted(message.mails.values_list("status", flat=True)) == ["sent", "stopped", "stopped"]
    assert send_next() is False
    with pytest.raises(TransitionError, match="is stopped already"):
        actions.stop_announcement(message, by=officer)


def test_a_mail_that_failed_before_the_stop_is_not_sent_again(people, event, officer):
    message = AnnouncementFactory(event=event)
    announce(message, officer)
    mail = message.mails.first()
    mail.give_up("No such user")
    actions.stop_announcement(message, by=officer)

    with pytest.raises(TransitionError, match="the bulk message was stopped"):
        OutgoingEmail.objects.get(pk=mail.pk).try_again()


@pytest.mark.django_db(transaction=True)
def test_a_stop_waits_for_the_mail_that_is_being_sent(people, event, officer, settings):
    """The worker holds the row of the mail that it sends; what it has sent is not stopped."""
    settings.OUTBOX_DELIVERY_BACKEND = "tests.participants.mail_servers.Waiting"
    from tests.participants.mail_servers import Waiting

    message = AnnouncementFactory(event=event)
    announce(message, officer)
    OutgoingEmail.objects.update(send_after=timezone.now())

    def send():
        try:
            send_next()
        finally:
            connection.close()

    worker = threading.Thread(target=send)
    worker.start()
    Waiting.began.wait(10)
    threading.Timer(0.3, Waiting.go_on.set).start()

    n = actions.stop_announcement(message, by=officer)

    worker.join(10)
    assert n == 2
    assert sorted(message.mails.values_list("status", flat=True)) == ["sent", "stopped", "stopped"]


def test_a_copy_is_a_draft_of_ones_own(people, event, officer):
    message = AnnouncementFactory(event=event)
    message.excluded.add(people["head"])
    announce(message, UserFactory(staff=True, group="Event officers"))

    copy = actions.copy_announcement(message, by=officer)

    assert (copy.status, copy.created_by, copy.body, list(copy.excluded.all())) == (
        "draft", officer, message.body, [people["head"]]
    )  # fmt: skip


def test_a_sign_in_code_does_not_wait_behind_a_bulk_message(people, event, officer):
    message = AnnouncementFactory(event=event)
    announce(message, officer)
    OutgoingEmail.objects.update(send_after=timezone.now() - timedelta(hours=1))
    for purpose in ("decision", "code"):
        OutgoingEmail.objects.create(purpose=purpose, to="ana@police.example", subject=purpose, body="x")

    send_next()
    send_next()

    assert [sent.subject for sent in django_mail.outbox] == ["code", "decision"]


# --- On the page of a registration ----------------------------------------------------------------


def left(message, officer):
    """The message confirmed, its hold over, its mails sent."""
    announce(message, officer)
    Announcement.objects.filter(pk=message.pk).update(send_after=timezone.now())
    OutgoingEmail.objects.update(send_after=timezone.now())
    while send_next():
        pass


def read_by(registration):
    return [message.announcement for message in messages_to([registration])]


def test_a_message_is_read_by_whom_it_was_for_and_by_who_fits_later(people, event, officer):
    message = AnnouncementFactory(event=event)
    message.excluded.add(people["guest"])
    left(message, officer)

    assert {name for name, row in people.items() if read_by(row)} == {"head", "member"}

    actions.approve(people["asking"], by=officer)
    assert read_by(people["asking"]) == [message]


def test_who_got_a_message_reads_it_though_the_filter_fits_no_more(people, event, officer):
    message = AnnouncementFactory(event=event)
    left(message, officer)

    actions.withdraw(people["head"], by=officer, reason="Ill.")
    User.objects.filter(pk=people["head"].person_id).update(mail_language="sr")

    people["head"].refresh_from_db()
    assert read_by(people["head"]) == [message]


def test_nobody_reads_what_can_still_be_stopped_or_was(people, event, officer):
    draft = AnnouncementFactory(event=event)
    waiting, stopped = AnnouncementFactory(event=event), AnnouncementFactory(event=event)
    announce(waiting, officer)
    left(stopped, officer)
    actions.stop_announcement(stopped, by=officer)

    assert read_by(people["head"]) == []
    assert draft.status == "draft"


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_the_same_for_one_message_or_many(django_assert_num_queries, people, event, officer, count):
    for message in AnnouncementFactory.create_batch(count, event=event):
        left(message, officer)
    AnnouncementFactory(event=event, criterion={"states": []})

    with django_assert_num_queries(3):
        found = read_by(people["head"])
    assert len(found) == count


def test_what_is_read_has_the_words_of_its_reader_and_no_link_of_somebody_else(people, event, officer):
    message = AnnouncementFactory(event=event, subject="For {name}", body="{link} <b>https://evil.example/</b>")
    left(message, officer)

    (read,) = messages_to([people["head"]])

    assert read.subject == f"For {people['head'].get_full_name()}"
    assert read.text.count("<a ") == 1
    assert "&lt;b&gt;https://evil.example/" in read.text


def test_of_two_registrations_of_one_person_a_message_is_read_once(people, event, officer):
    message = AnnouncementFactory(event=event, criterion=Criterion(states=["approved", "nominated"]).stored)
    twice = RegistrationFactory(person=people["guest"].person, delegation=people["head"].delegation)
    left(message, officer)

    assert [read.announcement for read in messages_to([people["guest"], twice])] == [message]
