"""The overview of an event: what it counts, what it costs, what stays hidden, and the spreadsheet."""

import io
from datetime import date, datetime, time

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from participants.headcounts import headcounts
from participants.models import Disclosure, Logistics, Registration
from participants.overview import overview
from tests.clients import body, signed_in, text
from tests.factories import DelegationFactory, EventFactory, OrganisationFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(
        published=True, starts_on=date(2021, 12, 14), ends_on=date(2021, 12, 15), time_zone="Europe/Chisinau"
    )


@pytest.fixture
def delegation(event):
    return DelegationFactory(event=event, seats_member=3)


def page(event):
    return reverse("admin:participants_delegation_overview", args=[event.pk])


def sheet(event):
    return reverse("admin:participants_delegation_headcounts", args=[event.pk])


def coming(delegation, officer, **logistics):
    person = logistics.pop("person", None) or UserFactory()
    row = RegistrationFactory(approved=True, delegation=delegation, by=officer, person=person)
    if logistics:
        Logistics.objects.create(registration=row, **logistics)
    return row


def at(event, day, hour):
    return datetime(2021, 12, day, hour, tzinfo=event.zone)


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_one_or_many(django_assert_num_queries, desk, officer, event, count):
    for _ in range(count):
        coming(DelegationFactory(event=event), officer, diet=["vegan"])

    with django_assert_num_queries(7):
        assert len(desk.get(page(event)).context["rows"]) == count


def test_delegations_by_state_with_links_into_the_list(desk, officer, event, delegation):
    guests = DelegationFactory(event=event, jurisdiction=None, organisation=OrganisationFactory())
    coming(delegation, officer)
    RegistrationFactory.create_batch(2, submitted=True, delegation=delegation, by=officer)
    RegistrationFactory(declined=True, delegation=guests, by=officer)
    coming(DelegationFactory(jurisdiction=delegation.jurisdiction), officer)  # another event

    answer = desk.get(page(event))

    counts = {
        line.delegation: {status.value: n for status, n in line.states if n} for line, _ in answer.context["rows"]
    }
    assert counts == {delegation: {"submitted": 2, "approved": 1}, guests: {"declined": 1}}
    links = [address for _, cells in answer.context["rows"] for n, address in cells if n]
    for address in links:
        assert desk.get(address).status_code == 200
    assert [desk.get(address).context["cl"].result_count for address in links] == [2, 1, 1]


def test_seats_are_used_held_and_free_in_all(desk, officer, event, delegation):
    coming(delegation, officer)
    full = DelegationFactory(event=event, seats_member=1, seats_head=0)
    RegistrationFactory.create_batch(3, submitted=True, delegation=full, by=officer)

    found = overview(event, event.delegations.with_answers().in_order())

    assert (found.seats.seats, found.seats.used, found.seats.held, found.seats.free, found.seats.over) == (
        5,
        1,
        3,
        3,
        2,
    )
    assert "2 too many" in text(desk.get(page(event)))


def test_what_is_missing_is_named(desk, officer, event, delegation):
    RegistrationFactory(delegation=delegation)
    coming(delegation, officer)
    invited = DelegationFactory(event=event)
    invited.focal_points.add(UserFactory())

    answer = desk.get(page(event))

    assert {words: n for words, n, _ in answer.context["missing"]} == {
        "Not confirmed by the person": 1,
        "No logistics yet": 1,
        "Delegations without a focal point": 1,
        "Delegations whose focal points are not invited": 1,
        "Delegations without a head": 2,
        "Nomination letters missing": 2,
    }
    found = {
        words: list(desk.get(address).context["cl"].result_list)
        for words, _, address in answer.context["missing"]
        if "focal point" in words
    }
    assert {desk.get(address).status_code for _, _, address in answer.context["missing"]} == {200}
    assert found == {
        "Delegations without a focal point": [delegation],
        "Delegations whose focal points are not invited": [invited],
    }


def test_people_in_no_list_are_counted_and_not_named(desk, officer, event, delegation):
    coming(
        delegation, officer, person=UserFactory(family_name="Skriven", do_not_publish=True), diet_note="Tajna dijeta"
    )

    answer = desk.get(page(event))

    assert answer.context["overview"].seats.used == 1
    assert "Skriven" not in answer.content.decode()
    assert "Tajna" not in answer.content.decode()


# --- Headcounts -----------------------------------------------------------------------------------


