"""Importing a framework: all of it or nothing, once, and every mistake with file, line and a sentence."""

import io

import pytest
import yaml
from django.core.management import CommandError, call_command

from assessments import actions, framework_file
from assessments.models import Domain, Framework, FrameworkVersion, Indicator, Level

pytestmark = pytest.mark.django_db

SMALL = """\
code: FW
title: Capacities
version: "2"
scale:
  labels:
    1: {name: One, meaning: "Is one."}
    2: {name: Two, meaning: "Is two."}
    3: {name: Three, meaning: "Is three."}
    4: {name: Four, meaning: "Is four."}
    5: {name: Five, meaning: "Is five."}
special_values:
  not_assessed: "Not looked at."
domains:
  - code: LAW
    title: Law
    source_refs: [S1]
    indicators:
      - code: LAW-1
        title: First
        question: "How about the first?"
        levels:
          1: "one"
          2: "two"
          3: "three"
          4: "four"
          5: "five"
        evidence: [Papers]
        support_hints: [legal]
        sensitivity: restricted
      - code: LAW-2
        title: Second
        question: "How about the second?"
        levels: {1: a, 2: b, 3: c, 4: d, 5: e}
sources:
  - {id: S1, title: "A source"}
"""


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / "framework.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def run(*words, **options):
    out = io.StringIO()
    call_command("import_framework", *words, stdout=out, **options)
    return out.getvalue().strip()


def everything():
    models = (Framework, FrameworkVersion, Domain, Indicator, Level)
    return [list(model.objects.order_by("pk").values()) for model in models]


# --- What is stored ------------------------------------------------------------------------------


def test_the_portals_own_framework_loads_as_a_whole():
    assert run("--publish") == "CPF-FI 0.1: created. It is published now."

    version = FrameworkVersion.objects.get()
    assert (version.status, str(version)) == ("published", "CPF-FI 0.1")
    assert (Domain.objects.count(), Indicator.objects.count(), Level.objects.count()) == (10, 48, 240)
    assert version.level_name(2) == "Partial"


def test_what_is_stored_equals_what_was_read(write):
    path = write(SMALL)

    version = actions.import_framework(path).version

    assert framework_file.stored(FrameworkVersion.objects.select_related("framework").get(pk=version.pk)) == (
        framework_file.read(path)
    )
    assert version.status == "draft"
    assert list(Indicator.objects.order_by("position").values_list("code", "sensitivity", "support_hints")) == [
        ("LAW-1", "restricted", ["legal"]),
        ("LAW-2", "normal", []),
    ]


@pytest.mark.parametrize("options", [[], ["--publish"]])
def test_the_same_file_again_changes_nothing_and_says_so(write, options):
    path = str(write(SMALL))
    run(path, *options)
    before = everything()

    assert run(path, *options) == "FW 2 is there already with this content: nothing to import."
    assert everything() == before


def test_a_draft_can_be_published_by_a_later_import(write):
    path = str(write(SMALL))
    run(path)

    said = run(path, "--publish")

    assert said == "FW 2 is there already with this content: nothing to import. It is published now."
    assert FrameworkVersion.objects.get().status == "published"


def test_a_draft_is_replaced_by_a_changed_file(write):
    run(str(write(SMALL)))

    said = run(str(write(SMALL.replace("title: Second", "title: Two"))))

    assert said == "FW 2: updated."
    assert list(Indicator.objects.order_by("position").values_list("title", flat=True)) == ["First", "Two"]
    assert Level.objects.count() == 10


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Second", "title: Two"),
        ('3: "three"', '3: "drei"'),
        ("sensitivity: restricted", "sensitivity: normal"),
        ("title: Capacities", "title: Capacity"),
        ('meaning: "Is two."', 'meaning: "Is 2."'),
    ],
)
def test_another_content_under_a_published_number_is_refused(write, old, new):
    run(str(write(SMALL)), "--publish")
    before = everything()

    with pytest.raises(CommandError) as caught:
        run(str(write(SMALL.replace(old, new))))

    assert str(caught.value) == "FW 2 is published with another content: give the file a new version number."
    assert everything() == before


def test_a_new_number_is_a_new_version_beside_the_old(write):
    run(str(write(SMALL)), "--publish")

    run(str(write(SMALL.replace('version: "2"', 'version: "3"').replace("Second", "Two"))), "--publish")

    assert list(FrameworkVersion.objects.order_by("pk").values_list("number", "status")) == [
        ("2", "published"),
        ("3", "published"),
    ]
    assert Framework.objects.count() == 1


# --- What is refused -----------------------------------------------------------------------------

