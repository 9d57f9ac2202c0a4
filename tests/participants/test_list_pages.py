"""The pages of a list: from the file to the people, small lists at once and large ones with a bar."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from participants.models import ListImport, OutgoingEmail, Registration
from participants.views import lists as views
from tests.clients import body, signed_in, text
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory
from tests.participants.lists import HEADERS, previewed, spreadsheet, taken

pytestmark = pytest.mark.django_db
ANA = ["Šarić", "Ana", "ana@police.example"]
MIRA = ["Ивић", "Мира", "mira@police.example"]
BAD = ["Vuk", "Jovan", "no address"]


@pytest.fixture
def focal():
    return UserFactory()


@pytest.fixture
def delegation(focal):
    delegation = DelegationFactory(event=EventFactory(published=True), seats_member=3)
    delegation.focal_points.add(focal)
    return delegation


@pytest.fixture
def browser(focal):
    return signed_in(Client(), focal)


@pytest.fixture
def with_a_bar(monkeypatch):
    monkeypatch.setattr(views, "DONE_AT_ONCE", 0)


def upload_page(delegation):
    return reverse("participants:list_upload", args=[delegation.pk])


def page_of(found, name):
    return reverse(f"participants:list_{name}", args=[found.delegation_id, found.pk])


def chosen(found):
    return {f"column_{column}": field for column, field in found.mapping.items()}


def confirm(browser, found, **data):
    return browser.post(page_of(found, "preview"), {"seen": found.outcome["digest"], "invite": "on"} | data)


def test_a_focal_point_comes_from_a_file_to_people(browser, delegation):
    answer = browser.post(upload_page(delegation), {"file": spreadsheet(ANA, BAD, MIRA)})
    found = ListImport.objects.get()
    assert answer.url == page_of(found, "columns")

    answer = browser.post(answer.url, chosen(found))
    assert answer.url == page_of(found, "preview")
    assert "2 new 1 wrong" in text(browser.get(answer.url))

    found.refresh_from_db()
    answer = confirm(browser, found)
    assert answer.url == page_of(found, "result")
    assert "Nominated 2 Written to 2 Changed 0 As they were 0 Not taken 1" in text(browser.get(answer.url))
    assert set(delegation.registrations.values_list("family_name", flat=True)) == {"Šarić", "Ивић"}


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "Save it as .xlsx and send the new one."),
        (SimpleUploadedFile("list.csv", b"Ime;Prezime\n"), "There is nobody below the headers in row 1."),
        (SimpleUploadedFile("list.csv", b""), "The file is empty."),
        ("", "Choose a file."),
    ],
)
def test_a_file_that_is_not_read_says_why_beside_its_field_and_on_top(browser, delegation, file, sentence):
    page = browser.post(upload_page(delegation), {"file": file})

    assert text(page).count(sentence) == 2
    assert not ListImport.objects.exists()


def test_a_file_of_somebody_who_may_not_send_one_is_not_kept(delegation, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "missing"
    head = RegistrationFactory(approved=True, delegation=delegation, role="head").person

    desk = UserFactory(staff=True, group="Registration desk")
    for person, status in ((head, 403), (UserFactory(), 404), (desk, 403)):
        answer = signed_in(Client(), person).post(upload_page(delegation), {"file": spreadsheet(ANA)})
        assert answer.status_code == status


def test_after_the_deadline_the_page_says_whom_to_ask_and_staff_go_on(browser, desk, delegation):
    delegation.nominate_by = timezone.localdate() - timezone.timedelta(days=1)
    delegation.save()

    page = browser.get(upload_page(delegation))

    assert "Nominations closed" in text(page)
    assert "workshop@seesac.example" in text(page)
    assert b'type="file"' not in page.content
    assert "Nominations closed" in text(browser.post(upload_page(delegation), {"file": spreadsheet(ANA)}))
    assert b'type="file"' in desk.get(upload_page(delegation)).content


def test_columns_must_say_where_the_names_and_addresses_are(browser, delegation, focal):
    found = previewed(delegation, ANA, by=focal)

    page = browser.post(page_of(found, "columns"), {"column_0": "family_name"})

    assert "Say which column holds: given name, e-mail address." in text(page)


def test_two_columns_do_not_fill_one_field(browser, delegation, focal):
    found = previewed(delegation, ANA, by=focal)

    page = browser.post(page_of(found, "columns"), chosen(found) | {"column_5": "email"})

    assert text(page).count("“E-mail” fills the same field. Choose one of them.") == 2


def test_a_whole_name_beside_one_of_its_parts_is_a_contradiction(browser, delegation, focal):
    found = previewed(delegation, ANA, by=focal)

    page = browser.post(page_of(found, "columns"), chosen(found) | {"column_5": "given_and_family"})

    assert "Choose either the whole name, or given name and family name." in text(page)


def test_an_invented_field_or_column_is_refused(browser, delegation, focal):
    found = previewed(delegation, ANA, by=focal)

    page = browser.post(page_of(found, "columns"), chosen(found) | {"column_5": "is_staff", "column_99": "email"})

    assert "is_staff is not one of the available choices" in text(page)


def test_a_large_list_shows_a_bar_without_javascript(browser, delegation, focal, with_a_bar):
    found = previewed(delegation, ANA, MIRA, by=focal)

    answer = confirm(browser, found)

    assert answer.streaming
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert "no-store" in answer.headers["Cache-Control"]
    page = body(answer).decode()
    bars = [int(value) for value in re.findall(r'<progress max="100" value="(\d+)"', page)]
    assert bars == sorted(set(bars))
    assert bars[-1] == 100
    assert page.rstrip().endswith("</html>")
    assert f'content="0; url={page_of(found, "result")}"' in page
    assert delegation.registrations.count() == 2


def test_the_history_of_a_streamed_answer_says_who_and_where(browser, delegation, focal, with_a_bar):
    found = previewed(delegation, ANA, by=focal)

    body(confirm(browser, found))

    entry = delegation.registrations.get().history.get()
    assert (entry.pgh_context["user"], entry.pgh_context["url"]) == (focal.pk, page_of(found, "preview"))


@pytest.mark.django_db(transaction=True)  # closing an answer closes the connection, as on a server
def test_a_reader_who_leaves_a_streamed_answer_has_done_nothing(browser, delegation, focal, with_a_bar):
    found = previewed(delegation, ANA, MIRA, by=focal)
    answer = confirm(browser, found)
    pieces = iter(answer.streaming_content)
    while b'value="40"' not in next(pieces):
        pass

    answer.close()

    assert not Registration.objects.exists()
    assert not OutgoingEmail.objects.exists()
    assert ListImport.objects.get().status == "previewed"


def test_a_refusal_in_a_streamed_answer_is_a_sentence_with_a_way_back(browser, delegation, focal, with_a_bar):
    found = previewed(delegation, ANA, by=focal)
    RegistrationFactory(
        delegation=delegation, person=UserFactory(), given_name="Ана", family_name="Шарић", role="member"
    )

    page = body(confirm(browser, found)).decode()

    assert "The delegation changed since this preview." in page
    assert "http-equiv" not in page.split("<main")[1]
    assert "1 perhaps there already" in text(browser.get(page_of(found, "preview")))


def test_a_fault_in_a_streamed_answer_is_said_and_reaches_the_log(browser, delegation, focal, with_a_bar, monkeypatch):
    def broken(*args, **kwargs):
        yield 10
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(views.actions, "apply_list", broken)
    pieces = []

    with pytest.raises(RuntimeError, match="The disk is full"):
        pieces.extend(confirm(browser, previewed(delegation, ANA, by=focal)).streaming_content)

    assert "Something went wrong, and nothing was done." in pieces[-1].decode()


def test_what_changed_since_the_preview_leads_to_a_new_one(browser, delegation, focal):
    found = previewed(delegation, ANA, by=focal)
    RegistrationFactory(delegation=delegation, person=UserFactory(email=ANA[2]), given_name="Ana", family_name="Šarić")

    page = browser.post(page_of(found, "preview"), {"seen": found.outcome["digest"]}, follow=True)

    assert "The delegation changed since this preview. Nothing was taken; look at the new one." in text(page)
    assert "1 as they are" in text(page)


def test_sent_twice_it_is_taken_once_and_the_second_leads_to_the_result(browser, delegation, focal):
    found = previewed(delegation, ANA, by=focal)
    confirm(browser, found)

    page = browser.post(page_of(found, "preview"), {"seen": found.outcome["digest"], "invite": "on"}, follow=True)

    assert "“list.xlsx” was taken already." in text(page)
    assert "The list was taken" in text(page)
    assert delegation.registrations.count() == OutgoingEmail.objects.count() == 1


def test_a_list_that_is_over_leads_on_with_a_sentence(browser, delegation, focal):
    found = previewed(delegation, ANA, by=focal)
    ListImport.objects.update(expires_at=timezone.now())

    for page in ("columns", "preview"):
        assert "more than a day ago" in text(browser.get(page_of(found, page), follow=True))
    assert "more than a day ago" in text(browser.post(page_of(found, "columns"), chosen(found), follow=True))
    confirm(browser, found)
    assert not Registration.objects.exists()


def test_a_list_that_was_erased_for_somebody_in_it_says_so(browser, delegation, focal):
    found = previewed(delegation, ANA, by=focal)
    ListImport.objects.update(rows=[], outcome={})

    for page in ("columns", "preview", "report"):
        assert "is not kept any more. Send it again." in text(browser.get(page_of(found, page), follow=True))


def test_discarding_says_so_and_erases(browser, delegation, focal):
    found = previewed(delegation, ANA, by=focal)

    page = browser.post(page_of(found, "discard"), follow=True)

    assert "The list was discarded. Nothing was taken." in text(page)
    assert ListImport.objects.get().rows == []
    assert "was discarded" in text(browser.post(page_of(found, "discard"), follow=True))


def test_the_preview_comes_after_the_columns_and_the_result_after_taking(browser, delegation):
    browser.post(upload_page(delegation), {"file": spreadsheet(ANA)})
    found = ListImport.objects.get()

    assert browser.get(page_of(found, "preview")).url == page_of(found, "columns")
    assert browser.get(page_of(found, "result")).url == page_of(found, "preview")


def test_hostile_names_are_shown_as_text(browser, delegation, focal):
    found = previewed(delegation, ["<script>alert(1)</script>", "Ana", "a@b.example"], by=focal)

    assert b"<script>alert" not in browser.get(page_of(found, "preview")).content


def test_only_the_first_hundred_of_a_kind_are_shown_and_the_spreadsheet_has_all(browser, delegation, focal):
    rows = [[f"Family{number}", "Ana", "no address"] for number in range(103)]
    found = previewed(delegation, *rows, by=focal)

    assert "3 more are in the spreadsheet with every row." in text(browser.get(page_of(found, "preview")))
    answer = browser.get(page_of(found, "report"))
    assert load_workbook(io.BytesIO(answer.content)).active.max_row == 104


def test_the_spreadsheet_says_what_was_found_and_executes_nothing(browser, delegation, focal):
    found = previewed(delegation, ANA, ["=cmd", "Iva", "x"], by=focal)

    rows = load_workbook(io.BytesIO(browser.get(page_of(found, "report")).content)).active.iter_rows(min_row=2)

    first, second = ([cell.value or "" for cell in row] for row in rows)
    assert first == [2, "New", "Ana Šarić", "ana@police.example", "Member", "", "", ""]
    assert second[:2] == [3, "Wrong"]


def test_the_empty_list_has_headers_that_are_understood(browser, delegation):
    answer = browser.get(reverse("participants:list_template", args=[delegation.pk]))

    headers = [cell.value for cell in load_workbook(io.BytesIO(answer.content)).active[1]]
    file = spreadsheet(ANA, headers=headers)
    browser.post(upload_page(delegation), {"file": file})
    assert list(ListImport.objects.get().mapping.values()) == [
        "family_name", "given_name", "email", "role", "reserve", "own_script_name", "rank", "position", "service",
        "sex", "working_languages",
    ]  # fmt: skip


def test_a_list_is_there_for_whoever_sent_it_only(delegation, focal, officer):
    other = UserFactory()
    delegation.focal_points.add(other)
    found = previewed(delegation, ANA, by=focal)

    for person in (other, officer):
        client = signed_in(Client(), person)
        assert {
            client.get(page_of(found, page)).status_code for page in ("columns", "preview", "report", "result")
        } == {404}
        assert {client.post(page_of(found, page)).status_code for page in ("columns", "preview", "discard")} == {404}
    assert ListImport.objects.get().status == "previewed"


def test_a_list_is_not_found_under_another_delegation(browser, focal, delegation):
    other = DelegationFactory(event=delegation.event, seats_member=3)
    other.focal_points.add(focal)
    found = previewed(delegation, ANA, by=focal)

    for number in (found.pk, 10**30):
        for page in ("columns", "preview", "report", "result"):
            assert browser.get(reverse(f"participants:list_{page}", args=[other.pk, number])).status_code == 404


def test_somebody_who_is_no_focal_point_any_more_finds_nothing(browser, focal, delegation):
    found = previewed(delegation, ANA, by=focal)
    delegation.focal_points.remove(focal)

    assert confirm(browser, found).status_code == 404
    assert not Registration.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("columns", 6), ("preview", 6), ("result", 6)])
def test_pages_cost_the_same_for_one_row_or_many(
    browser, delegation, focal, page, queries, count, django_assert_num_queries
):
    rows = [[f"Family{chr(97 + number)}", "Ana", f"p{number}@x.example"] for number in range(count)]
    found = previewed(delegation, *rows, by=focal)
    if page == "result":
        taken(found, by=focal)

    with django_assert_num_queries(queries):
        assert browser.get(page_of(found, page)).status_code == 200


def test_headers_of_the_tests_are_known(delegation, focal):
    assert len(previewed(delegation, ANA, by=focal).mapping) == len(HEADERS)
