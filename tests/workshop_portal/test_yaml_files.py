"""Data files: plain data with the line of every value, and one sentence for every mistake."""

from datetime import date, time

import pytest

from workshop_portal import yaml_files
from workshop_portal.yaml_files import DataFileError

GOOD = """\
# a comment
code: ABC
since: 2021-12-14
levels:
  1: none
  2: some
people:
  - {name: Đorđe, age: 40}
  - name: Çela
    age: 41
words: [one, two]
"""


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "data.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def good(write):
    return yaml_files.load(write(GOOD))


def mistake(call, *args, **kwargs):
    """Line and sentence of the mistake that a call answers with."""
    with pytest.raises(DataFileError) as caught:
        call(*args, **kwargs)
    return caught.value.line, caught.value.sentence


def test_a_file_becomes_plain_data(good):
    assert good.data == {
        "code": "ABC",
        "since": date(2021, 12, 14),
        "levels": {1: "none", 2: "some"},
        "people": [{"name": "Đorđe", "age": 40}, {"name": "Çela", "age": 41}],
        "words": ["one", "two"],
    }


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ((), 2),
        (("code",), 2),
        (("levels",), 4),
        (("levels", 2), 6),
        (("people", 0, "age"), 8),
        (("people", 1), 9),
        (("people", 1, "age"), 10),
        (("people", 1, "not there"), 9),
        (("words", 1), 11),
    ],
)
def test_every_value_knows_its_line_and_a_missing_one_that_of_its_surroundings(good, keys, line):
    assert good.line(*keys) == line


def test_an_error_says_file_line_and_what_is_wrong(good):
    error = good.error("This name is too short.", "people", 1, "name")

    assert str(error) == f"{good.path}, line 9: This name is too short."


def test_values_are_read_by_kind(good):
    assert good.value(str, "code") == "ABC"
    assert good.value(str, "levels", 1) == "none"
    assert good.value(int, "people", 1, "age") == 41
    assert good.each(str, "words") == ["one", "two"]
    assert good.value(str, "title", default="") == ""
    assert good.each(str, "hints", default=[]) == []


@pytest.mark.parametrize(
    ("kind", "keys", "line", "sentence"),
    [
        (int, ("code",), 2, "“code” must be a whole number."),
        (str, ("since",), 3, "“since” must be a text (in quotes)."),
        (str, ("people", 0, "age"), 8, "“age” must be a text (in quotes)."),
        (dict, ("words", 1), 11, "Entry 2 must be a group of keys."),
        (str, ("people", 0, "rank"), 8, "“rank” is missing."),
        (str, ("people", 7, "rank"), 7, "“7” is missing."),
        (str, ("code", "deeper"), 2, "“code” must be a group of keys."),
    ],
)
def test_a_value_of_another_kind_is_a_mistake(good, kind, keys, line, sentence):
    assert mistake(good.value, kind, *keys) == (line, sentence)


def test_a_default_does_not_hide_a_value_of_another_kind(good):
    assert mistake(good.value, str, "since", default="") == (3, "“since” must be a text (in quotes).")


def test_a_list_with_one_value_of_another_kind_is_a_mistake(write):
    file = yaml_files.load(write("words:\n- one\n- 2\n"))

    assert mistake(file.each, str, "words") == (3, "Entry 2 must be a text (in quotes).")


def test_keys_are_checked_both_ways(good):
    good.check_keys({"name"}, {"age", "rank"}, "people", 0)

    assert mistake(good.check_keys, {"name"}, set(), "people", 1) == (10, "“age” is not a known key here.")
    assert mistake(good.check_keys, {"name", "age", "rank"}, set(), "people", 1) == (9, "“rank” is missing.")


def test_a_group_is_checked_by_keys_and_kinds(good):
    good.check_values({"name": str}, {"age": int, "rank": str}, "people", 0)

    assert mistake(good.check_values, {"name": str}, {}, "people", 1) == (10, "“age” is not a known key here.")
    assert mistake(good.check_values, {"name": str, "age": str}, {}, "people", 0) == (
        8,
        "“age” must be a text (in quotes).",
    )


def test_a_word_is_one_of_those_known(good):
    assert good.one_of(["one", "two"], "words", 0, of="numbers") == "one"
    assert mistake(good.one_of, ["two"], "words", 0, of="numbers") == (11, "“one” is not among the numbers: two.")
    many = [str(number) for number in range(13)]
    assert mistake(good.one_of, many, "words", 0, of="numbers") == (11, "“one” is not among the numbers.")
    assert mistake(good.refuse_unknown, 2, [1, 3], "levels", 2, of="levels") == (
        6,
        "“2” is not among the levels: 1, 3.",
    )


