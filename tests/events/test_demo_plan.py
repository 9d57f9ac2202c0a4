"""Mistakes in the files of the demonstration's workshops: each is one sentence with its line, and nothing is loaded."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from events import demo_plan
from events.models import Event, Jurisdiction, Material
from participants.models import User

pytestmark = pytest.mark.django_db

DEMO = "demo-workshop.yaml"
ROOMS = "Main hall (demo), Room Two (demo)"
KINDS = (
    "registration, opening, presentation, delegation_round, panel, working_group, plenary, break, lunch, closing"
)  # fmt: skip


@pytest.fixture
def folder(settings, tmp_path, monkeypatch):
    """The files, to be broken."""
    settings.DEMO_SIGN_IN = True
    folder = shutil.copytree(demo_plan.DATA, tmp_path / "demo")
    monkeypatch.setattr(demo_plan, "DATA", folder)
    return folder


def refusal(folder, name, right, wrong):
    """What loading says when `right` became `wrong`, without the file; and the line of `right`."""
    path = folder / name
    text = path.read_text()
    assert right in text
    path.write_text(text.replace(right, wrong, 1))
    with pytest.raises(CommandError) as caught:
        call_command("load_demo")
    said = str(caught.value).removeprefix(f"{path}, line ")
    return said, text[: text.index(right)].count("\n") + 1


def assert_nothing_is_loaded():
    assert [model.objects.exists() for model in (Event, Jurisdiction, Material, User)] == [False] * 4


@pytest.mark.parametrize(
    ("right", "wrong", "below", "sentence"),
    [
        ("event:\n", "occasion:\n", 0, "“occasion” is not a known key here."),
        ("  days: 2", "  days: two", 0, "“days” must be a whole number."),
        ("  days: 2", "  days: 0", 0, "“days” must be from 1 to 14."),
        ("  days: 2", "  days: 2\n  starts_on: 2026-11-24", 1, "“starts_on” is not a known key here."),
        ('  mandate: "(CFSP) 2019/2111"', '  mandate: "2019/2111"', 0, "“2019/2111” is not among the mandates: "),
        ("  format: hybrid", "  format: mixed", 0, "“mixed” is not among the values of “format”: in_person, "),
        ('  time_zone: "Europe/Belgrade"', '  time_zone: "Belgrade"', 0, "“time_zone”: “Belgrade” is not a time "),
        ('  contact_email: "workshops@', '  contact_email: "workshops', 0, "“contact_email”: Enter a valid email "),
        ('{name: "Room Two (demo)"', '{name: "Main hall (demo)"', 0, "“Main hall (demo)” is there already, in line "),
        ("capacity: 20}", "capacity: -1}", 0, "“capacity”: Ensure this value is greater than or equal to 0."),
        ('{code: "1.4", day: 1, ', '{code: "1.4", ', 0, "“day” is missing."),
        ('{code: "1.4", day: 1', '{code: "1.4", day: 3', 0, "“day” must be from 1 to 2."),
        ('{code: "1.4", day: 1', '{code: "1.4", dya: 1', 0, "“dya” is not a known key here."),
        ('{code: "1.4"', '{code: "1.3"', 0, "“1.3” is there already, in line "),
        ('{code: "1.4"', '{code: "1/4"', 0, "“code” is made of letters, digits, full stops and hyphens."),
        ('{code: "1.4"', '{code: "a-code-that-is-long"', 0, "“code”: Ensure this value has at most 12 "),
        ('from: "08:30"', 'from: "8.30"', 0, '“from” must be a time of day, written like "08:30".'),
        ('from: "08:30"', "from: 8:30", 0, "“from” must be a text (in quotes)."),
        ('from: "08:30"', 'from: "09:30"', 0, "“to” must be later than “from”."),
        ('room: "Main hall (demo)"', 'room: "Main hal"', 0, f"“Main hal” is not among the rooms: {ROOMS}."),
        ("kind: registration", "kind: sign-in", 0, f"“sign-in” is not among the values of “kind”: {KINDS}."),
        ('reason: "First programme."', 'reason: ""', 0, "“reason” is empty."),
        ('without: ["1.12"', 'without: ["9.9"', 0, "“9.9” is not among the sessions."),
        ('titles: {"1.3"', 'titles: {"9.9"', 0, "“9.9” is not among the sessions."),
        ('"1.7": {to: "13:00"}', '"1.77": {to: "13:00"}', 0, "“1.77” is not among the sessions."),
        ('"1.7": {to: "13:00"}', '"1.7": {to: "11:00"}', 0, "“to” must be later than “from”."),
        ('"1.7": {to: "13:00"}', '"1.7": {too: "13:00"}', 0, "“too” is not a known key here."),
        ('room: "Room Two (demo)"}', 'room: "Room 2"}', 0, f"“Room 2” is not among the rooms: {ROOMS}."),
        ('"2.3": {from: "09:15"', '"2.3": {from: "10:15"', 0, "“to” must be later than “from”."),
        ("print_marks: true", "print_marks: perhaps", 0, "“print_marks” must be true or false."),
        ("marking: clear", "marking: red", 0, "“red” is not among the values of “marking”: clear, green, amber, "),
        ("marking: clear", "marking: green", 0, "A paper for the public is marked clear."),
        ("status: withheld", "status: held", 0, "“held” is not among the values of “status”: "),
        ("status: expected", "status: received", -1, "A paper that is received has “files”."),
        ("status: received", "status: expected", 1, "A paper that is expected has no “files” yet."),
        ('jurisdictions: ["AL"', 'jurisdictions: ["AX"', 0, "“AX” is not among the jurisdictions: AL, BA, "),
        ('available: {day: 2, at: "09:00"}', "available: {day: 2}", 0, "“at” is missing."),
        ('available: {day: 2, at: "09:00"}', 'available: {day: 2, at: "9"}', 0, "“at” must be a time of day, "),
        ("paper: note}", "paper: notes}", 0, "“notes” is not among the papers of papers.yaml."),
        ('name: "Exercise.pdf"', 'name: "Exercise.doc"', 0, "“name” must end in .pdf or .pptx."),
        ('session: "2.11"', 'session: "2.13"', 0, "“2.13” is not among the sessions."),
    ],
)  # fmt: skip
def test_a_mistake_in_a_workshop_loads_nothing_and_is_said_with_its_line(folder, right, wrong, below, sentence):
    said, line = refusal(folder, DEMO, right, wrong)

    assert said.startswith(f"{line + below}: {sentence}")
    assert_nothing_is_loaded()


@pytest.mark.parametrize(
    ("name", "right", "wrong", "below", "sentence"),
    [
        ("papers.yaml", "note-2021:\n", "note-2022:\n", None, "“note-2021” is not among the papers of papers.yaml."),
        ("papers.yaml", '  title: "Agenda"', '  titel: "Agenda"', 0, "“titel” is not a known key here."),
        ("papers.yaml", '    - heading: "Where"', '    - header: "Where"', 0, "“header” is not a known key here."),
        ("papers.yaml", "      points:\n", "      points: none\n", 0, "“points” must be a list."),
        ("papers.yaml", '        - "Revised', '        - 7 # "Revised', 0, "Entry 2 must be a text (in quotes)."),
        ("papers.yaml", 'agenda: ["2.12"]', 'agenda: ["2.99"]', 0, "“2.99” is not among the sessions of "),
        ("tracing-workshop.yaml", "  starts_in: 42\n", "", None, "“starts_in” is missing."),
        ("tracing-workshop.yaml", "  starts_in: 42\n", "  starts_in: 0\n", 0, "“starts_in” must be from 1 to 365."),
        ("criminal-police-2021.yaml", "  starts_on: 2021-12-14\n", "", None, "“starts_on” is missing."),
        ("criminal-police-2021.yaml", "starts_on: 2021-12-14", "starts_on: 2021-14-12", 0, "“2021-14-12” is not a "),
        ("criminal-police-2021.yaml", "provenance: public", "provenance: news", 0, "“news” is not among the "),
        ("organisations.yaml", 'kind: "partner"', 'kind: "friend"', 0, "“kind” is one of "),
    ],
)  # fmt: skip
def test_a_mistake_in_the_other_files_loads_nothing_and_is_said(folder, name, right, wrong, below, sentence):
    said, line = refusal(folder, name, right, wrong)

    place, _, found = said.partition(": ")
    assert found.startswith(sentence)
    assert below is None or place == str(line + below)
    assert_nothing_is_loaded()
