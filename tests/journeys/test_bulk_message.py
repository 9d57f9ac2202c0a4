"""An officer writes to the people of a workshop, from the first step to the stop."""

import pytest
from playwright.sync_api import expect

from participants.models import OutgoingEmail
from tests.factories import DelegationFactory, EventFactory, JurisdictionFactory, RegistrationFactory, UserFactory
from tests.journeys.conftest import DESKTOP
from tests.journeys.test_officer import enter_app_code

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer():
    return UserFactory(staff=True, group="Event officers", email="officer@seesac.example")


@pytest.fixture
def people(officer):
    """Two of Albania who come, and one of Serbia who is asking."""
    event = EventFactory(published=True, title="Workshop on tracing")
    albania, serbia = (
        DelegationFactory(event=event, jurisdiction=JurisdictionFactory(code=code, name=name))
        for code, name in (("AL", "Albania"), ("RS", "Serbia"))
    )
    made = [
        RegistrationFactory(approved=True, delegation=albania, by=officer, person=UserFactory(family_name="Çela")),
        RegistrationFactory(approved=True, delegation=albania, by=officer, person=UserFactory(family_name="Hoxha")),
        RegistrationFactory(submitted=True, delegation=serbia, by=officer, person=UserFactory(family_name="Šarić")),
    ]
    OutgoingEmail.objects.all().delete()
    return made


def test_an_officer_writes_tests_confirms_and_stops_without_javascript(
    chromium, live_server, sign_in, second_factor, officer, people
):
    read_app = second_factor(officer)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, **DESKTOP)
    page = context.new_page()
    page.goto("/")
    sign_in(page, officer)
    enter_app_code(page, read_app)

    page.get_by_role("link", name="Back office").click()
    page.get_by_role("link", name="Bulk messages", exact=True).click()
    page.get_by_role("link", name="Add bulk message").click()
    page.get_by_label("Event").select_option(label="Workshop on tracing")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("heading", name="2 people of 1 delegation")).to_be_visible()
    page.get_by_label("Awaiting decision").check()
    page.get_by_role("button", name="Find people").click()
    expect(page.get_by_role("heading", name="3 people of 2 delegations")).to_be_visible()
    page.get_by_label("Leave out").nth(1).check()
    page.get_by_role("button", name="Save and write the text").click()

    page.get_by_label("Subject").fill("Another room for {delegation}")
    page.get_by_label("Text").fill("Dear {name},\n\nwe meet in the Grand Hall, {nowhere}.")
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no placeholder {nowhere} here.")
    page.get_by_label("Text").fill("Dear {name},\n\nwe meet in the Grand Hall.\nVenue: {venue}")
    page.get_by_role("button", name="Save and preview").click()

    expect(page.get_by_text("{venue} is empty for 2 of 2.")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_label("Preview")).to_contain_text("Another room for Serbia")
    page.get_by_role("button", name="Test to me").click()
    expect(page.get_by_text("A test is on its way to officer@seesac.example")).to_be_visible()
    assert [mail.to for mail in OutgoingEmail.objects.filter(purpose="test")] == [officer.email]

    page.get_by_role("link", name="Go on to sending").click()
    page.get_by_role("button", name="Send to 2 people of 2 delegations").click()
    expect(page.get_by_text("2 mails will leave in five minutes.")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped. 2 mails will not leave.")).to_be_visible()
    page.go_back()
    states = OutgoingEmail.objects.filter(purpose="announcement").values_list("registration", "status")
    assert dict(states) == {people[0].pk: "stopped", people[1].pk: "skipped", people[2].pk: "stopped"}
    context.close()


def test_every_step_is_accessible_on_a_desk_and_writes_placeholders_by_a_click(
    visit, sign_in, second_factor, assert_accessible, officer, people
):
    read_app = second_factor(officer)
    page = visit(DESKTOP)
    page.goto("/")
    sign_in(page, officer)
    enter_app_code(page, read_app)
    expect(page.get_by_role("link", name="Back office")).to_be_visible()

    page.goto("/admin/participants/announcement/add/")
    page.get_by_label("Event").select_option(label="Workshop on tracing")
    page.get_by_role("button", name="Save", exact=True).click()
    assert_accessible(page)
    page.get_by_role("link", name="Text").click()
    page.get_by_label("Text", exact=True).fill("Dear ")
    page.get_by_role("button", name="{name}").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Dear {name}")
    assert_accessible(page)
    page.get_by_role("button", name="Save and preview").click()
    assert_accessible(page)
    page.get_by_role("link", name="Go on to sending").click()
    assert_accessible(page)
    page.get_by_role("button", name="Send to 2 people of 1 delegation").click()
    expect(page.get_by_role("heading", name="Mails")).to_be_visible()
    assert_accessible(page)
    page.goto("/admin/participants/mailtemplate/add/?purpose=offer")
    assert_accessible(page)
