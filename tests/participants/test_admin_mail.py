"""The outbox and the words of mails in the back office."""

import pytest
from django.test import Client
from django.urls import reverse

from participants import actions
from participants.models import MailTemplate, OutgoingEmail, User
from tests.clients import signed_in, text
from tests.factories import AnnouncementFactory, OutgoingEmailFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db

OUTBOX = reverse("admin:participants_outgoingemail_changelist")
TEXTS = reverse("admin:participants_mailtemplate_changelist")
ADD = reverse("admin:participants_mailtemplate_add")


def change(row):
    return reverse("admin:participants_mailtemplate_change", args=[row.pk])


@pytest.fixture
def row():
    return MailTemplate.objects.create(purpose="offer", subject="For {name}", body="Until {until}: {link}\n{venue}")


# --- Words of mails -------------------------------------------------------------------------------


def test_every_purpose_is_listed_with_the_text_that_is_sent_now(desk, row):
    page = text(desk.get(TEXTS))

    assert "A seat is offered English : “For {name}”" in page
    assert "Declined English, as it comes with the portal: “Your registration was declined: {event}”" in page
    assert page.count("as it comes with the portal") == len(MailTemplate.Purpose) - 1


def test_a_new_text_begins_with_the_one_that_is_sent_now_and_names_its_placeholders(desk, row):
    fresh, translated = desk.get(ADD, {"purpose": "declined"}), desk.get(ADD, {"purpose": "offer"})

    assert "Reason: {reason}" in fresh.content.decode()
    assert "Until {until}: {link}" in translated.content.decode()
    assert "{reason} needed The reason that was given" in text(fresh)
    assert "{successor}" not in text(fresh)


def test_a_text_is_checked_when_it_is_saved(desk):
    data = {"purpose": "offer", "language": "sr", "subject": "{link}", "body": "{nmae} {until}", "revision": 1}

    page = desk.post(ADD, data)

    assert "There is no placeholder {link} here" in text(page)
    assert "There is no placeholder {nmae} here" in text(page)
    assert "{link} must stand in this text" in text(page)
    assert not MailTemplate.objects.exists()


def test_one_text_for_a_purpose_and_language(desk, row):
    data = {"purpose": "offer", "language": "en", "subject": "S", "body": "{until} {link}"}

    page = desk.post(ADD, data)

    assert "There is a text for this purpose in this language already." in text(page)


def test_a_text_shows_itself_with_examples(desk, row):
    page = desk.get(change(row))

    assert "Until 3 December 2027, 14:30: https://portal.example/" in text(page)
    assert "For Ana Šarić" in text(page)


def test_an_outdated_page_overwrites_no_newer_text(desk, row):
    data = {"subject": "Old page", "body": "{until} {link}", "revision": row.revision}
    MailTemplate.objects.update(subject="Newer")

    page = desk.post(change(row), data)

    assert MailTemplate.objects.get().subject == "Newer"
    assert "This was changed since you opened the page" in text(page)
    assert 'value="Old page"' in page.content.decode()
    again = data | {"revision": MailTemplate.objects.get().revision}
    desk.post(change(row), again)
    assert MailTemplate.objects.get().subject == "Old page"


def test_a_text_is_taken_back_after_a_question_and_its_history_stays(desk, row):
    drop = reverse("admin:participants_mailtemplate_drop", args=[row.pk])

    asked = desk.get(drop)
    desk.post(drop)

    assert "A seat of your delegation for {event} is free" in text(asked)
    assert not MailTemplate.objects.exists()
    labels = MailTemplate.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "delete"]
    assert desk.post(drop).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_texts_costs_the_same_for_one_or_many(django_assert_num_queries, desk, count):
    for language in ("en", "sr", "mk")[:count]:
        MailTemplate.objects.create(purpose="offer", language=language, subject="S", body="B")

    with django_assert_num_queries(4):
        desk.get(TEXTS)


# --- The outbox -----------------------------------------------------------------------------------


