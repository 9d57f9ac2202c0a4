"""The list of registrations: its event, its filters and views, its totals, and what is done for all that match."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participants import actions
from participants.models import Logistics, NominationLetter, OutgoingEmail, Registration
from tests.clients import signed_in, text
from tests.factories import DelegationFactory, EventFactory, OrganisationFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/participants/registration/"


@pytest.fixture
def event():
    return EventFactory(published=True, starts_on=timezone.localdate() + timedelta(days=10))


@pytest.fixture
def delegation(event):
    return DelegationFactory(event=event, seats_member=2)


def listed(response):
    cells = re.findall(r'<th class="field-name">(.*?)</th>', response.content.decode(), re.DOTALL)
    return [re.sub("<[^>]+>", "", cell).strip() for cell in cells]


def cells(response, column):
    found = re.findall(rf'<td class="field-{column}">(.*?)</td>', response.content.decode(), re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in found]


def person(family_name, **more):
    return UserFactory(given_name="A", family_name=family_name, **more)


def registered(family_name, delegation, **more):
    return RegistrationFactory(
        person=person(family_name, sex=more.pop("sex", "not_stated")), delegation=delegation, **more
    )


def letter_of(delegation, *named):
    letter = NominationLetter.objects.create(
        delegation=delegation, file="x", original_name="letter.pdf", sha256="0" * 64, size=1, reference="1",
        media_type="application/pdf", dated_on=timezone.localdate(), signatory="Director", uploaded_by=UserFactory(),
    )  # fmt: skip
    letter.covers.set(named)
    return letter


def arriving(registration, day):
    noon = datetime.combine(day, datetime.min.time(), registration.event.zone) + timedelta(hours=12)
    return Logistics.objects.create(registration=registration, arrives_at=noon, visa_letter=True, diet=["vegan"])


# --- Which event -----------------------------------------------------------------------------------


def test_the_list_is_of_the_event_that_is_on_or_comes_next():
    today = timezone.localdate()
    for number, days in enumerate([-40, 3, 60]):
        event = EventFactory(published=True, starts_on=today + timedelta(days=days), title=f"Event {number}")
        registered(f"Of{number}", DelegationFactory(event=event))
    client = signed_in(Client(), UserFactory(staff=True, group="Event officers"))

    page = client.get(LIST)

    assert listed(page) == ["Of1, A"]
    assert page.context["subtitle"] == "Event 1"
    assert listed(client.get(LIST, {"event": "all"})) == ["Of2, A", "Of1, A", "Of0, A"]


def test_when_all_is_over_the_list_is_of_the_newest_event(desk):
    today = timezone.localdate()
    for days in (400, 30):
        event = EventFactory(published=True, starts_on=today - timedelta(days=days))
        registered(f"Before{days}", DelegationFactory(event=event))

    assert listed(desk.get(LIST)) == ["Before30, A"]


def test_without_any_event_the_list_is_empty(desk):
    page = desk.get(LIST)

    assert (listed(page), page.status_code) == ([], 200)
    assert "Nobody is found" in text(page)


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "%00", "\0"])
def test_an_event_that_cannot_be_leads_back_to_the_list(desk, delegation, value):
    assert desk.get(LIST, {"event": value}).status_code == 302


def test_a_number_that_no_event_has_finds_nobody(desk, delegation):
    registered("A", delegation)

    assert listed(desk.get(LIST, {"event": "99999999999999999999"})) == []


# --- Filters ---------------------------------------------------------------------------------------


@pytest.fixture
def everybody(delegation, officer):
    """Somebody for every answer of every filter."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    rows = {
        "Head": registered("Head", delegation, approved=True, role="head", sex="female"),
        "Seated": registered("Seated", delegation, approved=True, sex="male"),
        "Asking": registered("Asking", delegation, submitted=True, sex="female"),
        "Asking2": registered("Asking2", delegation, submitted=True),
        "Named": registered("Named", DelegationFactory(event=delegation.event)),
        "Gone": registered("Gone", delegation, withdrawn=True),
        "Partner": registered(
            "Partner", DelegationFactory(event=delegation.event, jurisdiction=None, organisation=OrganisationFactory())
        ),
    }
    Registration.objects.filter(pk=rows["Seated"].pk).update(confirmed_at=timezone.now())
    letter_of(delegation, rows["Head"], rows["Seated"], rows["Asking"])
    letter_of(delegation, rows["Head"], rows["Asking"])  # the newer one counts
    arriving(rows["Head"], tomorrow)
    return rows


TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()
LIVE = {"Head", "Seated", "Asking", "Asking2", "Named", "Partner"}


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, LIVE),
        ({"status": "all"}, {*LIVE, "Gone"}),
        ({"status": "withdrawn"}, {"Gone"}),
        ({"status": "waiting"}, {"Asking", "Asking2"}),
        ({"status": "coming"}, {"Head", "Seated"}),
        ({"role": "head"}, {"Head"}),
        ({"sex": "female"}, {"Head", "Asking"}),
        ({"confirmed": "yes"}, {"Seated"}),
        ({"confirmed": "no"}, LIVE - {"Seated"}),
        ({"letter": "named"}, {"Head", "Asking"}),
        ({"letter": "missing"}, LIVE - {"Head", "Asking"}),
        ({"quota": "over"}, {"Seated", "Asking", "Asking2"}),
        ({"quota": "within"}, {"Head", "Named", "Partner"}),
        ({"logistics": "answered"}, {"Head"}),
        ({"logistics": "missing"}, LIVE - {"Head"}),
        ({"arrives": TOMORROW}, {"Head"}),
        ({"sex": "female", "role": "member"}, {"Asking"}),
    ],
)
def test_each_filter_finds_what_it_says_and_counts_it_so(desk, everybody, chosen, found):
    page = desk.get(LIST, chosen)

    assert {name.removesuffix(", A") for name in listed(page)} == found
    changelist = page.context["cl"]
    counts = [
        (spec.parameter_name, choice["count"])
        for spec in changelist.filter_specs
        for choice in spec.choices(changelist)
        if choice["selected"] and choice["count"] is not None
    ]
    assert {count for _, count in counts} == {len(found)}
    assert len(counts) == 10


def test_a_jurisdiction_and_an_organisation_are_filters(desk, everybody):
    partner, head = everybody["Partner"].delegation, everybody["Head"].delegation

    assert listed(desk.get(LIST, {"organisation": partner.organisation_id})) == ["Partner, A"]
    assert len(listed(desk.get(LIST, {"jurisdiction": head.jurisdiction_id}))) == 4


@pytest.mark.parametrize("name", ["confirmed", "letter", "quota", "logistics", "arrives", "jurisdiction"])
@pytest.mark.parametrize("value", ["maybe", "\0", "31 February"])
def test_an_answer_that_no_filter_has_leads_back_to_the_list(desk, delegation, name, value):
    assert desk.get(LIST, {name: value}).status_code == 302


def test_what_is_asked_of_one_event_is_not_asked_of_all(desk, everybody):
    assert desk.get(LIST, {"event": "all", "quota": "over"}).status_code == 302


def test_a_search_finds_names_as_nominated_and_the_address_of_the_person(desk, delegation):
    row = registered("Šarić", delegation)
    Registration.objects.filter(pk=row.pk).update(family_name="Petrović")

    for words in ("petrovic", "saric", row.person.email):
        assert listed(desk.get(LIST, {"q": words})) == ["Petrović, A"]


def test_too_many_rows_to_count_are_shown_without_counts(desk, everybody, monkeypatch):
    monkeypatch.setattr("workshop_portal.facets.MOST_COUNTED", 3)

    page = desk.get(LIST, {"event": "all"})

    assert page.status_code == 200
    assert "More than 3 found." in text(page)
    assert len(listed(page)) == 4  # no more than these are looked for


