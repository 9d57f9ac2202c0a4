"""The focal point's page and its forms: what is shown, what is refused with which sentence, what stays typed."""

import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from participants import actions
from participants.models import Disclosure, OutgoingEmail, User
from participants.models.people import SOMEBODY
from tests.clients import signed_in, text
from tests.factories import DelegationFactory, EventFactory, JurisdictionFactory, RegistrationFactory, UserFactory
from workshop_portal.revisions import OUTDATED

pytestmark = pytest.mark.django_db
ANA = {"email": "ana@mup.example", "given_name": "Ana", "family_name": "Šarić", "role": "member", "sex": "not_stated"}


@pytest.fixture
def delegation():
    event = EventFactory(published=True, slug="here", starts_on=timezone.localdate() + timedelta(days=60))
    kosovo = JurisdictionFactory(code="XK", name="Kosovo*", footnote="In the context of resolution 1244.")
    return DelegationFactory(event=event, jurisdiction=kosovo, seats_member=2)


@pytest.fixture
def focal_point(delegation):
    person = UserFactory()
    delegation.focal_points.add(person)
    return person


@pytest.fixture
def browser(focal_point):
    return signed_in(Client(), focal_point)


def address(name, delegation, *more):
    return reverse(f"participants:{name}", args=[delegation.pk, *more])


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def errors(answer):
    page = BeautifulSoup(answer.content, "html.parser")
    return [" ".join(line.get_text().split()) for line in page.select(".error-summary li")]


def typed(answer):
    fields = BeautifulSoup(answer.content, "html.parser").select("main form [name]")
    return {field["name"]: field.get("value", field.get_text()) for field in fields}


def close(delegation, what):
    setattr(delegation, what, timezone.localdate() - timedelta(days=2))
    delegation.save()


# --- The page -------------------------------------------------------------------------------------


def test_an_empty_page_says_what_to_do(browser, delegation):
    page = text(browser.get(delegation.get_absolute_url()))

    assert "Delegation of Kosovo*" in page
    assert "In the context of resolution 1244." in page
    assert "Nobody is nominated yet" in page
    assert "Member 2 0 0 2" in page
    assert "No letter is uploaded yet." in page


def test_each_stage_is_said_in_words(browser, delegation, focal_point):
    delegation.seats_member, delegation.offer_days = 3, 5
    delegation.save()
    asked = actions.nominate(
        delegation, email="new@mup.example", details={"given_name": "Nova", "family_name": "Osoba"}, role="member",
        by=focal_point,
    )  # fmt: skip
    rows = {trait: RegistrationFactory(delegation=delegation, **{trait: True}) for trait in ("submitted", "approved")}
    waits = RegistrationFactory(delegation=delegation, reserve=True)
    actions.withdraw(rows["submitted"], by=focal_point, reason="Ill.")
    waits.refresh_from_db()

    lines = {line.registration.pk: line.words for line in browser.get(delegation.get_absolute_url()).context["coming"]}
    page = browser.get(delegation.get_absolute_url())

    today = timezone.localtime(timezone.now(), delegation.event.zone)
    assert lines == {
        asked.pk: f"Not confirmed yet. Last asked on {today:%-d %B %Y}.",
        rows["approved"].pk: "Takes part. Has not confirmed the data.",
    }
    until = timezone.localtime(waits.offer_expires_at, delegation.event.zone)
    assert [line.words for line in page.context["reserves"]] == [
        f"A seat is kept for an answer until {until:%-d %B %Y, %H:%M}."
    ]
    assert [line.words for line in page.context["gone"]] == ["Does not take part."]