@pytest.fixture
def mails(officer):
    """Of a decision, of an invitation and of a bulk message at one event, and a sign-in code of somebody."""
    registration = RegistrationFactory(approved=True, by=officer)
    message = AnnouncementFactory(event=registration.event, subject="Bulk")
    return {
        "decision": OutgoingEmail.objects.get(registration=registration, move__after="approved"),
        "invitation": OutgoingEmailFactory(purpose="invitation", delegation=registration.delegation),
        "announcement": OutgoingEmailFactory(
            purpose="announcement", registration=registration, announcement=message, to="x@police.example"
        ),
        "code": OutgoingEmailFactory(purpose="code", body="ABC-123"),
        "elsewhere": OutgoingEmailFactory(registration=RegistrationFactory()),
    }


def found(page, mails):
    return {name for name, mail in mails.items() if mail in page.context["cl"].result_list}


def test_mails_are_found_by_event_and_by_bulk_message(desk, mails):
    event, message = mails["decision"].registration.event, mails["announcement"].announcement

    of_event = desk.get(OUTBOX, {"event": event.pk})
    of_message = desk.get(OUTBOX, {"message": message.pk})

    assert found(of_event, mails) == {"decision", "invitation", "announcement"}
    assert found(of_message, mails) == {"announcement"}
    assert f"{event} 3" in text(of_event)
    assert desk.get(OUTBOX, {"event": "x"}).status_code == 302


def test_what_is_queued_is_stopped_after_a_question(desk, mails):
    sent = OutgoingEmailFactory()
    sent.mark_sent()
    data = {"action": "stop", "_selected_action": [mails["decision"].pk, mails["code"].pk, sent.pk]}

    asked = desk.post(OUTBOX, data)
    desk.post(OUTBOX, data | {"confirmed": "yes"})

    assert "Stop 2 of 3 mails?" in text(asked)
    states = {mail.pk: (mail.status, mail.body) for mail in OutgoingEmail.objects.all()}
    assert states[mails["decision"].pk][0] == "stopped"
    assert states[mails["code"].pk] == ("stopped", "")
    assert states[sent.pk][0] == "sent"


def test_what_was_done_with_an_account_is_not_kept_from_its_owner(desk):
    """Whoever gives somebody else's account another address cannot stop the mail that tells them."""
    notice = OutgoingEmailFactory(purpose="notice", subject="Your address was changed")

    asked = desk.post(OUTBOX, {"action": "stop", "_selected_action": [notice.pk]})
    desk.post(OUTBOX, {"action": "stop", "_selected_action": [notice.pk], "confirmed": "yes"})

    notice.refresh_from_db()
    assert "Stop 0 of 1 mails?" in text(asked)
    assert notice.status == "queued"


@pytest.mark.django_db(transaction=True)
def test_sending_a_form_to_the_history_of_a_text_changes_nothing(row):
    desk = signed_in(Client(), UserFactory(staff=True, group="Event officers"))

    answer = desk.post(reverse("admin:participants_mailtemplate_history", args=[row.pk]))

    assert answer.status_code == 200


def test_failed_mails_of_a_stopped_message_are_not_sent_again(desk, mails, officer):
    mails["announcement"].give_up("No such user")
    message = mails["announcement"].announcement
    message.confirm(by=officer)
    actions.stop_announcement(message, by=officer)

    asked = desk.post(OUTBOX, {"action": "try_again", "_selected_action": [mails["announcement"].pk]})

    assert "Send 0 of 1 mails again?" in text(asked)
    assert "the bulk message was stopped" in text(asked)


def test_mails_to_protected_people_are_hidden_by_address_too(desk, officer, mails):
    protected = UserFactory(do_not_publish=True)
    code = OutgoingEmailFactory(purpose="code", to=protected.email)
    User.objects.filter(pk=mails["decision"].registration.person_id).update(do_not_publish=True)
    trusted = signed_in(Client(), UserFactory(staff=True, group="Event officers"))
    trusted_person = User.objects.latest("pk")
    trusted_person.groups.add(UserFactory(staff=True, group="Protected people").groups.get())

    assert found(desk.get(OUTBOX), mails | {"of protected": code}) == {"invitation", "code", "elsewhere"}
    assert found(trusted.get(OUTBOX), mails | {"of protected": code}) == {*mails, "of protected"}
    page = reverse("admin:participants_outgoingemail_change", args=[code.pk])
    assert desk.get(page).status_code == 302
    assert trusted.get(page).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_outbox_costs_the_same_for_one_or_many(django_assert_num_queries, desk, count):
    OutgoingEmailFactory.create_batch(count)

    with django_assert_num_queries(6):
        desk.get(OUTBOX)