# --- Views and totals ------------------------------------------------------------------------------


def test_views_say_how_many_they_find_and_find_them(desk, everybody):
    views = desk.get(LIST).context["views"]

    assert {view["title"]: view["count"] for view in views} == {
        "To decide": 2, "No logistics yet": 1, "Over quota": 3, "Letter missing": 4, "Arriving today": 0,
    }  # fmt: skip
    for view in views:
        page = desk.get(f"{LIST}{view['url']}")
        assert len(listed(page)) == view["count"]
        assert [other["title"] for other in page.context["views"] if other["is_current"]] == [view["title"]]


def test_arriving_today_is_today_where_the_event_is(desk, everybody):
    arriving(everybody["Seated"], timezone.localdate(timezone=everybody["Seated"].event.zone))

    view = desk.get(LIST).context["views"][-1]

    assert (view["title"], view["count"]) == ("Arriving today", 1)
    assert listed(desk.get(f"{LIST}{view['url']}")) == ["Seated, A"]


def test_the_totals_are_of_what_is_shown(desk, everybody):
    assert "6 of 7 shown , 2 approved, 67 % women (of 3 who stated their sex)." in text(desk.get(LIST))
    assert "Those withdrawn, declined or replaced are not shown." in text(desk.get(LIST))
    assert "2 of 7 shown , 2 approved, 50 % women (of 2 who stated" in text(desk.get(LIST, {"status": "coming"}))
    assert "1 of 1 shown , 0 approved." in text(desk.get(LIST, {"q": "Asking2"}))


# --- Columns ---------------------------------------------------------------------------------------


def test_a_row_says_what_is_known(desk, everybody, officer):
    Registration.objects.filter(pk=everybody["Head"].pk).update(interpretation="sq")

    page = desk.get(LIST, {"q": "Head"})

    said = {name: cells(page, name) for name in ("state", "seats", "interpretation", "needs", "letter", "mail")}
    assert said == {
        "state": ["Approved not confirmed"], "seats": ["1/1"], "interpretation": ["Albanian"],
        "needs": ["Diet, Visa letter"], "letter": ["Named"], "mail": ["Queued"],
    }  # fmt: skip
    assert cells(desk.get(LIST, {"q": "Asking2"}), "seats") == ["1/2 over quota"]
    assert cells(desk.get(LIST, {"q": "Asking2"}), "letter") == ["Not named"]
    assert cells(desk.get(LIST, {"q": "Partner"}), "letter") == ["No letter"]


def test_columns_are_chosen_and_stay_in_the_address(desk, everybody):
    asked = desk.get(LIST, {"columns": ["name", "email", "sex"], "q": "Head"})

    assert asked.url == "?columns=name%2Cemail%2Csex&q=Head"
    page = desk.get(f"{LIST}{asked.url}")
    assert [column.name for column in page.context["cl"].list_display_columns] == ["name", "email", "sex"]
    assert cells(page, "email") == [everybody["Head"].person.email]
    assert 'value="name,email,sex"' in page.content.decode()  # a search keeps it


def test_the_registration_desk_sees_neither_logistics_nor_mails(everybody):
    client = signed_in(Client(), UserFactory(staff=True, group="Registration desk"))

    page = client.get(LIST, {"columns": "needs,mail,arrival,seats"})

    assert [column.name for column in page.context["cl"].list_display_columns] == ["name", "seats"]
    assert [view["title"] for view in page.context["views"]] == ["To decide", "Over quota", "Letter missing"]
    assert "Diet" not in text(page)
    for name in ("logistics", "arrives"):
        assert client.get(LIST, {name: "missing"}).status_code == 400


def test_a_hostile_name_is_only_text(desk, delegation):
    registered('<img src=x onerror="1">', delegation)

    page = desk.get(LIST).content.decode()

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


# --- All that match --------------------------------------------------------------------------------


def ask(client, action, query="", **data):
    return client.post(f"{LIST}{query}", {"action": action} | data, follow=True)


