"""Nomination letters: who sends them in, which files are kept, what they say beside the list, who opens them."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.files import ALLOWED
from participants import actions
from participants.models import Disclosure, NominationLetter
from tests.clients import body, signed_in, text
from tests.factories import DelegationFactory, RegistrationFactory, UserFactory
from workshop_portal.spreadsheets import as_xlsx
from workshop_portal.transitions import TransitionError

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%fictional\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.fixture(autouse=True)
def _letters_of_this_test(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "letters": settings.STORAGES["letters"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    }


@pytest.fixture
def delegation():
    return DelegationFactory(seats_member=5)


@pytest.fixture
def focal_point(delegation):
    person = UserFactory()
    delegation.focal_points.add(person)
    return person


@pytest.fixture
def browser(focal_point):
    return signed_in(Client(), focal_point)


def upload(name="letter.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def sent(*covers, **more):
    data = {"file": upload(), "reference": "12/2027", "dated_on": "2021-12-14", "signatory": "The Director"}
    return data | {"covers": [row.pk for row in covers]} | more


def address(delegation):
    return reverse("participants:letter_upload", args=[delegation.pk])


def errors(answer):
    page = BeautifulSoup(answer.content, "html.parser")
    return [" ".join(line.get_text().split()) for line in page.select(".error-summary li")]


def letter_of(delegation, *covers, by):
    return actions.add_letter(
        delegation, upload(), reference="12/2027", dated_on=timezone.localdate(), signatory="The Director",
        covers=[row.pk for row in covers], by=by,
    )  # fmt: skip


def test_a_letter_is_kept_as_it_came_and_names_its_people(browser, delegation, focal_point):
    named = RegistrationFactory(delegation=delegation)

    answer = browser.post(address(delegation), sent(named), follow=True)

    letter = NominationLetter.objects.get()
    assert [str(message) for message in answer.context["messages"]] == ["The letter 12/2027 is kept."]
    assert (letter.original_name, letter.media_type, letter.size) == ("letter.pdf", "application/pdf", len(PDF))
    assert (letter.uploaded_by, list(letter.covers.all())) == (focal_point, [named])
    assert len(letter.file.name) == 32
    assert "It names everybody on the list." in text(answer)


def test_a_letter_that_names_fewer_or_others_is_said_by_name(browser, delegation, focal_point):
    named, gone, unnamed = RegistrationFactory.create_batch(3, delegation=delegation)
    letter_of(delegation, named, gone, by=focal_point)
    actions.withdraw(gone, by=focal_point, reason="Ill.")

    page = text(browser.get(delegation.get_absolute_url()))

    assert f"The letter does not name: {unnamed.get_full_name()} ." in page.replace(".", " .").replace("  .", " .")
    assert f"It names people who do not come: {gone.get_full_name()}" in page


def test_an_error_about_people_leads_to_their_boxes(browser, delegation):
    RegistrationFactory(delegation=delegation)

    page = BeautifulSoup(browser.post(address(delegation), {}).content, "html.parser")

    targets = [link["href"] for link in page.select(".error-summary a")]
    assert targets == ["#id_file", "#id_reference", "#id_dated_on", "#id_signatory", "#id_covers"]
    assert [page.select_one(target).name for target in targets] == ["input"] * 4 + ["fieldset"]


def test_the_newest_letter_counts_and_older_ones_stay(browser, delegation, focal_point):
    named = RegistrationFactory(delegation=delegation)
    first, second = letter_of(delegation, by=focal_point), letter_of(delegation, named, by=focal_point)

    answer = browser.get(delegation.get_absolute_url())

    assert answer.context["letters"] == [second, first]
    assert "It names everybody on the list." in text(answer)
    assert "Earlier letters, which do not count any more:" in text(answer)


HOSTILE = {
    "empty": (upload("letter.pdf", b""), "The submitted file is empty."),
    "a program that calls itself a letter": (upload("letter.pdf", b"MZ" * 50), "The content is not a PDF file."),
    "a program": (upload("letter.exe", b"MZ" * 50), "A letter is a PDF, DOCX, PNG or JPG file."),
    "a page": (upload("letter.html", b"<script>"), "A letter is a PDF, DOCX, PNG or JPG file."),
    "a picture that can run": (upload("letter.svg", b"<svg/>"), "A letter is a PDF, DOCX, PNG or JPG file."),
    "a page that calls itself a picture": (upload("letter.png", b"<html>" * 9), "The content is not a PNG file."),
    "a broken document": (upload("letter.docx", b"PK\x03\x04broken"), "The file is damaged."),
    "a spreadsheet": (upload("letter.xlsx", as_xlsx("x", ["a"], [])), "A letter is a PDF, DOCX, PNG or JPG file."),
    "no name": (upload("letter", PDF), "A letter is a PDF, DOCX, PNG or JPG file."),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_is_no_letter_is_refused_with_a_sentence(browser, delegation, what):
    file, sentence = HOSTILE[what]
    file.seek(0)
    named = RegistrationFactory(delegation=delegation)

    answer = browser.post(address(delegation), sent(named, file=file))

    assert len(errors(answer)) == 1
    assert errors(answer)[0].startswith(f"File: {sentence}")
    assert 'value="12/2027"' in answer.content.decode()
    assert not NominationLetter.objects.exists()


def test_a_file_that_is_too_large_is_refused(browser, delegation, settings):
    settings.MATERIAL_MAX_BYTES = 100_000
    named = RegistrationFactory(delegation=delegation)

    answer = browser.post(address(delegation), sent(named, file=upload(content=PDF.ljust(200_000, b"0"))))

    assert errors(answer)[0].startswith("File: The file is 195.3")


@pytest.mark.parametrize("name", ["letter.png", "../../letter.png", 'a"b\r\nSet-Cookie: x.png', "писмо Šarić.png"])
def test_a_letter_goes_out_under_a_harmless_name(browser, delegation, focal_point, name):
    letter = actions.add_letter(
        delegation, upload(name, PNG), reference="1", dated_on=timezone.localdate(), signatory="X", covers=[],
        by=focal_point,
    )  # fmt: skip

    answer = browser.get(reverse("participants:letter", args=[delegation.pk, letter.pk]))

    assert body(answer) == PNG
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Type"] == "image/png"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reference": ""}, "Reference: This field is required."),
        ({"reference": "a\nb"}, "Reference: Write this in one line, without line breaks."),
        ({"dated_on": "2999-01-01"}, "Date of the letter: This day is still to come."),
        ({"dated_on": "yesterday"}, "Date of the letter: Enter a valid date."),
        ({"covers": ["0"]}, "Who is named in it: Select a valid choice. 0 is not one of the available choices."),
        ({"covers": ["x"]}, "Who is named in it: “x” is not a valid value."),
        ({"covers": []}, "Who is named in it: This field is required."),
    ],
)
def test_what_is_wrong_with_a_letter_is_said_beside_its_field(browser, delegation, wrong, sentence):
    answer = browser.post(address(delegation), sent(RegistrationFactory(delegation=delegation), **wrong))

    assert errors(answer) == [sentence]
    assert not NominationLetter.objects.exists()


def test_a_letter_covers_nobody_of_another_delegation(browser, delegation, focal_point):
    stranger = RegistrationFactory()

    answer = browser.post(address(delegation), sent(stranger))

    assert "is not one of the available choices" in errors(answer)[0]
    with pytest.raises(TransitionError, match="covers people of its own delegation only"):
        letter_of(delegation, stranger, by=focal_point)


def test_after_the_deadline_only_staff_send_in_a_letter(browser, delegation, focal_point, officer):
    named = RegistrationFactory(delegation=delegation)
    delegation.confirm_by = timezone.localdate() - timedelta(days=2)
    delegation.save()

    late = browser.post(address(delegation), sent(named))

    assert browser.get(address(delegation)).url == delegation.get_absolute_url()
    assert errors(late)[0].startswith("Confirmations closed at the end of")
    assert letter_of(delegation, named, by=officer).uploaded_by == officer


WHO_OPENS = {
    "focal point": 200, "head": 200, "officer": 200, "member": 404, "focal point of others": 404, "desk": 404,
    "anonymous": 302,
}  # fmt: skip


def test_who_opens_a_letter_and_a_row_for_each_time(delegation, focal_point, officer):
    letter = letter_of(delegation, by=focal_point)
    other = DelegationFactory(event=delegation.event)
    other.focal_points.add(UserFactory())
    people = {
        "focal point": focal_point,
        "head": RegistrationFactory(delegation=delegation, role="head", approved=True).person,
        "officer": officer,
        "member": RegistrationFactory(delegation=delegation, approved=True).person,
        "focal point of others": other.focal_points.get(),
        "desk": UserFactory(staff=True, group="Registration desk"),
    }
    browsers = {who: signed_in(Client(), person) for who, person in people.items()} | {"anonymous": Client()}

    answers = {
        who: browser.get(reverse("participants:letter", args=[delegation.pk, letter.pk]))
        for who, browser in browsers.items()
    }
    seen = {who: (answer.status_code, body(answer) == PDF)[0] for who, answer in answers.items()}

    assert seen == WHO_OPENS
    taken = Disclosure.objects.order_by("pk").values_list("kind", "by", "delegation", "detail")
    assert list(taken) == [
        ("letter", people[who].pk, delegation.pk, "Letter 12/2027") for who in ("focal point", "head", "officer")
    ]


def test_a_letter_whose_file_is_gone_is_a_sentence_and_counts_as_not_taken(browser, delegation, focal_point):
    letter = letter_of(delegation, by=focal_point)
    letter.file.storage.delete(letter.file.name)

    answer = browser.get(reverse("participants:letter", args=[delegation.pk, letter.pk]), follow=True)

    contact = delegation.event.contact_email
    assert answer.redirect_chain == [(delegation.get_absolute_url(), 302)]
    assert f"The file of letter 12/2027 is missing. Write to {contact}." in text(answer)
    assert not Disclosure.objects.exists()


def test_the_desk_does_not_read_of_letters(delegation, focal_point):
    letter_of(delegation, by=focal_point)
    desk = signed_in(Client(), UserFactory(staff=True, group="Registration desk"))

    assert "12/2027" not in text(desk.get(delegation.get_absolute_url()))


def test_a_letter_of_another_delegation_does_not_exist_under_ones_own(browser, delegation):
    other = DelegationFactory()
    letter = letter_of(other, by=UserFactory(staff=True, is_superuser=True))

    for address in ([delegation.pk, letter.pk], [other.pk, letter.pk], [delegation.pk, 10**30]):
        assert browser.get(reverse("participants:letter", args=address)).status_code == 404


def test_nothing_is_stored_for_somebody_who_may_not_send_a_letter(settings, tmp_path, delegation):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "missing"
    head = RegistrationFactory(delegation=delegation, role="head", approved=True).person
    senders = [(Client(), 302), (signed_in(Client(), head), 403), (signed_in(Client(), UserFactory()), 404)]
    for client, status in senders:
        answer = client.post(address(delegation), sent(file=upload(content=PDF.ljust(70_000, b"0"))))
        assert answer.status_code == status
        assert not answer.wsgi_request.FILES


def test_the_kinds_of_a_letter_are_among_those_of_the_portal():
    assert set(ALLOWED.values()) > actions.letters.LETTER_TYPES