def test_beds_meals_and_journeys_are_counted_by_day_in_the_zone_of_the_event(officer, event, delegation):
    coming(
        delegation, officer, arrives_at=at(event, 13, 23), leaves_at=at(event, 15, 18),
        nights_from=date(2021, 12, 13), nights_until=date(2021, 12, 15), diet=["vegan", "no_nuts"],
    )  # fmt: skip
    coming(delegation, officer, arrives_at=at(event, 15, 8), diet=["vegan"])
    coming(delegation, officer)  # has not answered
    RegistrationFactory(submitted=True, delegation=delegation, by=officer)  # does not come yet

    found = headcounts(event)

    days = {day.day.day: (day.nights, day.present, day.unknown, day.arrivals, day.departures) for day in found.days}
    assert days == {13: (1, 0, 0, 1, 0), 14: (1, 1, 1, 0, 0), 15: (0, 2, 1, 1, 1)}
    assert {day.day.day: dict(day.diets) for day in found.days if day.diets} == {
        14: {"vegan": 1, "no_nuts": 1}, 15: {"vegan": 2, "no_nuts": 1},
    }  # fmt: skip
    assert (found.answered, found.unanswered) == (2, 1)


def test_days_that_cannot_be_are_said_and_not_counted(officer, event, delegation):
    coming(delegation, officer, nights_from=date(1021, 12, 13), nights_until=date(9021, 12, 15))
    coming(delegation, officer, arrives_at=datetime(9999, 1, 1, tzinfo=event.zone))

    found = headcounts(event)

    assert found.beyond == 2
    assert [day.day.day for day in found.days if day.is_of_event] == [14, 15]


def test_interpretation_is_counted_by_language(desk, officer, event, delegation):
    for language in ("sr", "sr", "sq", ""):
        row = coming(DelegationFactory(event=event), officer)
        row.interpretation = language
        row.save()

    assert "Albanian: 1 Serbian: 2" in text(desk.get(page(event)))


def test_interpretation_is_counted_by_day_for_those_who_are_there_or_have_not_answered(officer, event, delegation):
    first, last = event.starts_on, event.ends_on
    rows = [coming(DelegationFactory(event=event), officer) for _ in range(3)]
    Registration.objects.filter(pk__in=[row.pk for row in rows]).update(interpretation="sq")
    noon = datetime.combine(last, time(12), event.zone)
    Logistics.objects.create(registration=rows[0], arrives_at=noon)
    Logistics.objects.create(registration=rows[1])

    found = headcounts(event)

    assert found.languages == [("sq", "Albanian")]
    assert {day.day: day.spoken["sq"] for day in found.days if day.is_of_event} == {first: 2, last: 3}


def test_diets_and_access_are_hidden_from_the_desk(officer, event, delegation):
    row = coming(delegation, officer, diet=["vegan"], access_needs="Lift")
    row.interpretation = "sq"
    row.save()
    reader = signed_in(Client(), UserFactory(staff=True, group="Registration desk"))

    answer = text(reader.get(page(event)))

    assert "Albanian: 1" in answer
    for words in ("Vegan", "access needs", "Beds", "No logistics yet", "XLSX"):
        assert words not in answer
    assert reader.get(sheet(event)).status_code == 403


def test_the_spreadsheet_holds_the_counts_and_notes_without_names_and_is_written_down(desk, officer, event, delegation):
    coming(delegation, officer, person=UserFactory(family_name="Šarić"), diet=["vegan"], diet_note="=2+5")
    hidden = UserFactory(family_name="Skriven", do_not_publish=True)
    coming(delegation, officer, person=hidden, diet=["vegan"], access_needs="Geheim")

    answer = desk.get(sheet(event))

    rows = [list(row) for row in load_workbook(io.BytesIO(body(answer))).active.iter_rows(values_only=True)]
    assert rows[0][:5] == ["Day", "Beds for the night", "Meals", "Meals of those who have not answered", "Vegan"]
    assert [row[2] for row in rows[1:3]] == [2, 2]
    words = " ".join(str(cell) for row in rows for cell in row if cell)
    assert "Diet: =2+5" in words
    for name in ("Šarić", "Skriven", "Geheim"):
        assert name not in words
    disclosure = Disclosure.objects.get()
    assert (disclosure.kind, disclosure.by, disclosure.event, disclosure.rows) == ("logistics", officer, event, 2)
    assert "attachment" in answer.headers["Content-Disposition"]


# --- Ways in --------------------------------------------------------------------------------------


def test_the_page_of_the_event_leads_to_it_for_those_who_may(desk, event):
    auditor = signed_in(Client(), UserFactory(staff=True, group="Auditors"))
    address = reverse("admin:events_event_change", args=[event.pk])

    assert page(event) in desk.get(address).content.decode()
    assert page(event) not in auditor.get(address).content.decode()


def test_an_event_that_there_is_not_is_not_found(desk, event):
    for number in (event.pk + 1000, 10**30):
        assert desk.get(f"/admin/participants/delegation/overview/{number}/").status_code == 404
        assert desk.get(f"/admin/participants/delegation/overview/{number}/headcounts.xlsx").status_code == 404


def test_an_event_without_delegations_says_so(desk, event):
    assert "No delegation is invited yet." in text(desk.get(page(event)))
