"""The staff groups: exact, repeatable, and loud when a permission is not known."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from participants import groups
from participants.groups import GROUPS, StaffGroup, load_groups

pytestmark = pytest.mark.django_db


def permissions_of(name):
    rows = Permission.objects.filter(group__name=name).values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


def test_every_group_holds_exactly_its_permissions():
    load_groups()

    assert {name: permissions_of(name) for name in Group.objects.values_list("name", flat=True)} == {
        group.name: set(group.permissions) for group in GROUPS
    }


def test_a_second_run_changes_nothing(django_assert_num_queries):
    load_groups()

    with django_assert_num_queries(2 + 1 + 2 * len(GROUPS)):  # savepoint, permissions, each group twice
        assert load_groups() == []


def test_a_permission_that_somebody_added_or_took_is_put_right():
    load_groups()
    desk = Group.objects.get(name="Registration desk")
    desk.permissions.add(Permission.objects.get(codename="decide_registration"))
    desk.permissions.remove(Permission.objects.get(codename="view_user"))

    assert load_groups() == ["Registration desk"]

    assert permissions_of("Registration desk") == set(
        next(group for group in GROUPS if group.name == "Registration desk").permissions
    )


def test_an_unknown_permission_stops_everything(monkeypatch):
    misspelt = StaffGroup("Guests", "Look around.", frozenset({"events.view_event", "events.veiw_room"}))
    monkeypatch.setattr(groups, "GROUPS", (*GROUPS, misspelt))

    with pytest.raises(CommandError, match=r"events\.veiw_room"):
        call_command("load_groups")

    assert not Group.objects.exists()


def test_nobody_but_event_officers_decides_clears_or_publishes():
    powers = {
        "participants.decide_registration",
        "events.clear_material",
        "events.publish_agenda",
        "participants.change_outgoingemail",
    }

    assert [group.name for group in GROUPS if group.permissions & powers] == ["Event officers"]


def test_no_group_deletes_records_and_assessors_and_auditors_read_no_people():
    for group in GROUPS:
        deleted = {name for name in group.permissions if ".delete_" in name}
        assert deleted <= {"events.delete_slot", "assessments.delete_finding"}, group.name  # both of drafts only
        if group.name in {"Assessors", "Auditors"}:
            read = {name for name in group.permissions if name.startswith("participants.")}
            assert read <= {"participants.view_purgerun", "participants.view_keptcount"}, group.name  # numbers only


def test_the_command_says_what_each_group_may(capsys):
    call_command("load_groups")

    said = capsys.readouterr().out.splitlines()
    assert [line.split(" (")[0] for line in said] == [group.name for group in GROUPS]
    assert said[2].endswith("set): Receive people at the door: read events, delegations, people and registrations. "
                            "Decide nothing.")  # fmt: skip
