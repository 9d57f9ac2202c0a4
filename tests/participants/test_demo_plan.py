"""Mistakes in the file of the demonstration's people: each is one sentence with its line, and nothing is loaded."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from assessments import actions, demo
from events.models import Event, Jurisdiction, Mandate
from participants import demo_plan
from participants.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings, tmp_path, monkeypatch):
    """The file, to be broken."""
    settings.DEMO_SIGN_IN = True
    path = shutil.copy(demo_plan.PEOPLE, tmp_path / "people.yaml")
    monkeypatch.setattr(demo_plan, "PEOPLE", path)
    return path


def refusal(command):
    with pytest.raises(CommandError) as caught:
        call_command(command)
    return str(caught.value)


def assert_nothing_is_loaded():
    assert [model.objects.exists() for model in (Event, Jurisdiction, User)] == [False] * 3


@pytest.mark.parametrize(
    ("right", "wrong", "below", "sentence"),
    [
        ("staff:\n", "stuff:\n", 0, "“stuff” is not a known key here."),
        ('{email: "officer@seesac', '{email: "other@seesac', -1, "“officer@seesac.example” is missing, who decides"),
        ('{email: "desk@', '{mail: "desk@', 0, "“mail” is not a known key here."),
        ('{email: "desk@', '{email: "auditor@', 4, "“auditor@seesac.example” is there already, in line "),
        ('{email: "desk@seesac.example"', '{email: "desk@seesac.org"', 0, "“desk@seesac.org” must be in small letters"),
        ('{email: "desk@seesac.example"', '{email: "Desk@seesac.example"', 0, "“Desk@seesac.example” must be in small"),
        ('{email: "desk@seesac.example"', '{email: "desk.example"', 0, "“email”: Enter a valid email address."),
        ('groups: ["Assessors"]', 'groups: ["Assessor"]', 0, "“Assessor” is not among the groups: Event officers, "),
        ("is_superuser: true", 'is_superuser: "yes"', 0, "“is_superuser” must be true or false."),
        ("sex: not_stated", "sex: unknown", 0, "“unknown” is not among the values of “sex”: female, male, "),
        ("  BA:\n    - {email", "  BX:\n    - {email", 0, "“BX” is not among the jurisdictions and organisations"),
        ("nominate_before: 32", 'nominate_before: "32"', 0, "“nominate_before” must be a whole number."),
        ("confirm_before: 18", "confirm_before: 40", 0, "Confirming comes after nominating"),
        (
            "      AL:\n        seats: {head",
            "      AX:\n        seats: {head",
            0,
            "“AX” is not among the groups of people",
        ),
        ("        seats: {head", "        seat: {head", 0, "“seat” is not a known key here."),
        ("seats: {head: 1, member: 2}", "seats: {head: 1, member: 1}", 5, "Every seat for “member” is taken before"),
        ("seats: {head: 1, member: 2}", "seats: {head: 1, member: -1}", 0, "“member” must be from 0 to 1000."),
        ("seats: {head: 1, member: 2}", "seats: {head: 1, members: 2}", 0, "“members” is not a known key here."),
        (
            'focal_points: ["luan.vlorari@police-al.example"]',
            'focal_points: ["luan@police-al.example"]',
            0,
            "“luan@police-al.example” is not among the people of AL: arben.hoxhallari@police-al.example, ",
        ),
        (
            '{email: "arben.hoxhallari@police-al.example", role: head',
            '{email: "amra.sehitlucanin@police-ba.example", role: head',
            0,
            "“amra.sehitlucanin@police-ba.example” is not among the people of AL: ",
        ),
        (
            '{email: "gentian.permetare@police-al.example", state',
            '{email: "drita.shembullthi@police-al.example", state',
            0,
            "“drita.shembullthi@police-al.example” is there already, in line ",
        ),
        ("state: approved", "state: accepted", 0, "“accepted” is not among the states: nominated, submitted, "),
        ("role: head", "role: chief", 0, "“chief” is not among the values of “role”: head, member, "),
        (
            '{email: "drita.shembullthi@police-al.example", state',
            '{email: "drita.shembullthi@police-al.example", role: head, state',
            0,
            "This delegation has a head already.",
        ),
        (', reason: "Called to', ', note: "Called to', 0, "“note” is not a known key here."),
        (
            ', reason: "Called to a court hearing on the same days."',
            "",
            0,
            "Somebody withdrawn is told why: ",
        ),
        (
            "state: replaced, replaced_by:",
            "state: approved, replaced_by:",
            0,
            "“replaced_by” and “state: ",
        ),
        (
            'replaced_by: "kjiro.',
            'replaced_by: "kiro.',
            0,
            "“kiro.strumjanovec@police-mk.example” is not ",
        ),
        ("people: []", "people: 3", 0, "“people” must be a list."),
        (
            'miodrag.backotopolic@police-rs.example", role: driver',
            'miodrag.backotopolic@police-rs.example", role: member',
            0,
            "Every seat for “member” is taken before this person.",
        ),
        ("state: reserve, reserve: true", "state: reserve, reserve: maybe", 0, "“reserve” must be true or false."),
        (
            '        letter:\n          reference: "03',
            '        letter:\n          number: "03',
            1,
            "“number” is not a known",
        ),
        (
            'covers: ["cedomir.sum',
            'covers: ["cedomirsum',
            0,
            "“cedomirsumadincevic@police-rs.example” is not among the",
        ),
        ("  demo-workshop:\n", "  demonstration:\n", 0, "“demonstration” is not a known key here."),
        ('sees: "papers for heads too', 'saw: "papers for heads too', 0, "“saw” is not a known key here."),
        (
            '{email: "assessor@seesac.example", role: "Assessor"',
            '{email: "nobody@seesac.example", role: "Assessor"',
            0,
            "“nobody@seesac.example” is not among the people above.",
        ),
    ],
)
def test_a_mistake_loads_nothing_and_is_said_with_its_line(people, right, wrong, below, sentence):
    text = people.read_text()
    people.write_text(text.replace(right, wrong, 1))

    said = refusal("load_demo")

    line = text[: text.index(right)].count("\n") + 1
    assert said.startswith(f"{people}, line {line + below}: {sentence}")
    assert_nothing_is_loaded()


def test_a_mistake_among_the_accounts_is_said_where_they_are_listed_too(people):
    people.write_text("accounts: []\n")

    assert refusal("demo_accounts") == f"{people}, line 1: “accounts” is empty."


def test_a_framework_without_an_indicator_that_a_finding_names_loads_nothing(people, tmp_path, monkeypatch):
    framework = tmp_path / "framework.yaml"
    framework.write_text(actions.FRAMEWORK_FILE.read_text().replace("LEG-4", "LEG-44"))
    monkeypatch.setattr(actions, "FRAMEWORK_FILE", framework)

    said = refusal("load_demo")

    assert said == f"{framework}: The indicator “LEG-4” is missing, and a finding of the example round names it."
    assert_nothing_is_loaded()


def test_mandates_without_that_of_the_example_round_load_nothing(people, monkeypatch):
    monkeypatch.setattr(demo, "MANDATE", "(CFSP) 1999/1")

    assert refusal("load_demo").endswith("The mandate “(CFSP) 1999/1” of the example round is missing.")
    assert not Mandate.objects.exists()
