"""What a preview says of each row, and what it never says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from participants import actions
from participants.lists.file import read_list
from participants.models import Registration
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory
from tests.participants.lists import kinds, previewed, sentences

pytestmark = pytest.mark.django_db
ANA = ["Šarić", "Ana", "ana@police.example"]


@pytest.fixture
def focal():
    return UserFactory()


@pytest.fixture
def delegation(focal):
    delegation = DelegationFactory(event=EventFactory(published=True), seats_member=3)
    delegation.focal_points.add(focal)
    return delegation


def nominated(delegation, email, **values):
    person = UserFactory(email=email)
    return RegistrationFactory(delegation=delegation, person=person, **values)


def test_somebody_who_is_not_on_the_list_is_new_with_names_as_typed(delegation, focal):
    found = previewed(delegation, ["van der ŠARIĆ", "Ana-marija", "ANA@Police.Example"], by=focal)

    assert found.outcome["lines"] == [
        {"row": 2, "kind": "new", "name": "Ana-marija van der ŠARIĆ", "email": "ana@police.example", "role": "Member"}
    ]


def test_a_change_says_before_and_after_and_an_empty_cell_changes_nothing(delegation, focal):
    nominated(delegation, ANA[2], family_name="Saric", given_name="Ana", rank="Major", sex="male")

    found = previewed(delegation, [*ANA, "speaker", None, None, "Head", None, "F", "sr, English"], by=focal)

    assert kinds(found) == ["wrong"]  # there is no seat for a speaker
    delegation.seats_speaker = 1
    delegation.save()
    found = previewed(delegation, [*ANA, "speaker", None, None, "Head", None, "F", "sr, English"], by=focal)
    assert found.outcome["lines"][0]["changes"] == [
        ["Family name", "Saric", "Šarić"],
        ["Position", "", "Head"],
        ["Sex", "Male", "Female"],
        ["Working languages", "", "Serbian, English"],
        ["Role", "Member", "Speaker"],
    ]


def test_somebody_of_whom_nothing_is_said_otherwise_is_unchanged(delegation, focal):
    nominated(delegation, ANA[2], family_name="Šarić", given_name="Ana", rank="Major")

    assert kinds(previewed(delegation, [*ANA, "member", "no", "Major"], by=focal)) == ["unchanged"]


def test_whom_the_person_confirmed_is_left_as_they_are(delegation, focal):
    nominated(delegation, ANA[2], family_name="Saric", given_name="Ana", confirmed_at=timezone.now())

    found = previewed(delegation, ANA, by=focal)

    assert kinds(found) == ["kept"]
    assert sentences(found) == ["Already confirmed by the person: only they and the organisers correct it."]


def test_what_an_officer_decides_about_is_left_as_it_is(delegation, focal):
    person = UserFactory(email=ANA[2], family_name="Kovač")
    RegistrationFactory(delegation=delegation, person=person, approved=True)

    found = previewed(delegation, ANA, by=focal)

    assert sentences(found) == ["Already with the organisers (approved): only they correct it."]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["Šarić", None, "ana@police.example"], "There is no given name."),
        ([None, None, None, "member"], "There is no family name and no given name and no e-mail address."),
        (["Šarić", "Ana", "ana.police"], "E-mail address (column C): “ana.police” is no e-mail address."),
        (
            ["Šarić", "Ana", "аna@police.example"],
            ("E-mail address (column C): “аna@police.example” has the letter “а”, which no address has. "
            "Is it a Cyrillic one?"),
        ),
        ([1234, "Ana", "ana@police.example"], "Family name (column A): A name needs a letter."),
        (["Šarić <b>", "Ana", "a@b.example"], "Family name (column A): A name cannot have “<” in it."),
        (
            ["Š" * 101, "Ana", "a@b.example"],
            "Family name (column A): This has 101 characters; at most 100 are possible.",
        ),
        ([*ANA, "boss"], ("Role (column D): “boss” is no role. Write one of these: head of delegation, member, "
         "speaker, interpreter, observer, driver.")),
        ([*ANA, None, "perhaps"], "Reserve (column E): “perhaps” is neither yes nor no."),
        ([*ANA, None, None, 12], "Rank (column F): “12” holds no words."),
        ([*ANA, None, None, True], "Rank (column F) holds true or false, not words."),
        ([*ANA, None, None, timezone.datetime(2021, 12, 14)], "Rank (column F) holds a date, not words."),
        ([*ANA, None, None, "=1+1"], "Rank (column F) holds a formula. Write the value itself."),
        ([*ANA, None, None, None, "see https://x.example"],
         "Position (column G): Write this in plain words, without “://”."),
        ([*ANA, None, None, None, None, None, "?"],
         "Sex (column I): “?” is not known. Write female, male or other, or leave it empty."),
        ([*ANA, None, None, None, None, None, None, "Klingon"],
         "Languages: “Klingon” is no language"),
        ([*ANA, "driver"], "has no seat for: driver. Write to workshop@seesac.example if one is needed."),
        ([*ANA, "head", "yes"], "A head of delegation is not on the reserve list. Choose another role."),
    ],
)  # fmt: skip
def test_a_row_that_is_wrong_says_why(delegation, focal, row, sentence):
    found = previewed(delegation, row, by=focal)

    assert kinds(found) == ["wrong"]
    assert sentence.split(": ")[-1] in sentences(found)[0]


def test_a_boolean_answers_whether_somebody_is_a_reserve(delegation, focal):
    line = previewed(delegation, [*ANA, None, True], by=focal).outcome["lines"][0]

    assert (line["kind"], line["reserve"]) == ("new", True)


def test_words_of_the_region_are_understood(delegation, focal):
    row = ["Шарић", "Ана", "ana@police.example", "члан", "да", "Мајор", None, None, "жен", "српски; енглески"]
    row[8] = "женски"

    assert kinds(previewed(delegation, row, by=focal)) == ["new"]


def test_an_address_that_repeats_with_the_same_name_is_taken_once(delegation, focal):
    found = previewed(delegation, ANA, ANA, by=focal)

    assert kinds(found) == ["new", "wrong"]
    assert sentences(found)[1] == "This repeats row 2."


def test_an_address_for_two_people_is_wrong_for_both(delegation, focal):
    found = previewed(delegation, ANA, ["Ivić", "Mira", ANA[2]], by=focal)

    assert sentences(found) == [
        "The address is also in row 3: everybody needs one of their own.",
        "The address is also in row 2: everybody needs one of their own.",
    ]


@pytest.mark.parametrize(("family", "given"), [("Шарић", "Ана"), ("SARIC", "ana"), ("Ana", "Šarić")])
def test_the_same_name_in_other_letters_is_perhaps_the_same_person(delegation, focal, family, given):
    nominated(delegation, "other@police.example", family_name="Šarić", given_name="Ana")

    found = previewed(delegation, [family, given, ANA[2]], by=focal)

    assert kinds(found) == ["maybe"]
    assert sentences(found) == ["Ana Šarić (other@police.example) is on the list of the delegation already."]


def test_the_same_name_twice_in_the_file_is_taken_once_unless_ticked(delegation, focal):
    found = previewed(delegation, ANA, ["Шарић", "Ана", "ana2@police.example"], by=focal)

    assert kinds(found) == ["new", "maybe"]
    assert sentences(found)[1] == "Row 2 has the same name."


def test_who_was_withdrawn_may_be_nominated_again(delegation, focal):
    RegistrationFactory(delegation=delegation, person=UserFactory(email=ANA[2]), withdrawn=True)

    assert kinds(previewed(delegation, ANA, by=focal)) == ["new"]


def test_more_people_than_seats_are_wrong_unless_they_are_reserves(delegation, focal):
    nominated(delegation, "first@police.example", family_name="Prva", given_name="Osoba")
    rows = [[f"Family{chr(97 + n)}", "Ana", f"p{n}@police.example"] for n in range(3)]
    rows.append(["Reserve", "Ana", "r@police.example", None, "yes"])

    found = previewed(delegation, *rows, by=focal)

    assert kinds(found) == ["new", "new", "wrong", "new"]
    assert sentences(found)[2].startswith("No seat is free for “member”: 3 in all, 0 used, 3 held.")


def test_who_may_be_the_same_person_takes_no_seat_from_others(delegation, focal):
    nominated(delegation, "first@police.example", family_name="Šarić", given_name="Ana")
    rows = [ANA, *([f"Family{chr(97 + n)}", "Ana", f"p{n}@police.example"] for n in range(2))]

    found = previewed(delegation, *rows, by=focal)

    assert kinds(found) == ["wrong", "new", "new"]


def test_a_seat_that_a_row_sets_free_is_free_for_another(delegation, focal):
    delegation.seats_head = 1
    delegation.save()
    nominated(delegation, "head@police.example", family_name="Old", given_name="Head", role="head")
    rows = [[*ANA, "head"], ["Old", "Head", "head@police.example", "member"]]

    assert kinds(previewed(delegation, *rows, by=focal)) == ["new", "changed"]


def test_there_is_one_head(delegation, focal):
    found = previewed(delegation, [*ANA, "head"], ["Ivić", "Mira", "mira@police.example", "šef"], by=focal)

    assert sentences(found) == ["", "Ana Šarić is the head of this delegation: there is only one."]


def test_a_whole_name_of_two_words_is_divided_and_others_are_not_guessed_at(delegation, focal):
    rows = [
        ["Ana Šarić", "a@police.example"],
        ["Ana Marija Ivić", "b@police.example"],
        ["Ana", "c@police.example"],
    ]

    found = previewed(delegation, *rows, headers=["Ime i prezime", "E-pošta"], by=focal)

    assert kinds(found) == ["new", "wrong", "wrong"]
    assert sentences(found)[1].endswith("has 3 words. Write given name and family name in columns of their own.")


# --- What it never says ---------------------------------------------------------------------------


def test_whom_another_delegation_nominated_plays_no_part(delegation, focal):
    """Not by address, not by name, and not by what the portal knows of the owner of an address."""
    other = DelegationFactory(event=delegation.event, seats_member=3)
    person = UserFactory(email=ANA[2], given_name="Secret", family_name="Name", rank="Colonel")
    RegistrationFactory(delegation=other, person=person, approved=True, given_name="Ana", family_name="Šarić")

    lines = previewed(delegation, ANA, by=focal).outcome["lines"]

    assert lines == previewed(delegation, ANA, by=focal).outcome["lines"]
    assert lines == [{"row": 2, "kind": "new", "name": "Ana Šarić", "email": "ana@police.example", "role": "Member"}]


def test_staff_do_not_learn_of_somebody_who_is_in_no_list(delegation, officer):
    """Neither by address nor by name; taking the list leaves the person as they are."""
    hidden = UserFactory(email=ANA[2], do_not_publish=True)
    RegistrationFactory(delegation=delegation, person=hidden, given_name="Ana", family_name="Šarić", rank="Major")

    found = previewed(delegation, ANA, ["Шарић", "Ана", "a2@police.example"], by=officer)

    assert kinds(found) == ["new", "maybe"]
    assert sentences(found)[1] == "Row 2 has the same name."
    for _ in actions.apply_list(found, by=officer, seen=found.outcome["digest"]):
        pass
    found.refresh_from_db()
    assert (found.outcome["taken"], found.outcome["invited"]) == (1, 1)
    assert Registration.objects.get().rank == "Major"


def test_a_focal_point_sees_everybody_of_the_delegation(delegation, focal):
    person = UserFactory(email=ANA[2], do_not_publish=True)
    RegistrationFactory(delegation=delegation, person=person, given_name="Ana", family_name="Šarić")

    assert kinds(previewed(delegation, ANA, by=focal)) == ["unchanged"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_costs_the_same_for_one_row_or_many(delegation, focal, count, django_assert_num_queries):
    rows = [[f"Family{chr(97 + n)}", "Ana", f"p{n}@police.example"] for n in range(count)]
    found = previewed(delegation, *rows, by=focal)

    with django_assert_num_queries(9):
        for _ in actions.preview_list(found, by=focal):
            pass


def test_the_list_that_the_portal_gave_out_comes_back_unchanged(delegation, focal):
    RegistrationFactory(delegation=delegation, role="head")
    RegistrationFactory.create_batch(2, delegation=delegation)
    file = SimpleUploadedFile("list.xlsx", actions.delegation_as_xlsx(delegation, by=focal))

    found = actions.start_list(delegation, read_list(file), name="list.xlsx", by=focal)
    for _ in actions.preview_list(found, by=focal):
        pass

    found.refresh_from_db()
    assert kinds(found) == ["unchanged"] * 3