@pytest.mark.parametrize(
    ("trait", "unconfirmed", "confirmed"),
    [
        ("submitted", "The organisers decide. Has not confirmed the data.", "Has confirmed. The organisers decide."),
        ("approved", "Takes part. Has not confirmed the data.", "Takes part."),
        ("declined", "Was declined by the organisers.", "Was declined by the organisers."),
    ],
)
def test_nobody_is_said_to_have_confirmed_what_others_handed_over(browser, delegation, trait, unconfirmed, confirmed):
    row = RegistrationFactory(delegation=delegation, **{trait: True})

    def words():
        context = browser.get(delegation.get_absolute_url()).context
        return [line.words for line in context["coming"] + context["gone"]]

    before = words()
    type(row).objects.filter(pk=row.pk).update(confirmed_at=timezone.now())

    assert (before, words()) == ([unconfirmed], [confirmed])


@pytest.mark.parametrize(
    ("days", "words"), [(0, "closes today"), (1, "closes tomorrow"), (3, "closes in 3 days"), (-1, "closed")]
)
def test_the_page_counts_down_to_the_deadline(browser, delegation, days, words):
    today = timezone.localdate(timezone=delegation.event.zone)
    delegation.nominate_by = today + timedelta(days=days)
    delegation.save()

    answer = browser.get(delegation.get_absolute_url())

    assert answer.context["nominations"].words == words
    assert f"{words.capitalize()}, at the end of {delegation.nominate_by:%A %-d %B %Y}" in text(answer).replace(
        " ,", ","
    )


def test_after_the_deadline_the_page_says_so_and_whom_to_ask(browser, delegation):
    registration = RegistrationFactory(delegation=delegation)
    close(delegation, "nominate_by")

    answer = browser.get(delegation.get_absolute_url())

    assert "Nominations closed at the end of" in text(answer)
    assert "Write to workshop@seesac.example, who can still change it." in text(answer)
    assert "Nominate somebody" not in text(answer)
    assert answer.context["coming"][0].acts == {"replace", "withdraw", "remind"}
    assert browser.get(address("correct", delegation, registration.pk)).url == delegation.get_absolute_url()


def test_staff_still_act_after_the_deadline(desk, delegation):
    close(delegation, "nominate_by")

    assert "Nominate somebody" in text(desk.get(delegation.get_absolute_url()))
    answer = desk.post(address("nominate", delegation), ANA, follow=True)

    assert said(answer) == ["Ana Šarić is nominated and gets a mail to confirm."]


def test_a_closed_event_is_read_only_for_everybody(desk, browser, delegation):
    RegistrationFactory(delegation=delegation)
    delegation.event.close()

    for client in (desk, browser):
        answer = client.get(delegation.get_absolute_url())
        assert answer.context["coming"][0].acts == frozenset()
        assert "is closed: nothing can be changed now." in text(answer)


def test_the_head_reads_and_changes_nothing(delegation, focal_point):
    head = RegistrationFactory(delegation=delegation, role="head", approved=True)
    other = RegistrationFactory(delegation=delegation)
    client = signed_in(Client(), head.person)

    page = client.get(delegation.get_absolute_url())
    answers = {
        client.post(address(name, delegation, *more), ANA).status_code
        for name, more in [
            ("nominate", ()), ("remind_all", ()), ("reorder_reserves", ()), ("letter_upload", ()),
            ("correct", (other.pk,)), ("replace", (other.pk,)), ("withdraw", (other.pk,)), ("remind", (other.pk,)),
        ]
    }  # fmt: skip

    assert page.context["coming"][0].acts == frozenset()
    assert f"The focal points change it: {focal_point}." in text(page)
    assert answers == {403}
    assert delegation.registrations.count() == 2


@pytest.mark.parametrize("who", ["another focal point", "member", "stranger"])
def test_the_page_and_all_behind_it_do_not_exist_for_others(delegation, who):
    registration = RegistrationFactory(delegation=delegation, approved=True)
    person = registration.person if who == "member" else UserFactory()
    if who == "another focal point":
        DelegationFactory(event=delegation.event).focal_points.add(person)
    client = signed_in(Client(), person)

    answers = {
        client.post(address(name, delegation, *more), ANA).status_code
        for name, more in [
            ("nominate", ()), ("remind_all", ()), ("reorder_reserves", ()), ("letter_upload", ()),
            ("correct", (registration.pk,)), ("replace", (registration.pk,)), ("withdraw", (registration.pk,)),
            ("remind", (registration.pk,)),
        ]
    }  # fmt: skip

    assert answers == {404}
    assert client.get(delegation.get_absolute_url()).status_code == 404
    assert client.get(address("delegation_xlsx", delegation)).status_code == 404


