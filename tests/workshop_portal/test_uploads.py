"""Uploads: who may send files, where, and how much of them is kept."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from events.models import Material
from tests.clients import signed_in, text
from tests.factories import EventFactory, UserFactory

pytestmark = pytest.mark.django_db
KB = 1024


@pytest.fixture
def no_place_for_files(settings, tmp_path):
    """Whoever tries to store an upload fails."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "missing"


@pytest.fixture
def limit(settings):
    settings.MATERIAL_MAX_BYTES = 1000 * KB


def paper(size, name="paper.pdf"):
    return SimpleUploadedFile(name, b"%PDF-".ljust(size, b"0"))


def paper_form(**more):
    return {
        "event": EventFactory().pk, "title": "Slides", "originator": "NABIS", "marking": "green",
        "audience": "everyone", "available_from_0": "", "available_from_1": "", "holds_no_case_data": "on",
        "versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0,
    } | more  # fmt: skip


@pytest.mark.usefixtures("no_place_for_files")
@pytest.mark.parametrize("page", ["account_login", "admin:events_material_add"])
def test_nothing_is_stored_for_a_visitor_whose_other_fields_arrive(page):
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("account_login"))
    files = {f"file{n}": paper(70 * KB) for n in range(6)}
    fields = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value, "email": "ana@police.example"}

    answer = client.post(reverse(page), files | fields)

    assert answer.status_code == 302
    assert answer.wsgi_request.POST["email"] == "ana@police.example"
    assert not answer.wsgi_request.FILES


@pytest.mark.usefixtures("no_place_for_files")
def test_nothing_is_stored_without_the_token_of_a_form():
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"file": paper(70 * KB)})

    assert answer.status_code == 403


@pytest.mark.usefixtures("no_place_for_files")
def test_nothing_is_stored_outside_of_the_back_office(desk):
    assert not desk.post(reverse("account_logout"), {"file": paper(70 * KB)}).wsgi_request.FILES


@pytest.mark.usefixtures("no_place_for_files")
def test_nothing_is_stored_for_a_participant():
    client = signed_in(Client(), UserFactory())

    assert not client.post(reverse("admin:events_material_add"), {"file": paper(70 * KB)}).wsgi_request.FILES


@pytest.mark.usefixtures("no_place_for_files")
def test_an_officer_in_the_back_office_may_send_files(desk):
    with pytest.raises(FileNotFoundError):
        desk.post(reverse("admin:events_material_add"), paper_form(new_file=paper(70 * KB)))


@pytest.mark.usefixtures("limit")
def test_the_files_of_a_request_are_kept_up_to_the_limit_and_report_their_true_size(officer):
    request = RequestFactory().post("/admin/", {f"file{n}": paper(450 * KB) for n in range(6)})
    request.user = officer

    files = list(request.FILES.values())

    assert [file.size for file in files] == [450 * KB] * 6
    kept = [file.seek(0, os.SEEK_END) for file in files]
    request.close()
    assert kept[:2] == [450 * KB] * 2
    assert sum(kept) <= 1000 * KB


@pytest.mark.usefixtures("limit")
@pytest.mark.parametrize(
    ("sizes", "sentence"),
    [
        ([1200], "The file is 1.2 MB; the portal takes up to 1000.0 KB."),
        ([600, 600], "The files sent together are more than 1000.0 KB; send them one at a time."),
    ],
)
def test_more_than_the_limit_is_refused_with_a_sentence_and_nothing_typed_is_lost(desk, sizes, sentence):
    *others, last = [paper(size * KB) for size in sizes]
    files = {f"other{n}": file for n, file in enumerate(others)} | {"new_file": last}

    page = desk.post(reverse("admin:events_material_add"), files | paper_form())

    assert sentence in text(page).replace("\xa0", " ")
    assert 'value="Slides"' in page.content.decode()
    assert not Material.objects.exists()