def states(rows):
    return sorted(Registration.objects.filter(pk__in=[row.pk for row in rows]).values_list("status", flat=True))


def test_all_that_match_are_decided_after_one_question(desk, event):
    roomy = DelegationFactory(event=event, seats_member=200)
    rows = RegistrationFactory.create_batch(105, submitted=True, delegation=roomy)  # more than a page
    other = registered("Other", DelegationFactory(event=event), submitted=True)
    query = f"?jurisdiction={roomy.jurisdiction_id}"

    asked = ask(desk, "approve_selected", query, scope="all")
    done = ask(desk, "approve_selected", query, scope="all", confirmed="yes", seen=asked.context["seen"], reason="")

    assert asked.context["title"] == "Approve 105 of 105 registrations?"
    assert "105 changed to: approved." in text(done)
    assert set(states(rows)) == {"approved"}
    assert states([other]) == ["submitted"]


def test_when_others_match_in_between_nothing_is_done_and_the_new_list_is_shown(desk, delegation):
    first = registered("First", delegation, submitted=True)
    asked = ask(desk, "decline_selected", scope="all")
    late = registered("Late", delegation, submitted=True)
    data = {"scope": "all", "confirmed": "yes", "reason": "No room."}

    again = ask(desk, "decline_selected", seen=asked.context["seen"], **data)

    assert "changed since you looked" in text(again)
    assert again.context["title"] == "Decline 2 of 2 registrations?"
    assert "No room." in again.content.decode()
    assert states([first, late]) == ["submitted", "submitted"]
    ask(desk, "decline_selected", seen=again.context["seen"], **data)
    assert states([first, late]) == ["declined", "declined"]


def test_when_somebody_else_decided_in_between_the_page_says_so(desk, delegation, officer):
    rows = [registered(name, delegation, submitted=True) for name in ("A", "B")]
    ticked = {"_selected_action": [row.pk for row in rows]}
    asked = ask(desk, "approve_selected", "?status=submitted", **ticked)
    actions.decline(rows[0], by=officer, reason="No.")

    again = ask(
        desk, "approve_selected", "?status=submitted", confirmed="yes", seen=asked.context["seen"], reason="", **ticked
    )

    assert "changed since you looked" in text(again)
    assert "1 will change, 1 skipped" in text(again)
    assert states(rows) == ["declined", "submitted"]


def test_the_page_that_asks_shows_the_mail(desk, delegation):
    registered("Šarić", delegation, submitted=True)
    before = OutgoingEmail.objects.count()

    page = ask(desk, "approve_selected", scope="all")

    assert "The mail to A Šarić" in text(page)
    assert page.context["mail"].subject in text(page)
    assert OutgoingEmail.objects.count() == before


def test_withdrawing_many_needs_a_reason_and_offers_the_seats_on(desk, delegation):
    seated = [registered(name, delegation, approved=True) for name in ("A", "B")]
    reserve = registered("Reserve", delegation, reserve=True)
    query = "?status=approved"

    asked = ask(desk, "withdraw_selected", query, scope="all")
    refused = ask(desk, "withdraw_selected", query, scope="all", confirmed="yes", seen=asked.context["seen"], reason="")
    ask(desk, "withdraw_selected", query, scope="all", confirmed="yes", seen=asked.context["seen"], reason="Ill.")

    assert "This field is required." in text(refused)
    assert states(seated) == ["withdrawn", "withdrawn"]
    assert states([reserve]) == ["offered"]


def test_reminding_asks_first_and_reminds_those_who_have_not_confirmed(desk, delegation):
    nominated = registered("Nominated", delegation)
    registered("Seated", delegation, approved=True)
    reminders = OutgoingEmail.objects.filter(purpose="reminder")

    asked = ask(desk, "remind_selected", scope="all")

    assert "1 will change, 1 skipped" in text(asked)
    assert reminders.count() == 0
    done = ask(desk, "remind_selected", scope="all", confirmed="yes", seen=asked.context["seen"])
    assert "1 reminded." in text(done)
    assert [mail.registration for mail in reminders] == [nominated]