def test_a_number_is_in_a_range(good):
    assert good.number(40, 41, "people", 1, "age") == 41
    assert mistake(good.number, 1, 40, "people", 1, "age") == (10, "“age” must be from 1 to 40.")


def test_texts_that_must_differ_and_do_not_are_a_mistake(write):
    file = yaml_files.load(write("- {code: a}\n- {code: b}\n- {code: a}\n"))

    file.refuse_repeated((0, "code"), (1, "code"))

    again = mistake(file.refuse_repeated, (0, "code"), (1, "code"), (2, "code"))
    assert again == (3, "“a” is there already, in line 1.")


def test_a_list_that_must_hold_something_is_counted(write):
    file = yaml_files.load(write("some: [1, 2]\nnone: []\n"))

    assert file.count("some") == 2
    assert mistake(file.count, "none") == (2, "“none” is empty.")


def test_a_time_of_day_has_two_digits_twice(write):
    file = yaml_files.load(write('good: "08:30"\ndot: "8.30"\nlate: "24:00"\nbare: 8:30\n'))

    assert file.clock("good") == time(8, 30)
    assert mistake(file.clock, "dot") == (2, '“dot” must be a time of day, written like "08:30".')
    assert mistake(file.clock, "late") == (3, '“late” must be a time of day, written like "08:30".')
    assert mistake(file.clock, "bare") == (4, "“bare” must be a text (in quotes).")


def test_json_turns_keys_into_texts_and_refuses_what_json_lacks(write):
    file = yaml_files.load(write("scale:\n  1: {name: low}\nnan: [.nan]\nday: {x: 2021-01-01}\n"))

    assert file.json("scale") == {"1": {"name": "low"}}
    assert file.json("notes", default=[]) == []
    assert mistake(file.json, "nan") == (3, "Entry 1 must be a text, a number, true or false.")
    assert mistake(file.json, "day") == (4, "“x” must be a text, a number, true or false.")
    assert mistake(file.json, "notes") == (1, "“notes” is missing.")


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        ("", 1, "The file is empty."),
        ("# only a comment\n", 1, "The file is empty."),
        ("a: 1\nb: 2\na: 3\n", 3, "The key “a” is there twice."),
        ("a: {b: 1, b: 2}\n", 1, "The key “b” is there twice."),
        ("a: &x [1]\nb: *x\n", 2, "Aliases (*name) are not used in data files."),
        ("a: {b: 1}\nc:\n  <<: {d: 1}\n", 3, "Merging (<<) is not used in data files."),
        ("a: 1\nb: !!set {c, d}\n", 2, "Tags (!name) are not used in data files."),
        ("a: 1\n? [b]\n: 2\n", 2, "A key must be a word or a whole number."),
        ("a: 1\nno: 2\n", 2, "A key must be a word or a whole number."),
        ("a: 1\nday: 2021-13-45\n", 2, "“2021-13-45” is not a date or number that can be."),
        ("a: 1\nn: 99999999999999999999\n", 2, "“99999999999999999999” is not a date or number that can be."),
        ('a: 1\nb: "x\\0y"\n', 2, "There is a character that does not belong in a text."),
        ('a: 1\nb: "\\ud800"\n', 2, "There is a character that does not belong in a text."),
        ("a: 1\nb: x\x07\n", 2, "There is a character that does not belong in a text."),
        ("a: 1\nb: " + "[" * 200 + "\n", 2, "The file is nested too deeply."),
        (b"a: 1\nb: \xe8\n", 2, "The file is not in UTF-8."),
        ("a: " + "x" * 1_000_000, None, "The file is larger than 1,000,000 bytes."),
    ],
)
def test_what_is_not_plain_yaml_is_refused_with_its_line(write, content, line, sentence):
    assert mistake(yaml_files.load, write(content)) == (line, sentence)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a: 1\nb: [1, 2\n", 3),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
        ("a: 1\nb: !!python/object/apply:os.system ['true']\n", 2),
        ("a: 1\nb: !!python/name:os.system\n", 2),
        ("a: 'open\n", 2),
    ],
)
def test_broken_yaml_is_refused_with_its_line(write, content, line):
    found, sentence = mistake(yaml_files.load, write(content))

    assert found == line
    assert sentence.startswith(("This is not valid YAML: ", "Tags (!name)"))


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    path = tmp_path / "missing.yaml"

    with pytest.raises(DataFileError) as caught:
        yaml_files.load(path)
    assert str(caught.value) == f"{path}: The file cannot be read: no such file or directory."


def test_a_folder_is_not_a_file(tmp_path):
    assert mistake(yaml_files.load, tmp_path) == (None, "The file cannot be read: is a directory.")


def test_a_byte_order_mark_is_no_mistake(write):
    assert yaml_files.load(write(b"\xef\xbb\xbfa: 1\n")).data == {"a": 1}