DOMAINS = SMALL[SMALL.index("domains:") : SMALL.index("sources:")]
MISTAKES = {
    "missing key": ("    title: Law\n", "", 14, "“title” is missing."),
    "missing key of the file": ("title: Capacities\n", "", 1, "“title” is missing."),
    "unknown key": ("    title: Law\n", "    title: Law\n    weight: 3\n", 16, "“weight” is not a known key here."),
    "wrong key": ('question: "How about the first', 'query: "How about the first', 20, "“query” is not a known key"),
    "level missing": ('          4: "four"\n', "", 21, "“4” is missing."),
    "level too high": ('5: "five"\n', '5: "five"\n          6: "six"\n', 27, "“6” is not a known key here."),
    "level twice": ('5: "five"', '4: "five"', 26, "The key “4” is there twice."),
    "level empty": ('3: "three"', '3: ""', 24, "“3” is empty."),
    "level not a text": ('3: "three"', "3: 3", 24, "“3” must be a text (in quotes)."),
    "indicator code twice": ("code: LAW-2", "code: LAW-1", 30, "“LAW-1” is there already, in line 18."),
    "key twice": ("    title: Law\n", "    title: Law\n    title: Law\n", 16, "The key “title” is there twice."),
    "bad code": ("code: LAW-1", "code: LAW 1", 18, "“LAW 1” must be made of letters, digits"),
    "code read as yes or no": ("  - code: LAW\n", "  - code: NO\n", 14, "“code” must be a text (in quotes)."),
    "number not a text": ('version: "2"', "version: 2.0", 3, "“version” must be a text (in quotes)."),
    "unknown sensitivity": ("sensitivity: restricted", "sensitivity: secret", 29, "“secret” is not known here"),
    "unknown hint": ("[legal]", "[money]", 28, "“money” is not known here; it can be equipment,"),
    "unknown source": ("[S1]", "[S2]", 16, "“S2” is not among the sources."),
    "evidence not a list": ("[Papers]", "Papers", 27, "“evidence” must be a list."),
    "evidence of dates": ("[Papers]", "[2021-12-14]", 27, "Entry 1 must be a text (in quotes)."),
    "no domains": (DOMAINS, "domains: []\n", 13, "“domains” is empty."),
    "domains not a list": (DOMAINS, "domains: x\n", 13, "“domains” must be"),
    "title too long": ("title: Second", "title: " + "x" * 201, 31, "“title” is longer than 200 letters."),
    "unknown blank": ("  not_assessed:", "  forgotten:", 12, "“forgotten” is not known here"),
    "label missing": ('    5: {name: Five, meaning: "Is five."}\n', "", 5, "“5” is missing."),
    "alias": ("title: Second", "title: *x", 31, "Aliases (*name) are not used in data files."),
    "tag": ("title: Second", "title: !!python/name:os.system", 31, "This is not valid YAML"),
    "not YAML": ("title: Second", "title: [", 33, "This is not valid YAML"),
    "source twice": ('- {id: S1, title: "A source"}', "- {id: S1, title: A}\n  - {id: S1, title: B}", 36, "“S1” is"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_sentence_with_its_line_and_loads_nothing(write, name):
    old, new, line, sentence = MISTAKES[name]
    assert SMALL.count(old) == 1
    path = write(SMALL.replace(old, new))

    with pytest.raises(CommandError) as caught:
        run(str(path), "--publish")

    place, said = str(caught.value).split(": ", 1)
    assert place == f"{path}, line {line}"
    assert said.startswith(sentence)
    assert everything() == [[], [], [], [], []]


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(CommandError) as caught:
        run(str(tmp_path / "missing.yaml"))

    assert caught.value.returncode == 1
    assert str(caught.value).endswith("missing.yaml: The file cannot be read: no such file or directory.")


@pytest.mark.parametrize("keep", range(0, len(SMALL), 97))
def test_a_file_that_ends_anywhere_never_breaks_the_import(write, keep):
    text = SMALL[:keep]
    with pytest.raises(CommandError):
        run(str(write(text)))
    assert everything() == [[], [], [], [], []]


@pytest.mark.parametrize("value", [None, True, 7, 1.5, "", "x", [], {}, [None], {"x": 1}, {1: "x"}])
@pytest.mark.parametrize(
    "place",
    ["code", "title", "version", "status", "language", "scale", "special_values", "scoring_rules", "notes", "domains",
     "sources"],
)  # fmt: skip
def test_any_value_anywhere_loads_or_is_refused_with_a_sentence(write, place, value):
    data = yaml.safe_load(SMALL)
    data[place] = value
    path = str(write(yaml.safe_dump(data)))

    try:
        run(path, "--publish")
    except CommandError as error:
        refusal = str(error)
    else:
        refusal = ""

    if refusal:
        assert refusal.startswith(path)
        assert everything() == [[], [], [], [], []]
    else:
        assert FrameworkVersion.objects.get().status == "published"