@pytest.mark.parametrize("data", [{}, {"action": ""}, {"action": "approve_selected"}, {"action": "delete_selected"}])
def test_nothing_chosen_is_a_sentence(desk, delegation, data):
    row = registered("A", delegation, submitted=True)

    page = desk.post(LIST, data, follow=True)

    assert re.search(r"Choose what to do\.|Tick at least one", text(page))
    assert states([row]) == ["submitted"]


def test_keys_that_cannot_be_are_nobody(desk, delegation):
    page = ask(desk, "approve_selected", _selected_action=["x", "99999999999999999999"])

    assert "0 will change" in text(page)


def test_the_desk_decides_nothing_and_takes_nothing_out(delegation):
    row = registered("A", delegation, submitted=True)
    client = signed_in(Client(), UserFactory(staff=True, group="Registration desk"))

    for action in ("approve_selected", "remind_selected", "export_xlsx", "export_csv"):
        assert client.post(LIST, {"action": action, "scope": "all"}).status_code == 403
    assert states([row]) == ["submitted"]


# --- What it costs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?event=all", "?q=a", "?letter=missing", "?quota=within", "?logistics=answered"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_or_many(django_assert_num_queries, desk, event, query, count):
    for number in range(count):
        delegation = DelegationFactory(event=event)
        arriving(registered(f"A{number}", delegation, approved=True), timezone.localdate())
        letter_of(delegation)

    with django_assert_num_queries(7):
        desk.get(f"{LIST}{query}")


# --- People who are in no list ---------------------------------------------------------------------


@pytest.mark.parametrize(("is_named_officer", "found"), [(False, ["Open, A"]), (True, ["Hidden, A", "Open, A"])])
def test_people_who_are_in_no_list_are_in_no_row_count_total_or_search(delegation, is_named_officer, found):
    RegistrationFactory(
        person=person("Hidden", do_not_publish=True, sex="female"), delegation=delegation, approved=True
    )
    registered("Open", delegation, submitted=True, sex="male")
    user = UserFactory(staff=True, group="Event officers")
    if is_named_officer:
        user.groups.add(UserFactory(group="Protected people").groups.get())
    client = signed_in(Client(), user)

    page = client.get(LIST)

    assert listed(page) == found
    assert f"{len(found)} of {len(found)} shown" in text(page)
    assert ("50 % women" in text(page)) is is_named_officer
    assert (listed(client.get(LIST, {"q": "hidden"})) == ["Hidden, A"]) is is_named_officer
    changelist = page.context["cl"]
    state = next(spec for spec in changelist.filter_specs if spec.parameter_name == "status")
    assert [c["count"] for c in state.choices(changelist) if c["display"] == "All states"] == [len(found)]


def test_the_link_to_a_row_leads_back_to_where_one_was(desk, everybody):
    page = desk.get(LIST, {"role": "head"}).content.decode()

    link = re.search(r'<th class="field-name"><a href="([^"]+)">', page)[1]
    assert link == f"{everybody['Head'].pk}/change/?_changelist_filters=role%3Dhead"
    assert desk.get(f"{LIST}{link}").status_code == 200
    assert reverse("admin:participants_registration_changelist") == LIST


@pytest.mark.parametrize("number", ["9" * 31, "9" * 5000, "²", "x", "\0"])
def test_a_number_that_no_row_can_have_finds_nobody(desk, number):
    registration = RegistrationFactory(submitted=True)
    page = reverse("admin:participants_registration_change", args=[registration.pk])

    listed = desk.get(LIST, {"event": number}, follow=True)
    beside = desk.get(page, {"_changelist_filters": f"event={number}"})
    ticked = desk.post(LIST, {"action": "approve_selected", "_selected_action": [number]})

    assert (listed.status_code, beside.status_code, ticked.status_code) == (200, 200, 302)
