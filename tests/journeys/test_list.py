"""A focal point sends a ministry's list with two bad rows, and takes the good ones."""

import pytest
from playwright.sync_api import expect

from participants.models import OutgoingEmail
from participants.views import lists
from tests.factories import DelegationFactory, EventFactory, UserFactory
from tests.journeys.conftest import PHONE
from tests.participants.lists import spreadsheet

ROWS = [
    ["Šarić", "Ana", "ana@police-rs.example", "član", None, "Major"],
    ["Vuk", "Jovan", "no address"],
    ["Јовановић", "Ђорђе", "djordje@police-rs.example", "шеф делегације"],
    ["Ivić", "Iva", "iva@police-rs.example", "boss"],
]
HEADERS = ["Prezime", "Ime", "E-pošta", "Uloga", "Rezerva", "Čin"]


@pytest.fixture
def delegation():
    delegation = DelegationFactory(event=EventFactory(published=True, slug="here"), seats_member=3)
    delegation.focal_points.add(UserFactory(email="focal@police-rs.example"))
    return delegation


@pytest.fixture
def file():
    upload = spreadsheet(*ROWS, headers=HEADERS, name="spisak.xlsx")
    return {"name": upload.name, "mimeType": "application/octet-stream", "buffer": upload.read()}


def as_far_as_the_preview(page, sign_in, delegation, file):
    page.goto("/")
    sign_in(page, delegation.focal_points.get())
    page.goto(delegation.get_absolute_url())
    page.get_by_role("link", name="Nominate from a list").click()
    page.get_by_label("List").set_input_files(file)
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_label("Čin")).to_have_value("rank")
    page.get_by_role("button", name="Show the preview").click()


def test_a_list_with_two_bad_rows_on_a_phone(visit, sign_in, assert_accessible, delegation, file):
    page = visit(PHONE)

    page.goto("/")
    as_far_as_the_preview(page, sign_in, delegation, file)
    expect(page.get_by_role("heading", name="Wrong: not taken")).to_be_visible()
    expect(page.get_by_text("“no address” is no e-mail address.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Take the 2 good rows only").click()

    expect(page.get_by_role("heading", name="The list was taken")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="See the delegation").click()
    expect(page.get_by_role("heading", name="Ђорђе Јовановић")).to_be_visible()
    assert delegation.registrations.count() == 2
    assert OutgoingEmail.objects.filter(purpose="nomination").count() == 2


def test_a_bar_leads_on_without_javascript(chromium, live_server, sign_in, delegation, file, monkeypatch):
    monkeypatch.setattr(lists, "DONE_AT_ONCE", 0)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()

    as_far_as_the_preview(page, sign_in, delegation, file)
    expect(page.get_by_role("heading", name="Preview")).to_be_visible()
    page.get_by_role("button", name="Take the 2 good rows only").click()

    expect(page.get_by_role("heading", name="The list was taken")).to_be_visible()
    context.close()


def test_the_columns_and_the_upload_are_accessible(visit, sign_in, assert_accessible, delegation, file):
    page = visit(PHONE)
    as_far_as_the_preview(page, sign_in, delegation, file)

    page.get_by_role("link", name="Choose the columns again").click()
    expect(page.get_by_role("heading", name="What are the columns?")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Prezime").select_option("")
    page.get_by_role("button", name="Show the preview").click()
    expect(page.locator(".error-summary")).to_contain_text("Say which column holds: family name.")
    page.get_by_role("link", name="Nominate from a list").click()
    assert_accessible(page)
