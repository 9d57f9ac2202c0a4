"""The list as a file: follows columns and filters, executes nothing, keeps back who must be kept back, is noted."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from participants.models import Disclosure, Logistics
from tests.clients import signed_in, text
from tests.factories import DelegationFactory, EventFactory, JurisdictionFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/participants/registration/"


@pytest.fixture
def event():
    return EventFactory(published=True, slug="workshop")


@pytest.fixture
def delegation(event):
    jurisdiction = JurisdictionFactory(code="ZZ", name="Somewhere*", footnote="A note on the name.")
    return DelegationFactory(event=event, seats_member=5, jurisdiction=jurisdiction)


def take(client, query="", action="export_xlsx", **data):
    return client.post(f"{LIST}{query}", {"action": action, "scope": "all"} | data)


def rows_of(response):
    return [list(row) for row in load_workbook(io.BytesIO(response.content)).active.values]


def registered(family_name, delegation, **more):
    person = UserFactory(given_name="A", family_name=family_name, do_not_publish=more.pop("do_not_publish", False))
    return RegistrationFactory(person=person, delegation=delegation, **more)


def group_with(*permissions):
    group = Group.objects.create(name="Of the test")
    group.permissions.set(Permission.objects.filter(codename__in=permissions))
    return group


def test_a_workbook_has_the_rows_and_columns_that_are_shown(desk, delegation):
    registered("Zorić", delegation, approved=True)
    registered("Шарић", delegation, approved=True)
    registered("Waiting", delegation, submitted=True)

    response = take(desk, "?status=approved&columns=name,delegation,role,state,seats")

    headers, *rows = rows_of(response)
    assert headers == [
        "Family name", "Given name", "Delegation", "Role", "State", "Confirmed by the person", "Seats taken", "Seats",
        "Over quota",
    ]  # fmt: skip
    approved = ["A", "Somewhere*", "Member", "Approved", "No", 2, 5, "No"]
    assert rows[:2] == [["Шарић", *approved], ["Zorić", *approved]]
    assert "workshop" in response["Content-Disposition"]
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")


def test_below_the_rows_stand_the_footnotes_of_what_they_name_and_the_funding(desk, delegation):
    registered("A", delegation)

    notes = [row[0] for row in rows_of(take(desk, "?columns=name,delegation"))[2:]]

    assert notes == [None, "* A note on the name.", delegation.event.mandate.acknowledgement]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)"])
@pytest.mark.parametrize("action", ["export_xlsx", "export_csv"])
def test_nothing_that_somebody_is_called_is_executed(desk, delegation, name, action):
    registered(name, delegation)

    response = take(desk, action=action)

    if action == "export_xlsx":
        cell = load_workbook(io.BytesIO(response.content)).active["A2"]
        assert (cell.data_type, cell.value) == ("s", name)
    else:
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert rows[1][0] == f"'{name}"


def test_only_the_ticked_are_taken_when_one_says_so(desk, delegation):
    first = registered("First", delegation)
    registered("Second", delegation)

    response = take(desk, scope="ticked", _selected_action=[first.pk])

    assert [row[0] for row in rows_of(response)[1:2]] == ["First"]
    assert Disclosure.objects.get().rows == 1


def test_times_are_those_of_the_event(desk, delegation):
    row = registered("A", delegation, approved=True)
    noon = timezone.now().astimezone(row.event.zone).replace(hour=12, minute=0, second=0, microsecond=0)
    Logistics.objects.create(registration=row, arrives_at=noon, diet=["vegan"], diet_note="No onions")

    headers, first, *_ = rows_of(take(desk, "?columns=name,needs,arrival"))

    assert dict(zip(headers, first, strict=True)) == {
        "Family name": "A", "Given name": "A", "Access needs": None, "Diet": "Vegan, No onions", "Visa letter": "No",
        "Arrival": noon.replace(tzinfo=None),
    }  # fmt: skip


def test_whoever_takes_a_list_is_written_down_with_what_it_was(desk, officer, delegation):
    registered("A", delegation)
    registered("B", delegation, withdrawn=True)

    take(desk, "?q=a&columns=name", action="export_csv")

    taken = Disclosure.objects.get()
    assert (taken.kind, taken.by, taken.event, taken.rows) == ("list", officer, delegation.event, 1)
    assert taken.detail == "CSV; Family name, Given name; all of q=a"


def test_a_list_of_nobody_is_a_sentence_and_no_file(desk, event):
    page = desk.post(LIST, {"action": "export_xlsx", "scope": "all"}, follow=True)

    assert "There is nobody to export." in text(page)
    assert Disclosure.objects.count() == 0


def test_too_many_for_a_file_is_a_sentence(desk, delegation, monkeypatch):
    monkeypatch.setattr("participants.admin.registrations.export.MOST_EXPORTED", 1)
    registered("A", delegation)
    registered("B", delegation)

    page = desk.post(LIST, {"action": "export_xlsx", "scope": "all"}, follow=True)

    assert "At most 1 registrations go into one file." in text(page)


@pytest.mark.parametrize(
    ("permissions", "found"),
    [
        ([], ["Open"]),
        (["view_unpublished_user"], ["Open"]),
        (["export_unpublished_user"], ["Open"]),
        (["view_unpublished_user", "export_unpublished_user"], ["Hidden", "Open"]),
    ],
)
def test_who_is_in_no_list_leaves_only_with_the_permission_for_it(delegation, permissions, found):
    registered("Hidden", delegation, do_not_publish=True)
    registered("Open", delegation)
    user = UserFactory(staff=True, group="Event officers")
    user.groups.add(group_with(*permissions))
    client = signed_in(Client(), user)

    rows = rows_of(take(client, "?columns=name"))[1:]

    assert [row[0] for row in rows[: rows.index([None, None])]] == found
    assert Disclosure.objects.get().rows == len(found)


def test_logistics_leave_only_with_the_permission_for_them(delegation):
    row = registered("A", delegation, approved=True)
    Logistics.objects.create(registration=row, access_needs="Step-free", arrives_at=timezone.now() + timedelta(days=1))
    user = UserFactory(staff=True, group="Registration desk")
    user.groups.add(group_with("export_registration"))
    client = signed_in(Client(), user)

    response = take(client, "?columns=name,needs,arrival,mail,role")

    assert rows_of(response)[0] == ["Family name", "Given name", "Role"]
    assert "Step-free" not in str(rows_of(response))


@pytest.mark.parametrize("count", [1, 3])
def test_an_export_costs_the_same_for_one_or_many(django_assert_num_queries, desk, delegation, count):
    for number in range(count):
        registered(f"A{number}", delegation)

    with django_assert_num_queries(11):
        take(desk)
