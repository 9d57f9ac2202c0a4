"""Reference data: what is loaded, that a second run writes nothing, and that a mistake is answered with its place."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from events.models import Jurisdiction, Mandate, Organisation
from events.reference import DATA, load_reference
from tests.factories import JurisdictionFactory
from workshop_portal.yaml_files import DataFileError

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the files that a test may spoil."""
    for name in ("jurisdictions", "organisations", "mandates"):
        shutil.copy(DATA / f"{name}.yaml", tmp_path)
    return tmp_path


def replace(folder, name, old, new):
    """Spoil one place of a file; returns its line."""
    path = folder / f"{name}.yaml"
    text = path.read_text()
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def histories():
    models = (Jurisdiction, Organisation, Mandate)
    return [model.history.rel.related_model.objects.count() for model in models]


def test_the_seven_jurisdictions_are_in_the_order_of_their_english_names():
    load_reference()

    names = list(Jurisdiction.objects.order_by("position").values_list("name", flat=True))
    assert names == [
        "Albania",
        "Bosnia and Herzegovina",
        "Kosovo*",
        "Republic of Moldova",
        "Montenegro",
        "North Macedonia",
        "Serbia",
    ]


def test_only_the_marked_jurisdiction_has_a_footnote_and_it_gives_both_texts_un_first():
    load_reference()

    marked = Jurisdiction.objects.exclude(footnote="").get()
    assert marked.name == "Kosovo*"
    assert marked.footnote == (
        "References to Kosovo shall be understood to be in the context of Security Council Resolution 1244 (1999). "
        "This designation is without prejudice to positions on status, and is in line with UNSCR 1244/1999 and the "
        "ICJ Opinion on the Kosovo declaration of independence."
    )


def test_six_jurisdictions_were_assessed_and_moldova_was_not():
    load_reference()

    assert Jurisdiction.objects.get(is_assessed=False).name == "Republic of Moldova"


def test_both_decisions_have_their_acknowledgement():
    load_reference()

    lines = dict(Mandate.objects.values_list("code", "acknowledgement"))
    assert lines == {
        code: f"Organised in the context of the implementation of EU Council Decision {code}."
        for code in ("(CFSP) 2018/1788", "(CFSP) 2019/2111")
    }


def test_a_second_run_writes_nothing():
    load_reference()
    before = histories()

    outcomes = load_reference()

    assert histories() == before
    assert [(o.created, o.changed, len(o.left)) for o in outcomes] == [([], [], 7), ([], [], 4), ([], [], 2)]


def test_a_changed_row_is_changed_and_named(folder):
    load_reference(folder)
    replace(folder, "jurisdictions", '"Albania"', '"Republic of Albania"')

    outcomes = load_reference(folder)

    assert [outcome.changed for outcome in outcomes] == [["Republic of Albania"], [], []]
    assert Jurisdiction.objects.get(code="AL").name == "Republic of Albania"


def test_two_rows_may_change_places(folder):
    load_reference(folder)
    replace(folder, "jurisdictions", "position: 6", "position: 99")
    replace(folder, "jurisdictions", "position: 7", "position: 6")
    replace(folder, "jurisdictions", "position: 99", "position: 7")

    load_reference(folder)

    assert list(Jurisdiction.objects.order_by("position").values_list("code", flat=True))[-2:] == ["RS", "MK"]


def test_a_row_that_the_file_does_not_know_is_left_alone_and_named():
    JurisdictionFactory(code="ZZ", name="Elsewhere", position=50)

    outcomes = load_reference()

    assert outcomes[0].unlisted == ["Elsewhere"]
    assert Jurisdiction.objects.filter(code="ZZ").exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("jurisdictions", "Europe/Skopje", "Europe/Skopie", "“Europe/Skopie” is not a time zone."),
        ("jurisdictions", '"Kosovo*"', '"Kosovo"', "A name with the mark * has a footnote"),
        ("jurisdictions", '"Serbia"', '"Serbia*"', "A name with the mark * has a footnote"),
        ("jurisdictions", 'code: "RS"', 'code: "AL"', "“AL” is the code in line 8 already."),
        ("jurisdictions", "position: 7", "position: 1", "“1” is the position in line 10 already."),
        ("jurisdictions", "position: 7", "position: 0", "“position” counts from 1."),
        ("jurisdictions", "position: 7", 'position: "7"', "“position” must be a whole number."),
        ("jurisdictions", '["mk", "sq"]', '"mk"', "“languages” must be a list."),
        ("jurisdictions", 'code: "RS"', 'code: "RSX"', "“code”: Ensure this value has at most 2 characters"),
        ("organisations", '"agency"', '"agent"', "“kind” is one of organiser, agency, partner."),
        ("organisations", 'short_name: "NABIS"', 'nickname: "NABIS"', "“nickname” is not a known key here."),
        ("mandates", "2019-12-09", "2019-13-09", "“2019-13-09” is not a date"),
        ("mandates", "2019-12-09", '"last year"', "“adopted_on” must be a date"),
        ("mandates", "adopted_on: 2019-12-09", "]", "This is not valid YAML"),
    ],
)
def test_a_mistake_is_answered_with_file_line_and_sentence_and_nothing_is_loaded(folder, name, old, new, sentence):
    line = replace(folder, name, old, new)

    with pytest.raises(CommandError) as caught:
        call_command("load_reference", folder=folder)

    assert str(caught.value).startswith(f"{folder / name}.yaml, line {line}: {sentence}")
    assert not Jurisdiction.objects.exists()
    assert not Organisation.objects.exists()


def test_a_missing_key_and_a_missing_file_are_said(folder):
    replace(folder, "mandates", "    adopted_on: 2018-11-19\n", "")

    with pytest.raises(DataFileError, match="“adopted_on” is missing"):
        load_reference(folder)

    (folder / "mandates.yaml").unlink()
    with pytest.raises(DataFileError, match="cannot be read"):
        load_reference(folder)


def test_a_position_that_an_unlisted_row_holds_is_said_with_its_line(folder):
    JurisdictionFactory(code="ZZ", name="Elsewhere", position=4)
    line = replace(folder, "jurisdictions", "position: 4", "position: 4")

    with pytest.raises(DataFileError) as caught:
        load_reference(folder)

    assert caught.value.line == line
    assert Jurisdiction.objects.get().name == "Elsewhere"


def test_the_command_says_what_it_did(capsys):
    call_command("load_reference")
    call_command("load_reference")

    said = capsys.readouterr().out.splitlines()
    assert said[2] == "Mandates: created (CFSP) 2018/1788, (CFSP) 2019/2111."
    assert said[3:] == ["Jurisdictions: 7 as before.", "Organisations: 4 as before.", "Mandates: 2 as before."]
