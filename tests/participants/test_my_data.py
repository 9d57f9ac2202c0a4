"""My data: everything about me and nothing of anybody else, as a page, as JSON and as a spreadsheet."""

import io
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from participants import actions
from participants.models import (
    DataRequest,
    Disclosure,
    ListImport,
    Logistics,
    NominationLetter,
    OutgoingEmail,
    PersonalLink,
    Registration,
    User,
)
from participants.my_data import everything_about
from participants.personal_data import LINES
from tests.clients import signed_in, text
from tests.factories import DelegationFactory, EventFactory, MaterialFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGE, CORRECT, ASK = "/account/my-data/", "/account/my-data/correct/", "/account/my-data/ask/"


def file(kind):
    return reverse("participants:my_data_download", args=[kind])


def fill(person, officer, delegation=None):
    """Rows of every kind about the person, at one more event."""
    delegation = delegation or DelegationFactory(event=EventFactory(published=True), seats_member=9)
    made = RegistrationFactory(submitted=True, delegation=delegation, person=person, by=officer)
    Registration.objects.filter(pk=made.pk).update(rank="Inspector", interpretation="sq", draft={"rank": "Chief"})
    made.refresh_from_db()
    actions.approve(made, by=officer, reason="Welcome.")
    Logistics.objects.create(registration=made, diet=["vegan"], access_needs="Step-free room", arrival_note="JU 123")
    PersonalLink.objects.create(
        person=person, email=person.email, registration=made, expires_at=timezone.now() + timedelta(days=9)
    )
    delegation.focal_points.add(person)
    letter = NominationLetter.objects.create(
        delegation=delegation, file="x", original_name="letter.pdf", sha256="0" * 64, size=1, media_type="pdf",
        reference="01-17", dated_on=timezone.localdate(), signatory="Minister Ivo Ivić", uploaded_by=officer,
    )  # fmt: skip
    letter.covers.add(made)
    ListImport.objects.create(delegation=delegation, uploaded_by=person, original_name="delegation.xlsx")
    OutgoingEmail.objects.create(purpose="notice", to=person.email, subject="For you", body="Dear colleague")
    paper = MaterialFactory(event=delegation.event, cleared=True, title="Slides on tracing")
    paper.current.accesses.create(person=person, how="download")
    Disclosure.objects.create(kind="logistics", by=officer, event=delegation.event, registration=made)
    DataRequest.objects.create(kind="correction", person=person, text="My rank is another.")
    return made


@pytest.fixture
def person(officer):
    person = UserFactory(given_name="Ana", family_name="Qwertić", rank="Chief", sex="female", badge_name="Anica")
    person.rank = "Chief inspector"
    person.save()
    fill(person, officer)
    return person


@pytest.fixture
def browser(person):
    return signed_in(Client(), person)


# --- What is in it --------------------------------------------------------------------------------


def test_the_page_shows_rows_of_every_kind(browser, person):
    answer = browser.get(PAGE)

    assert [part.key for part, _, _ in answer.context["parts"]] == [part.key for part in everything_about(person)]
    said = text(answer)
    for words in ("Ana Qwertić", "Anica", "Inspector", "Step-free room", "JU 123", "01-17", "Slides on tracing",
                  "Dear colleague", "My rank is another.", "Welcome.", "Chief", "delegation.xlsx"):  # fmt: skip
        assert words in said


def test_nothing_of_anybody_else_is_in_it(browser, person, officer):
    """A colleague of the same delegation has everything too, and so do the officer and the minister who signed."""
    colleague = UserFactory(given_name="Zdenko", family_name="Yxcvbić", rank="Tajni rang")
    fill(colleague, officer, person.registrations.get().delegation)
    registration = person.registrations.get()
    actions.replace(registration, person=UserFactory(given_name="Nova", family_name="Asdfić"), by=officer)
    User.objects.filter(pk=officer.pk).update(given_name="Officer", family_name="Poiuytić")

    answers = [browser.get(PAGE).content.decode(), browser.get(file("json")).content.decode(),
               cells(browser.get(file("xlsx")))]  # fmt: skip

    for answer in answers:
        assert "Qwertić" in answer
        for words in ("Yxcvbić", "Zdenko", "Tajni rang", colleague.email, "Poiuytić", officer.email, "Ivić"):
            assert words not in answer


