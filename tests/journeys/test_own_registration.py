"""A nominated person on a phone: confirms in steps, is approved, tells how they travel, corrects a name."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from participants import actions
from participants.models import Logistics, Registration
from tests.factories import DelegationFactory, EventFactory, JurisdictionFactory, RegistrationFactory, UserFactory
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nominated():
    soon = timezone.localdate() + timedelta(days=30)
    kosovo = JurisdictionFactory(code="XK", name="Kosovo*", footnote="In the context of resolution 1244.")
    event = EventFactory(published=True, title="Workshop on ballistics", starts_on=soon)
    delegation = DelegationFactory(
        event=event, jurisdiction=kosovo, seats_member=1, confirm_by=soon - timedelta(days=5)
    )
    focal_point = UserFactory(given_name="Ana", family_name="Kovač")
    return RegistrationFactory(
        delegation=delegation, nominated_by=focal_point, given_name="Gezim", family_name="Sari", rank="Major"
    )


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_person_confirms_is_approved_tells_the_journey_and_corrects_a_name(
    visit, sign_in, assert_accessible, nominated, officer
):
    page = visit(PHONE)
    page.goto("/")
    sign_in(page, nominated.person)

    page.get_by_role("link", name="Confirm your data by").click()
    expect(page.get_by_text("Ana K. nominated you on")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Check my data").click()
    page.get_by_label("Family name").fill("")
    page.get_by_label("Rank").fill("Colonel")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Rank")).to_have_value("Colonel")
    assert_accessible(page)
    page.locator(".error-summary").get_by_role("link", name="Family name").click()
    expect(page.get_by_label("Family name")).to_be_focused()
    page.get_by_label("Family name").fill("Šarić")
    page.get_by_label("Albanian").check()
    page.get_by_role("button", name="Save and continue").click()

    expect(page.get_by_role("link", name="Role and needs")).to_have_attribute("aria-current", "step")
    page.get_by_label("Interpretation into").select_option("sq")
    assert_accessible(page)
    page.get_by_role("button", name="Save and go back").click()
    expect(page.get_by_label("Family name")).to_have_value("Šarić")
    page.get_by_label("Position").fill("Head of section")
    page.get_by_role("link", name="Privacy and consent").click()
    expect(page.get_by_role("heading", name="Privacy and consent")).to_be_visible()
    expect(page.get_by_label("I may be in photographs")).not_to_be_checked()
    page.get_by_label("I may be in the participants’ list").check()
    assert_accessible(page)
    page.get_by_role("button", name="Save and continue").click()

    expect(page.get_by_role("heading", name="Review")).to_be_visible()
    assert fits(page)
    assert_accessible(page)
    page.get_by_role("button", name="Confirm and send").click()
    expect(page.get_by_text("Your data is confirmed and with the organisers.")).to_be_visible()
    expect(page.locator(".own-registration .chip")).to_have_text("Awaiting decision")
    row = Registration.objects.get(pk=nominated.pk)
    assert (row.family_name, row.rank, row.position, row.interpretation) == (
        "Šarić", "Colonel", "Head of section", "sq",
    )  # fmt: skip
    assert (row.photo_consent, row.list_consent) == (False, True)

    actions.approve(row, by=officer)
    page.reload()
    page.get_by_role("link", name="Journey, hotel and meals").click()
    first = row.event.starts_on
    page.get_by_label("How you arrive").select_option("air")
    page.get_by_label("Day and time of arrival").fill(f"{first}T09:30")
    page.get_by_label("Day and time of departure").fill(f"{first}T08:00")
    page.get_by_label("Without nuts").check()
    assert fits(page)
    assert_accessible(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".error-summary").get_by_role("link", name="Day and time of departure").click()
    expect(page.get_by_label("Without nuts")).to_be_checked()
    assert_accessible(page)
    page.get_by_label("Day and time of departure").fill(f"{first + timedelta(days=2)}T08:00")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. You can change it here until the workshop begins.")).to_be_visible()
    told = Logistics.objects.get(registration=row)
    assert (timezone.localtime(told.arrives_at, row.event.zone).hour, told.diet) == (9, ["no_nuts"])

    page.get_by_role("link", name="Correct my data").click()
    page.get_by_label("Given name").fill("Gëzim")
    assert_accessible(page)
    page.get_by_role("button", name="Save my corrections").click()
    expect(page.locator(".own-registration .chip")).to_have_text("Awaiting re-approval")
    expect(page.get_by_role("link", name="Agenda", exact=True)).to_be_visible()
    assert fits(page)
    assert_accessible(page)


def test_everything_works_without_javascript_and_in_the_dark(
    chromium, live_server, sign_in, assert_accessible, nominated
):
    look = PHONE | {"color_scheme": "dark"}
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, **look)
    page = context.new_page()
    page.goto("/")
    sign_in(page, nominated.person)

    page.get_by_role("link", name="Confirm your data by").click()
    page.get_by_role("link", name="Check my data").click()
    for _ in range(3):
        page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Confirm and send").click()
    expect(page.get_by_text("Your data is confirmed and with the organisers.")).to_be_visible()
    page.get_by_role("link", name="I cannot come").click()
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_label("Why you cannot come").fill("Other duties.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("You have withdrawn. Thank you for telling us.")).to_be_visible()
    context.close()
