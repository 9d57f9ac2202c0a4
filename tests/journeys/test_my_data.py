"""Somebody on a phone reads what the portal holds about them, corrects it, takes it along, and asks to be erased."""

import re

import pytest
from playwright.sync_api import expect

from participants.models import DataRequest, User
from tests.factories import RegistrationFactory, UserFactory
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person():
    officer = UserFactory(staff=True)
    person = UserFactory(given_name="Đurđa", family_name="Šarić", own_script_name="Ђурђа Шарић", rank="Inspektor")
    RegistrationFactory(approved=True, person=person, by=officer)
    return person


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_reading_correcting_downloading_and_asking(visit, sign_in, assert_accessible, person):
    page = visit(PHONE)
    page.goto("/")
    sign_in(page, person)

    page.locator("details.account summary").click()
    page.get_by_role("link", name="My data").click()
    expect(page.get_by_role("heading", name="My data")).to_be_visible()
    expect(page.get_by_text("Ђурђа Шарић").first).to_be_visible()
    page.get_by_text("Awaiting decision → Approved").click()
    expect(page.get_by_text("The organisers", exact=True).first).to_be_visible()
    assert fits(page)
    assert_accessible(page)

    page.get_by_role("link", name="Correct my record").click()
    page.get_by_label("Rank").fill("Viši <inspektor>")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("plain words")
    expect(page.get_by_label("Rank")).to_have_value("Viši <inspektor>")
    assert fits(page)
    assert_accessible(page)
    page.get_by_label("Rank").fill("Viši inspektor")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert User.objects.get(pk=person.pk).rank == "Viši inspektor"

    with page.expect_download() as download:
        page.get_by_role("link", name="Download as XLSX").click()
    assert re.fullmatch(r"my-data-\d{4}-\d\d-\d\d\.xlsx", download.value.suggested_filename)

    page.get_by_role("link", name="Object, erase or ask").click()
    page.get_by_label("Erase my data").check()
    assert fits(page)
    assert_accessible(page)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("The organisers were asked.")).to_be_visible()
    assert DataRequest.objects.values_list("person", "kind", "status").get() == (person.pk, "erasure", "open")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible_in_every_theme(visit, sign_in, assert_accessible, person, scheme):
    page = visit(PHONE | {"color_scheme": scheme})
    page.goto("/")
    sign_in(page, person)

    for address in ("/account/my-data/", "/account/my-data/correct/", "/account/my-data/ask/", "/privacy/"):
        page.goto(address)
        assert fits(page)
        assert_accessible(page)