def cells(answer):
    book = load_workbook(io.BytesIO(answer.content))
    return "\n".join(str(cell) for row in book.active.iter_rows(values_only=True) for cell in row)


def test_every_field_that_the_inventory_promises_the_person_is_in_the_download(browser):
    """Of one's own rows; of what others did with them the page says that it happened, not every column."""
    held = json.loads(browser.get(file("json")).content)
    found = {
        "User": held["account"][0].keys(),
        "Registration": held["registrations"][0].keys(),
        "Logistics": held["logistics"][0].keys(),
        "DataRequest": held["requests"][0].keys() | {"kind", "person"},
    }
    named_otherwise = {
        "User.user_permissions", "Registration.person", "Registration.decided_by", "Registration.replaced_by",
        "Registration.nominated_by", "DataRequest.answered_by",
    }  # fmt: skip

    promised = [field for line in LINES if "P" in line.who and line.what for field in line.fields]

    missing = [field for field in promised if field.split(".")[0] in found
               and field.split(".")[1] not in found[field.split(".")[0]]]  # fmt: skip
    assert set(missing) == named_otherwise


def test_a_code_and_the_key_of_a_link_are_not_in_it(browser, person):
    OutgoingEmail.objects.create(purpose="code", to=person.email, subject="Code", body="XK7P-22QM")

    document = browser.get(file("json")).content.decode()

    assert "XK7P-22QM" not in document
    assert PersonalLink.objects.get().key not in document


def test_mails_about_me_to_others_are_not_mine(browser, person):
    OutgoingEmail.objects.create(
        purpose="reminder", to="focal@police.example", subject="Remind them", body="Of many",
        registration=person.registrations.get(),
    )  # fmt: skip

    assert "Remind them" not in text(browser.get(PAGE))


def test_what_was_written_to_whoever_had_my_address_before_is_not_mine(officer):
    before = UserFactory(given_name="Qendrim")
    address = before.email
    RegistrationFactory(approved=True, person=before)
    OutgoingEmail.objects.create(purpose="notice", to=address, subject="Account", body="Dear Qendrim")
    before.email = "other@police.example"
    before.save()
    after = UserFactory(email=address)
    OutgoingEmail.objects.create(purpose="notice", to=address, subject="For me", body="Dear you")

    mails = next(part for part in everything_about(after) if part.key == "mails").entries

    assert [mail.title for mail in mails] == ["For me"]


def test_lists_taken_before_i_was_registered_are_not_told(browser, person, officer):
    event = person.registrations.get().event
    before = Disclosure.objects.create(kind="list", by=officer, event=event, rows=3)
    after = Disclosure.objects.create(kind="list", by=officer, event=event, rows=4)
    Registration.objects.filter(person=person).update(created_at=after.at)
    assert before.at < after.at

    told = next(part for part in everything_about(person) if part.key == "disclosures").entries

    assert [entry.title for entry in told] == ["List of registrations"]


def test_somebody_without_any_registration_has_a_page(officer):
    lonely = UserFactory()

    answer = signed_in(Client(), lonely).get(PAGE)

    assert [part.key for part, _, _ in answer.context["parts"]] == ["account"]
    assert "The portal holds none of this" in text(answer)
    assert signed_in(Client(), officer).get(PAGE).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_registration_or_many(officer, django_assert_num_queries, count):
    person = UserFactory()
    for _ in range(count):
        fill(person, officer)
    browser = signed_in(Client(), person)

    with django_assert_num_queries(21):
        browser.get(PAGE)


# --- Files ----------------------------------------------------------------------------------------


def test_the_download_is_written_down_and_named(browser, person):
    answer = browser.get(file("json"))

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="my-data-')
    assert json.loads(answer.content)["account"][0]["family_name"] == "Qwertić"
    assert Disclosure.objects.filter(kind="own_data").values_list("by", "detail").get() == (person.pk, "JSON")


