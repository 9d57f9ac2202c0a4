"""An officer at the desk: second factor, list, bulk approval, mail in the outbox."""

import pytest
from playwright.sync_api import expect

from participants.models import OutgoingEmail
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory
from tests.journeys.conftest import DESKTOP, code_now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer():
    return UserFactory(staff=True, group="Event officers", email="officer@seesac.example")


@pytest.fixture
def waiting(officer):
    """Three people wait for two seats."""
    delegation = DelegationFactory(event=EventFactory(published=True), seats_member=2)
    rows = [RegistrationFactory(submitted=True, delegation=delegation, by=officer) for _ in range(3)]
    OutgoingEmail.objects.all().delete()
    return rows


def enter_app_code(page, read_app):
    page.locator("main input[name=code]").fill(read_app())
    page.get_by_role("main").get_by_role("button").first.click()


def test_an_officer_approves_in_bulk(visit, sign_in, second_factor, assert_accessible, officer, waiting):
    read_app = second_factor(officer)
    page = visit(DESKTOP)

    page.goto("/")
    sign_in(page, officer)
    page.wait_for_url("**/second-factor/authenticate/**")
    assert_accessible(page)
    enter_app_code(page, read_app)
    page.get_by_role("link", name="Back office").click()
    page.get_by_role("link", name="Registrations", exact=True).click()
    expect(page.get_by_role("heading", name="Registrations", exact=True)).to_be_visible()
    assert_accessible(page)

    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option(label="Approve…")
    page.get_by_role("button", name="Go").click()
    expect(page.locator(".confirm-summary")).to_contain_text("2 will change, 1 skipped")
    expect(page.locator(".skipped")).to_contain_text("All 2 seats of")
    assert_accessible(page)

    page.get_by_role("button", name="Approve 2").click()
    expect(page.get_by_text("2 changed to: approved")).to_be_visible()
    assert OutgoingEmail.objects.filter(move__after="approved", status="queued").count() == 2


def test_an_officer_sets_up_the_app_at_the_first_visit(visit, sign_in, assert_accessible, officer):
    page = visit(DESKTOP)

    page.goto("/")
    sign_in(page, officer)
    page.wait_for_url("**/second-factor/app/activate/**")

    assert_accessible(page)
    page.locator("main input[name=code]").fill(code_now(page.locator("code.secret").inner_text()))
    page.get_by_role("button", name="Activate").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="Go on to the back office").click()
    page.get_by_role("heading", name="Back office").wait_for()


def test_people_are_registered_and_approved_without_javascript(chromium, live_server, sign_in, second_factor, officer):
    """From the person's own page, because the picker of the form needs JavaScript."""
    event = EventFactory(published=True)
    delegation = DelegationFactory(event=event, seats_member=1)
    person = UserFactory(jurisdiction=delegation.jurisdiction)
    read_app = second_factor(officer)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, **DESKTOP)
    page = context.new_page()
    page.goto("/")
    sign_in(page, officer)
    enter_app_code(page, read_app)
    expect(page.get_by_role("link", name="Back office")).to_be_visible()

    page.goto(f"/admin/participants/delegation/{delegation.pk}/change/")
    page.get_by_label(str(person)).check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(f"/admin/participants/user/{person.pk}/change/")
    page.get_by_role("link", name="Register for a workshop").click()
    page.get_by_label("Delegation").select_option(str(delegation.pk))
    page.get_by_role("button", name="Save and continue editing").click()
    for verb in ("Submit", "Approve"):
        page.get_by_role("link", name=f"{verb}…").click()
        page.get_by_role("button", name=verb).click()
        expect(page.locator(".messagelist")).to_be_visible()

    assert list(delegation.focal_points.all()) == [person]
    assert delegation.registrations.holding_seat().get().person == person
    context.close()


def test_an_officer_declines_one_with_a_reason(visit, sign_in, second_factor, assert_accessible, officer, waiting):
    read_app = second_factor(officer)
    page = visit(DESKTOP)
    page.goto("/")
    sign_in(page, officer)
    enter_app_code(page, read_app)
    expect(page.get_by_role("link", name="Back office")).to_be_visible()

    page.goto(f"/admin/participants/registration/{waiting[0].pk}/change/")
    assert_accessible(page)
    page.get_by_role("link", name="Decline…").click()
    page.get_by_label("Reason").fill("The workshop is for investigators.")
    page.get_by_role("button", name="Decline").click()

    page.get_by_text("declined").first.wait_for()
    mail = OutgoingEmail.objects.get(move__registration=waiting[0], purpose="decision")
    assert "The workshop is for investigators." in mail.body
