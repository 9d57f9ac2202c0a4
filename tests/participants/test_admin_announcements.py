"""Bulk messages in the back office: every step, what it costs, and what cannot happen."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participants import actions
from participants.announcements import recipients_of
from participants.models import Announcement, MailTemplate, OutgoingEmail, User
from tests.clients import signed_in, text
from tests.factories import AnnouncementFactory, DelegationFactory, EventFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    return DelegationFactory(event=EventFactory(published=True, title="Workshop"), seats_member=90)


@pytest.fixture
def people(delegation, officer):
    rows = [
        RegistrationFactory(approved=True, delegation=delegation, by=officer, person=UserFactory(family_name=name))
        for name in ("Andrić", "Babić", "Ćosić")
    ]
    OutgoingEmail.objects.all().delete()
    return rows


@pytest.fixture
def message(delegation, officer):
    return AnnouncementFactory(event=delegation.event, created_by=officer, subject="For {name}", body="Dear {name}")


def url(step, message):
    return reverse(f"admin:participants_announcement_{step}", args=[message.pk])


def filter_of(message, **values):
    message.refresh_from_db()
    return {"states": ["approved"], "revision": message.revision, "shown": "", "_save": ""} | values


def words_of(message, **values):
    message.refresh_from_db()
    return {"language": "en", "subject": "S", "body": "B", "revision": message.revision} | values


def seen(message, officer):
    message.refresh_from_db()
    return recipients_of(message, officer).fingerprint


def confirm(desk, message, officer, **values):
    return desk.post(url("confirm", message), {"seen": seen(message, officer)} | values)


# --- A new one ------------------------------------------------------------------------------------


def test_a_new_message_begins_with_the_text_of_its_language(desk, officer, delegation):
    MailTemplate.objects.create(purpose="announcement", language="sr", subject="Порука", body="Поштовани {name}")

    answer = desk.post(reverse("admin:participants_announcement_add"), {"event": delegation.event.pk, "language": "sr"})

    message = Announcement.objects.get()
    assert answer.headers["Location"] == url("people", message)
    assert (message.created_by, message.subject, message.body) == (officer, "Порука", "Поштовани {name}")


def test_a_draft_is_found_again_where_it_was_begun(desk, message):
    assert desk.get(url("change", message)).headers["Location"] == url("people", message)
    assert ("1 bulk message of yours is a draft", "/admin/participants/announcement/?status=draft") in [
        (task["sentence"], task["url"]) for task in desk.get(reverse("admin:index")).context["waiting"]
    ]


# --- People ---------------------------------------------------------------------------------------


def test_the_filter_is_saved_and_shows_whom_it_finds(desk, delegation, people, message, officer):
    RegistrationFactory(submitted=True, delegation=delegation, by=officer)

    answer = desk.post(url("people", message), filter_of(message, roles=["member"], lacks=["logistics"]), follow=True)

    message.refresh_from_db()
    assert message.criterion == {
        "states": ["approved"], "delegations": [], "roles": ["member"], "languages": [], "lacks": ["logistics"]
    }  # fmt: skip
    assert "3 people of 1 delegation" in text(answer)


def test_who_is_ticked_is_left_out_and_who_is_not_shown_stays_as_they_were(desk, people, message):
    message.excluded.add(people[2])
    shown = f"{people[0].pk},{people[1].pk}"

    desk.post(url("people", message), filter_of(message, shown=shown, left_out=[people[0].pk, people[2].pk]))
    assert set(message.excluded.all()) == {people[0], people[2]}

    desk.post(url("people", message), filter_of(message, shown=shown))
    assert set(message.excluded.all()) == {people[2]}


def test_nobody_is_left_out_or_let_in_whom_the_officer_may_not_see(desk, people, message):
    User.objects.filter(pk=people[0].person_id).update(do_not_publish=True)
    message.excluded.add(people[0])
    elsewhere = RegistrationFactory(approved=True)
    shown = ",".join(str(row.pk) for row in [*people, elsewhere])

    page = desk.get(url("people", message))
    desk.post(url("people", message), filter_of(message, shown=shown, left_out=[elsewhere.pk]))

    assert "Andrić" not in text(page)
    assert set(message.excluded.all()) == {people[0]}


@pytest.mark.parametrize("shown", ["x", "1,,2", "9" * 40, "-1", "٣"])
def test_a_list_of_shown_that_our_page_did_not_write_does_no_harm(desk, people, message, shown):
    answer = desk.post(url("people", message), filter_of(message, shown=shown, left_out=["x", "9" * 40]))

    assert answer.status_code == 302
    assert not message.excluded.exists()


def test_a_state_must_be_chosen(desk, people, message):
    page = desk.post(url("people", message), filter_of(message, states=[]))

    assert "State: Choose at least one state." in text(page)
    message.refresh_from_db()
    assert message.criterion == {}


@pytest.mark.parametrize("step", ["people", "text"])
def test_an_outdated_page_overwrites_nothing(desk, people, message, step):
    old = filter_of(message, roles=["head"]) if step == "people" else words_of(message, body="Typed here")
    desk.post(url("text", message), words_of(message, body="Newer"))

    page = desk.post(url(step, message), old)

    message.refresh_from_db()
    assert "This was changed since you opened the page" in text(page)
    assert (message.body, message.criterion) == ("Newer", {})
    assert step == "people" or "Typed here" in text(page)


# --- Text -----------------------------------------------------------------------------------------


def test_the_text_is_checked_when_it_is_saved_and_kept_as_typed(desk, message):
    page = desk.post(url("text", message), words_of(message, subject="{link}", body="Dear {nmae} {"))

    message.refresh_from_db()
    assert message.body == "Dear {name}"
    for sentence in ("There is no placeholder {link} here", "There is no placeholder {nmae} here", "stands alone"):
        assert sentence in text(page)
    assert "Dear {nmae} {</textarea>" in page.content.decode()


def test_an_unfinished_draft_is_saved(desk, message):
    answer = desk.post(url("text", message), words_of(message, subject="", body="", _save=""))

    message.refresh_from_db()
    assert (answer.headers["Location"], message.subject) == (url("text", message), "")


def test_starting_from_another_text_fills_the_form_and_saves_nothing(desk, message, officer):
    earlier = AnnouncementFactory(created_by=officer, subject="Earlier", body="Earlier words")

    page = desk.post(url("text", message), {"text": f"message-{earlier.pk}", "_start": ""})

    message.refresh_from_db()
    assert "Earlier words</textarea>" in page.content.decode()
    assert message.body == "Dear {name}"


# --- Preview and test -----------------------------------------------------------------------------


def test_the_preview_shows_each_person_and_flags_what_is_empty(desk, people, message):
    Announcement.objects.update(body="Dear {name}\nVenue: {venue}\n<b>{delegation}</b>")

    page = desk.get(url("preview", message), {"person": 2})

    html = page.content.decode()
    assert f"<mark>{people[1].get_full_name()}</mark>" in html
    assert "{venue} is empty" in text(page)
    assert "This line is left out." in text(page)
    assert "{venue} is empty for 3 of 3." in text(page)
    assert "&lt;b&gt;<mark>" in html
    assert "Person 2 of 3" in text(page)


@pytest.mark.parametrize("person", ["0", "99", "x", ""])
def test_a_person_that_is_not_there_is_another(desk, people, message, person):
    assert desk.get(url("preview", message), {"person": person}).status_code == 200


def test_a_test_goes_to_me_only(desk, people, message, officer):
    answer = desk.post(url("test", message), {"person": 3}, follow=True)

    mail = OutgoingEmail.objects.get()
    assert (mail.to, mail.purpose, mail.subject) == (officer.email, "test", f"For {people[2].get_full_name()}")
    assert f"A test is on its way to {officer.email}, and to nobody else." in text(answer)


def test_nobody_to_write_to_is_said_in_words(desk, message):
    assert "Nobody to show it for" in text(desk.get(url("preview", message)))
    assert "This message reaches nobody" in text(desk.post(url("test", message), {"person": 1}, follow=True))
    assert "This message reaches nobody." in text(desk.get(url("confirm", message)))


# --- Sending --------------------------------------------------------------------------------------


def test_the_yes_sends_after_the_hold_and_shows_what_became_of_it(desk, people, message, officer):
    message.excluded.add(people[2])

    page = desk.get(url("confirm", message))
    answer = confirm(desk, message, officer)
    after = desk.get(url("change", message))

    assert "Send to 2 people of 1 delegation" in text(page)
    assert "Left out by name." in text(page)
    assert answer.headers["Location"] == url("change", message)
    assert {"All 3", "Queued 2", "Skipped 1"} <= {
        " ".join(part.split()) for part in after.content.decode().replace("</a>", ">").split(">")
    }
    assert list(OutgoingEmail.objects.filter(send_after__lte=timezone.now(), status="queued")) == []


def test_of_two_yes_one_sends(desk, people, message, officer):
    confirm(desk, message, officer)

    again = desk.post(url("confirm", message), {"seen": "x"}, follow=True)

    assert "This message is confirmed already. Nothing was changed." in text(again)
    assert message.mails.count() == 3


def test_a_yes_to_other_people_shows_the_new_list_and_sends_nothing(desk, people, message, officer):
    before = seen(message, officer)
    actions.withdraw(people[0], by=officer, reason="Ill.")

    page = desk.post(url("confirm", message), {"seen": before})

    assert "This is how it is now." in text(page)
    assert "Send to 2 people of 1 delegation" in text(page)
    assert not message.mails.exists()
    assert desk.post(url("confirm", message), {"seen": page.context["seen"]}).status_code == 302


def test_who_changed_since_the_preview_is_said_before_the_yes(desk, people, message, officer):
    next_url = desk.get(url("preview", message)).context["next_url"]
    assert "This is how it is now." not in text(desk.get(next_url))

    actions.withdraw(people[0], by=officer, reason="Ill.")
    assert "This is how it is now." in text(desk.get(next_url))


@pytest.mark.parametrize(("count", "sent"), [("", 0), ("50", 0), ("51", 51)])
def test_more_than_fifty_are_counted_by_hand(desk, delegation, message, officer, count, sent):
    RegistrationFactory.create_batch(51, approved=True, delegation=delegation, by=officer)

    answer = confirm(desk, message, officer, count=count)

    assert message.mails.count() == sent
    assert answer.status_code == (302 if sent else 200)


def test_stop_and_copy(desk, people, message, officer):
    confirm(desk, message, officer)

    stopped = desk.post(url("stop", message), follow=True)
    again = desk.post(url("stop", message), follow=True)
    copied = desk.post(url("copy", message))

    assert "Stopped. 3 mails will not leave." in text(stopped)
    assert "is stopped already" in text(again)
    assert set(message.mails.values_list("status", flat=True)) == {"stopped"}
    assert copied.headers["Location"] == url("people", Announcement.objects.latest("pk"))


@pytest.mark.parametrize("step", ["people", "text", "preview", "test", "confirm"])
def test_what_was_sent_has_no_steps_any_more(desk, people, message, officer, step):
    confirm(desk, message, officer)

    assert desk.get(url(step, message)).headers["Location"] == url("change", message)
    assert desk.post(url(step, message), words_of(message)).headers["Location"] == url("change", message)


def test_mails_to_people_whom_an_officer_may_not_see_are_not_counted(desk, people, message, officer):
    confirm(desk, message, officer)
    User.objects.filter(pk=people[0].person_id).update(do_not_publish=True)

    page = desk.get(url("change", message))
    outbox = desk.get(reverse("admin:participants_outgoingemail_changelist"))

    assert (page.context["total"], len(page.context["page"])) == (2, 2)
    assert outbox.context["cl"].result_count == 2
    assert "Andrić" not in text(page) + text(outbox)


@pytest.mark.parametrize("step", ["people", "text", "preview", "confirm", "test", "stop", "copy"])
def test_a_message_that_is_not_there(desk, step):
    page = reverse(f"admin:participants_announcement_{step}", args=[9])

    assert desk.post(page).status_code == 404


def test_who_may_write_but_not_send(delegation, people, message):
    writer = UserFactory(staff=True, group="Event officers")
    writer.groups.get().permissions.remove(*writer.groups.get().permissions.filter(codename="send_announcement"))
    client = signed_in(Client(), writer)

    assert client.get(url("preview", message)).status_code == 200
    for step in ("test", "confirm", "stop"):
        assert client.post(url(step, message), {"seen": seen(message, writer)}).status_code == 403
    assert not OutgoingEmail.objects.exists()


# --- Costs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("step", "queries"), [("people", 10), ("text", 8), ("preview", 8), ("confirm", 8), ("changelist", 6)]
)
def test_steps_cost_the_same_for_one_or_many(
    django_assert_num_queries, desk, delegation, message, officer, step, queries, count
):
    RegistrationFactory.create_batch(count, approved=True, delegation=delegation, by=officer)
    AnnouncementFactory.create_batch(count, event=delegation.event, created_by=officer)
    page = reverse("admin:participants_announcement_changelist") if step == "changelist" else url(step, message)

    with django_assert_num_queries(queries):
        assert desk.get(page).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_what_was_sent_costs_the_same_for_one_or_many(
    django_assert_num_queries, desk, delegation, message, officer, count
):
    RegistrationFactory.create_batch(count, approved=True, delegation=delegation, by=officer)
    confirm(desk, message, officer)

    with django_assert_num_queries(7):
        page = desk.get(url("change", message))
    assert len(page.context["page"]) == count