def test_a_spreadsheet_executes_nothing(officer):
    person = UserFactory(rank="=HYPERLINK(1)")

    answer = signed_in(Client(), person).get(file("xlsx"))

    found = [cell for row in load_workbook(io.BytesIO(answer.content)).active for cell in row]
    assert [cell.data_type for cell in found if cell.value == "=HYPERLINK(1)"] == ["s"]


def test_there_is_no_other_kind_of_file(browser):
    assert browser.get(file("pdf")).status_code == 404
    assert Disclosure.objects.filter(kind="own_data").count() == 0


# --- Correcting -----------------------------------------------------------------------------------


def test_what_nobody_decides_about_is_corrected_at_once(browser, person):
    data = {"badge_name": "Ana Q.", "rank": "Adviser", "position": "", "sex": "not_stated",
            "working_languages": ["en"], "mail_language": "sq"}  # fmt: skip

    answer = browser.post(CORRECT, data)

    person.refresh_from_db()
    assert answer.url == PAGE
    assert (person.badge_name, person.rank, person.sex) == ("Ana Q.", "Adviser", "not_stated")
    assert (person.working_languages, person.mail_language) == (["en"], "sq")
    assert person.registrations.get().rank == "Inspector"


def test_who_one_is_cannot_be_changed_there(browser, person):
    data = {"sex": "male", "mail_language": "en", "family_name": "Other", "email": "x@x.example", "is_staff": "on"}

    browser.post(CORRECT, data)

    person.refresh_from_db()
    assert (person.family_name, person.is_staff, person.sex) == ("Qwertić", False, "male")


def test_a_hostile_value_is_refused_and_kept(browser, person):
    answer = browser.post(CORRECT, {"rank": "Chief <b>", "sex": "female", "mail_language": "en"})

    person.refresh_from_db()
    assert answer.status_code == 200
    assert "Chief &lt;b&gt;" in answer.content.decode()
    assert person.rank == "Chief inspector"


# --- Asking ---------------------------------------------------------------------------------------


def test_a_request_waits_for_staff_and_its_answer_comes_back(browser, person, officer, desk):
    DataRequest.objects.all().delete()

    browser.post(ASK, {"kind": "objection", "text": "No photographs of me."})

    made = DataRequest.objects.get()
    assert (made.person, made.kind, made.status) == (person, "objection", "open")
    assert "1 person asks about their data" in text(desk.get(reverse("admin:index")))
    move = reverse("admin:participants_datarequest_move", args=[made.pk, "answered"])
    assert "No photographs of me." in text(desk.get(move))
    desk.post(move, {"answer": "None were taken."})
    made.refresh_from_db()
    assert (made.status, made.answered_by, made.answer) == ("answered", officer, "None were taken.")
    assert "None were taken." in text(browser.get(PAGE))
    told = OutgoingEmail.objects.filter(to=person.email, purpose="notice").latest("pk")
    assert PAGE in told.body
    assert "photographs" not in told.body


def test_sent_twice_it_is_one_request(browser):
    for _ in range(2):
        browser.post(ASK, {"kind": "erasure", "text": ""})

    assert DataRequest.objects.filter(kind="erasure").count() == 1


def test_too_many_open_requests_get_a_sentence(browser):
    for number in range(6):
        answer = browser.post(ASK, {"kind": "objection", "text": f"Number {number}"})

    assert "5 of your requests wait for an answer already." in text(answer)
    assert "Number 5" in answer.content.decode()
    assert DataRequest.objects.filter(status="open").count() == 5


def test_an_objection_needs_words(browser):
    answer = browser.post(ASK, {"kind": "objection", "text": " "})

    page = text(answer)
    assert "In your words: Write what you mean, so that it can be answered." in page
    assert not DataRequest.objects.filter(kind="objection").exists()


def test_an_answered_request_is_not_answered_again(officer, desk):
    made = DataRequest.objects.create(kind="erasure", person=UserFactory())
    actions.answer_request(made, by=officer, answer="Done.")

    answer = desk.post(reverse("admin:participants_datarequest_move", args=[made.pk, "answered"]), {"answer": "No."})

    made.refresh_from_db()
    assert made.answer == "Done."
    assert "is answered" in text(answer)