def test_somebody_of_another_delegation_does_not_exist_under_this_one(browser, delegation):
    other = RegistrationFactory()

    for name in ("correct", "replace", "withdraw", "remind"):
        assert browser.post(address(name, delegation, other.pk), ANA).status_code == 404
        assert browser.post(address(name, delegation, 10**30), ANA).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_person_or_many(browser, delegation, count, django_assert_num_queries):
    delegation.seats_member = 20
    delegation.save()
    for trait in ("nominated", "submitted", "approved", "reserve", "withdrawn"):
        RegistrationFactory.create_batch(count, delegation=delegation, **{trait: True})
    browser.get(delegation.get_absolute_url())

    # session, person, passes, delegation, focal points (asked and shown), people, seats, letters
    with django_assert_num_queries(8):
        browser.get(delegation.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_staff_see_what_a_focal_point_must_not_learn(desk, browser, delegation, count, django_assert_num_queries):
    there = RegistrationFactory.create_batch(count, submitted=True, delegation__event=delegation.event)
    inactive = UserFactory(is_active=False)
    for person in [*(row.person for row in there), inactive]:
        RegistrationFactory(delegation=delegation, person=person)
    elsewhere = f"Also awaiting decision for {there[0].delegation}."
    desk.get(delegation.get_absolute_url())

    with django_assert_num_queries(9):  # as above without passes; permissions, and who is registered elsewhere
        seen = text(desk.get(delegation.get_absolute_url()))
    hidden = text(browser.get(delegation.get_absolute_url()))

    assert elsewhere in seen
    assert "The account is not active: no code is sent." in seen
    assert str(there[0].delegation) not in hidden
    assert "For staff" not in hidden


def test_staff_without_the_permission_learn_nothing_of_people_who_are_in_no_list(
    desk, browser, delegation, focal_point
):
    protected = UserFactory(do_not_publish=True, email="hidden@mup.example")
    details = {"given_name": "Skriveni", "family_name": "Čovjek"}
    before = RegistrationFactory(delegation=delegation, role="head", approved=True)
    actions.replace_nominee(before, email=protected.email, details=details, by=focal_point, reason="On leave.")

    seen = text(desk.get(delegation.get_absolute_url()))
    same = desk.post(address("nominate", delegation), ANA | {"email": protected.email})
    head = desk.post(address("nominate", delegation), ANA | {"role": "head"})

    assert "Replaced by Skriveni Čovjek." in text(browser.get(delegation.get_absolute_url()))
    assert f"Replaced by {SOMEBODY}." in seen
    assert errors(same) == [f"{SOMEBODY} is on this list already (nominated)."]
    assert errors(head) == [f"{SOMEBODY} is the head of this delegation: there is only one."]
    assert "Skriveni" not in seen + text(same) + text(head)


# --- Nominate -------------------------------------------------------------------------------------


def test_a_nomination_is_said_and_seen(browser, delegation, focal_point):
    answer = browser.post(address("nominate", delegation), ANA, follow=True)

    registration = delegation.registrations.get()
    assert answer.redirect_chain == [(delegation.get_absolute_url(), 302)]
    assert said(answer) == ["Ana Šarić is nominated and gets a mail to confirm."]
    assert (registration.nominated_by, registration.get_full_name()) == (focal_point, "Ana Šarić")


def test_a_double_click_is_one_nomination_and_a_sentence(browser, delegation):
    browser.post(address("nominate", delegation), ANA)
    again = browser.post(address("nominate", delegation), ANA)

    assert errors(again) == ["Ana Šarić is on this list already (nominated)."]
    assert typed(again)["email"] == "ana@mup.example"
    assert (delegation.registrations.count(), OutgoingEmail.objects.count()) == (1, 1)


def test_over_quota_the_numbers_are_said_and_one_box_makes_it_a_reserve(browser, delegation):
    RegistrationFactory(delegation=delegation, approved=True)
    RegistrationFactory(delegation=delegation)

    refused = browser.post(address("nominate", delegation), ANA)
    browser.post(address("nominate", delegation), ANA | {"as_reserve": "on"})

    sentence = "As a reserve: No seat is free for “member”: 2 in all, 1 used, 1 held. "
    assert errors(refused) == [sentence + "Nominate this person as a reserve, or withdraw somebody first."]
    assert typed(refused)["family_name"] == "Šarić"
    assert delegation.registrations.get(person__email="ana@mup.example").reserve_position == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": ""}, "E-mail address: This field is required."),
        ({"email": "ana"}, "E-mail address: Enter a valid email address."),
        ({"given_name": "<b>"}, "Given name: A name cannot have “<” in it."),
        ({"family_name": "a\0b"}, "Family name: Null characters are not allowed."),
        ({"rank": "https://x.example"}, "Rank: Write this in plain words, without “://”."),
        ({"service": "x" * 161}, "Service: Ensure this value has at most 160 characters (it has 161)."),
        ({"role": "king"}, "Role: Select a valid choice. king is not one of the available choices."),
        ({"role": "driver"}, "Role: Select a valid choice. driver is not one of the available choices."),
        ({"sex": "x"}, "Sex: Select a valid choice. x is not one of the available choices."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_the_rest_stays(browser, delegation, wrong, sentence):
    answer = browser.post(address("nominate", delegation), ANA | {"position": "Investigator"} | wrong)

    assert errors(answer)[:1] == [sentence]
    assert typed(answer)["position"] == "Investigator"
    assert delegation.registrations.count() == 0


def test_a_deadline_that_passed_while_the_form_was_open_loses_nothing(browser, delegation):
    assert browser.get(address("nominate", delegation)).status_code == 200
    close(delegation, "nominate_by")

    answer = browser.post(address("nominate", delegation), ANA)

    assert len(errors(answer)) == 1
    assert errors(answer)[0].startswith("Nominations closed at the end of")
    assert typed(answer)["given_name"] == "Ana"
    assert User.objects.filter(email="ana@mup.example").count() == 0


# --- Correct, replace, withdraw -------------------------------------------------------------------


@pytest.fixture
def registration(delegation):
    return RegistrationFactory(delegation=delegation, person__email="ana@mup.example")


def shown(browser, name, delegation, registration):
    return typed(browser.get(address(name, delegation, registration.pk)))


def test_a_nomination_is_corrected(browser, delegation, registration):
    page = shown(browser, "correct", delegation, registration)

    answer = browser.post(
        address("correct", delegation, registration.pk),
        ANA | {"rank": "Major", "revision": page["revision"]},
        follow=True,
    )

    registration.refresh_from_db()
    assert said(answer) == ["What is said of Ana Šarić is saved."]
    assert (registration.get_full_name(), registration.rank) == ("Ana Šarić", "Major")


def test_two_who_correct_the_same_nomination_do_not_overwrite_each_other(browser, desk, delegation, registration):
    page = shown(browser, "correct", delegation, registration)
    sent = ANA | {"revision": page["revision"]}
    desk.post(address("correct", delegation, registration.pk), sent | {"rank": "Captain"})

    refused = browser.post(address("correct", delegation, registration.pk), sent | {"rank": "Major"})
    registration.refresh_from_db()
    kept = registration.rank
    browser.post(address("correct", delegation, registration.pk), typed(refused) | ANA | {"rank": "Major"})

    registration.refresh_from_db()
    assert errors(refused) == [OUTDATED]
    assert typed(refused)["rank"] == "Major"
    assert (kept, registration.rank) == ("Captain", "Major")


def test_a_form_without_its_revision_is_refused(browser, delegation, registration):
    answer = browser.post(address("correct", delegation, registration.pk), ANA | {"revision": ""})

    assert errors(answer) == [OUTDATED]


def test_what_was_handed_over_while_the_form_was_open_stays(browser, delegation, registration):
    page = shown(browser, "correct", delegation, registration)
    actions.submit(registration, by=registration.person)

    answer = browser.post(address("correct", delegation, registration.pk), ANA | {"revision": page["revision"]})
    again = browser.post(address("correct", delegation, registration.pk), typed(answer) | ANA)

    assert errors(answer) == [OUTDATED]
    assert errors(again) == [
        f"{registration.get_full_name()} is awaiting decision. Only they and the organisers can correct it now."
    ]


def test_somebody_else_comes_instead(browser, delegation, registration):
    page = shown(browser, "replace", delegation, registration)
    sent = ANA | {
        "email": "boris@mup.example",
        "given_name": "Boris",
        "reason": "On leave.",
        "revision": page["revision"],
    }

    answer = browser.post(address("replace", delegation, registration.pk), sent, follow=True)

    assert said(answer) == [
        f"Boris Šarić is nominated in the place of {registration.get_full_name()}. Both get a mail."
    ]
    assert [line.words for line in answer.context["gone"]] == ["Replaced by Boris Šarić."]


def test_a_double_click_replaces_once(browser, delegation, registration):
    page = shown(browser, "replace", delegation, registration)
    sent = ANA | {"email": "boris@mup.example", "reason": "On leave.", "revision": page["revision"]}

    browser.post(address("replace", delegation, registration.pk), sent)
    again = browser.post(address("replace", delegation, registration.pk), sent)

    assert errors(again) == [OUTDATED]
    assert delegation.registrations.count() == 2


def test_a_withdrawal_needs_a_reason(browser, delegation, registration):
    page = shown(browser, "withdraw", delegation, registration)
    url = address("withdraw", delegation, registration.pk)

    refused = browser.post(url, {"reason": " ", "revision": page["revision"]})
    done = browser.post(url, {"reason": "Ill.", "revision": page["revision"]}, follow=True)

    registration.refresh_from_db()
    assert errors(refused) == ["Reason: This field is required."]
    assert said(done) == [f"{registration.get_full_name()} is withdrawn and gets a mail."]
    assert registration.status == "withdrawn"


@pytest.mark.parametrize("name", ["correct", "replace", "withdraw"])
def test_there_is_no_form_for_what_is_not_possible_any_more(browser, delegation, name):
    gone = RegistrationFactory(delegation=delegation, withdrawn=True)

    answer = browser.get(address(name, delegation, gone.pk), follow=True)

    assert answer.redirect_chain == [(delegation.get_absolute_url(), 302)]
    assert len(said(answer)) == 1
    assert said(answer)[0].startswith(gone.get_full_name())
    assert "is withdrawn" in said(answer)[0]


# --- Remind, reserves -----------------------------------------------------------------------------


def test_those_who_have_not_confirmed_are_reminded_and_named(browser, delegation):
    waiting = RegistrationFactory(delegation=delegation)
    RegistrationFactory(delegation=delegation, submitted=True)

    first = browser.post(address("remind_all", delegation), follow=True)
    second = browser.post(address("remind_all", delegation), follow=True)

    name = waiting.get_full_name()
    assert said(first) == [f"Reminded: {name}."]
    assert said(second) == [f"Not reminded: {name} was written to less than a minute ago."]
    assert OutgoingEmail.objects.filter(purpose="reminder").count() == 1


def test_one_is_reminded(browser, delegation):
    rows = RegistrationFactory.create_batch(2, delegation=delegation)

    answer = browser.post(address("remind", delegation, rows[0].pk), follow=True)

    assert said(answer) == [f"Reminded: {rows[0].get_full_name()}."]


def test_when_nobody_is_asked_to_confirm_any_more_nobody_is_reminded(browser, delegation):
    assert said(browser.post(address("remind_all", delegation), follow=True)) == ["There is nobody to remind."]


@pytest.fixture
def reserves(delegation, focal_point):
    details = {"given_name": "Rezerva", "family_name": "Osoba"}
    return [
        actions.nominate(
            delegation, email=f"r{n}@mup.example", details=details, role="member", as_reserve=True, by=focal_point
        ).pk
        for n in range(3)
    ]


def order(delegation):
    return list(delegation.registrations.listed_as_reserves().values_list("pk", flat=True))


def test_a_reserve_goes_up_and_down_by_a_button(browser, delegation, reserves):
    a, b, c = reserves
    page = BeautifulSoup(browser.get(delegation.get_absolute_url()).content, "html.parser")
    sent = {"order": page.select_one("#reserves [name=order]")["value"]}
    buttons = [button["value"] for button in page.select("button[name=move]")]

    browser.post(address("reorder_reserves", delegation), sent | {"move": f"{c} up"})

    assert sent == {"order": f"{a},{b},{c}"}
    assert buttons == [f"{a} down", f"{b} up", f"{b} down", f"{c} up"]
    assert order(delegation) == [a, c, b]


def test_an_officer_orders_the_reserves_whom_they_see_around_one_whom_they_do_not(delegation, reserves):
    a, b, c = reserves
    User.objects.filter(registrations=b).update(do_not_publish=True)
    officer = signed_in(Client(), UserFactory(staff=True, group="Event officers"))

    officer.post(address("reorder_reserves", delegation), {"order": f"{a},{c}", "move": f"{c} up"})

    assert order(delegation) == [c, b, a]


def test_an_order_that_names_somebody_hidden_moves_nobody(delegation, reserves):
    a, b, c = reserves
    User.objects.filter(registrations=b).update(do_not_publish=True)
    officer = signed_in(Client(), UserFactory(staff=True, group="Event officers"))

    officer.post(address("reorder_reserves", delegation), {"order": f"{a},{b},{c}", "move": f"{c} up"})

    assert order(delegation) == [a, b, c]


@pytest.mark.parametrize("move", ["", "up", "x up", "9 up", "{a} sideways", "{a} up", "{c} down"])
def test_a_step_that_is_none_moves_nobody(browser, delegation, reserves, move):
    a, b, c = reserves
    sent = {"order": f"{a},{b},{c}", "move": move.format(a=a, c=c)}

    answer = browser.post(address("reorder_reserves", delegation), sent)

    assert (answer.status_code, order(delegation)) == (302, [a, b, c])


@pytest.mark.parametrize("shown", ["", "x", "1,2", f"{10**17}", "1," * 2000])
def test_an_order_that_is_not_that_of_the_list_moves_nobody(browser, delegation, reserves, shown):
    answer = browser.post(
        address("reorder_reserves", delegation), {"order": shown, "move": f"{reserves[1]} up"}, follow=True
    )

    assert len(said(answer)) == 1
    assert order(delegation) == reserves


@pytest.mark.parametrize("name", ["remind_all", "reorder_reserves"])
def test_whoever_comes_to_a_button_by_its_address_is_led_to_the_list(browser, client, delegation, name):
    assert browser.get(address(name, delegation)).url == delegation.get_absolute_url()
    assert client.get(address(name, delegation)).url.startswith("/account/login/")


def test_the_address_of_somebody_who_does_not_come_is_not_shown(browser, delegation):
    """They may have another by now, of another service or jurisdiction."""
    gone = RegistrationFactory(delegation=delegation, withdrawn=True).person
    comes = RegistrationFactory(delegation=delegation, approved=True).person
    User.objects.filter(pk=gone.pk).update(email="new.post@mup.example")

    page = text(browser.get(delegation.get_absolute_url()))

    assert "new.post@mup.example" not in page
    assert comes.email in page


# --- The list as a spreadsheet --------------------------------------------------------------------


def workbook(answer):
    rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    return [list(row) for row in rows]


def test_the_list_comes_as_a_spreadsheet_and_a_row_says_who_took_it(browser, delegation, focal_point):
    formula = {"given_name": "Ana", "family_name": "Šarić", "rank": "=1+1"}
    actions.nominate(delegation, email="ana@mup.example", details=formula, role="member", by=focal_point)
    hidden = RegistrationFactory(delegation=delegation, approved=True, person__do_not_publish=True)
    RegistrationFactory(delegation=delegation, withdrawn=True)

    answer = browser.get(address("delegation_xlsx", delegation))

    rows = workbook(answer)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="here-{delegation.pk}.xlsx"'
    assert rows[1] == [
        "Member", "Nominated", None, "Ana", "Šarić", None, "=1+1", None, None, "Not stated", "ana@mup.example",
    ]  # fmt: skip
    assert hidden.person.email not in str(rows)
    assert load_workbook(io.BytesIO(answer.content)).active["G2"].data_type == "s"
    notes = [row[0] for row in rows[3:]]
    assert notes == [
        f"Delegation of Kosovo* to {delegation.event}, {timezone.localdate(timezone=delegation.event.zone):%-d %B %Y}.",
        "People who asked to be in no list are not in this file, unless they are nominated and have not confirmed.",
        "* In the context of resolution 1244.",
        delegation.event.mandate.acknowledgement,
    ]
    taken = Disclosure.objects.get()
    assert (taken.kind, taken.by, taken.delegation, taken.rows) == ("delegation", focal_point, delegation, 1)


def test_the_list_does_not_tell_whether_an_address_is_of_somebody_protected(browser, delegation, focal_point):
    """Whoever nominates any address and takes the list along learns nothing of its owner."""
    protected = UserFactory(do_not_publish=True)
    for email in (protected.email, "unknown@mup.example"):
        actions.nominate(
            delegation, email=email, details={"given_name": "Ana", "family_name": "Ana"}, role="member", by=focal_point
        )

    rows = workbook(browser.get(address("delegation_xlsx", delegation)))

    assert {row[-1] for row in rows[1:3]} == {protected.email, "unknown@mup.example"}
    assert {tuple(row[:-1]) for row in rows[1:3]} == {
        ("Member", "Nominated", None, "Ana", "Ana", None, None, None, None, "Not stated")
    }


def test_staff_who_take_no_lists_out_take_none_from_a_delegation(delegation):
    RegistrationFactory(delegation=delegation, approved=True)
    desk = signed_in(Client(), UserFactory(staff=True, group="Registration desk"))

    page, answer = desk.get(delegation.get_absolute_url()), desk.get(address("delegation_xlsx", delegation))

    assert (page.status_code, answer.status_code) == (200, 403)
    assert "XLSX" not in text(page)
    assert not Disclosure.objects.exists()


def test_only_two_permissions_let_a_protected_person_out(delegation):
    hidden = RegistrationFactory(delegation=delegation, approved=True, person__do_not_publish=True)
    officer = UserFactory(staff=True, group="Event officers")
    url = address("delegation_xlsx", delegation)

    without = workbook(signed_in(Client(), officer).get(url))
    UserFactory(staff=True, group="Protected people")  # makes the group
    officer.groups.add(*_group("Protected people"))
    with_both = workbook(signed_in(Client(), User.objects.get(pk=officer.pk)).get(url))

    assert hidden.person.email not in str(without)
    assert hidden.person.email in str(with_both)


def _group(name):
    from django.contrib.auth.models import Group

    return Group.objects.filter(name=name)


@pytest.mark.parametrize("count", [1, 3])
def test_the_spreadsheet_costs_the_same_for_one_or_many(browser, delegation, count, django_assert_num_queries):
    RegistrationFactory.create_batch(count, delegation=delegation)
    browser.get(address("delegation_xlsx", delegation))

    with django_assert_num_queries(8):  # session, person, passes, delegation, people, the row about it in a savepoint
        browser.get(address("delegation_xlsx", delegation))
