"""An officer whose browser runs no JavaScript: from the first page through a decision, a re-approval, the overview."""

from datetime import timedelta

import pghistory
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from participants.models import Logistics, Registration
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory
from tests.journeys.conftest import DESKTOP

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer():
    return UserFactory(staff=True, group="Event officers", email="officer@seesac.example")


@pytest.fixture
def delegation():
    soon = timezone.localdate() + timedelta(days=20)
    event = EventFactory(published=True, title="Workshop on tracing", starts_on=soon, ends_on=soon)
    return DelegationFactory(event=event, seats_member=3)


@pytest.fixture
def page(chromium, live_server, sign_in, second_factor, officer):
    """The back office, signed in, without JavaScript."""
    read_app = second_factor(officer)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, **DESKTOP)
    page = context.new_page()
    page.goto("/")
    sign_in(page, officer)
    page.locator("main input[name=code]").fill(read_app())
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_role("link", name="Back office").click()
    yield page
    context.close()


def test_an_officer_decides_re_approves_and_looks_at_the_whole(page, officer, delegation):
    first, second = (
        RegistrationFactory(submitted=True, delegation=delegation, by=officer, person=UserFactory(family_name=name))
        for name in ("Babić", "Čolić")
    )
    changed = RegistrationFactory(approved=True, delegation=delegation, by=officer)
    with pghistory.context(user=changed.person_id):  # as from the person's own page
        Registration.objects.filter(pk=changed.pk).update(family_name="Ђорђевић")
        Registration.objects.get(pk=changed.pk).become("recheck", by=changed.person)
    Logistics.objects.create(registration=changed, diet=["vegan"])

    page.goto("/admin/")
    page.get_by_role("link", name="2 registrations await a decision: Workshop on tracing").click()
    page.get_by_role("link", name="Babić").click()
    page.get_by_role("link", name="Approve…").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".messagelist")).to_contain_text("approved")
    page.get_by_role("link", name="Next →").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Čolić")
    page.get_by_role("link", name="Decline…").click()
    page.get_by_label("Reason").fill("For investigators only.")
    page.get_by_role("button", name="Decline").click()
    page.get_by_role("link", name="History", exact=True).click()
    expect(page.get_by_role("table").first).to_contain_text("For investigators only.")

    page.goto("/admin/")
    page.get_by_role("link", name="1 change after the approval waits").click()
    page.get_by_role("link", name="Ђорђевић").click()
    expect(page.locator(".changes")).to_contain_text("Ђорђевић")
    page.get_by_role("link", name="Logistics").click()
    expect(page.get_by_label("Vegan")).to_be_checked()
    page.get_by_role("link", name="Approve the change…").click()
    page.get_by_role("button", name="Approve the change").click()
    expect(page.locator(".messagelist")).to_contain_text("approved")

    page.goto(f"/admin/events/event/{delegation.event_id}/change/")
    page.get_by_role("link", name="Overview").click()
    row = page.get_by_role("row", name=str(delegation))
    expect(row).to_contain_text("2")
    row.get_by_role("link", name=str(delegation)).click()
    expect(page.get_by_role("heading", name="Focal points", exact=True)).to_be_visible()

    states = {row.pk: row.status for row in Registration.objects.all()}
    assert states == {first.pk: "approved", second.pk: "declined", changed.pk: "approved"}


def test_an_officer_registers_somebody_new_and_asks_them(page, delegation):
    page.goto(f"/admin/participants/delegation/{delegation.pk}/change/")
    page.get_by_role("link", name="Register somebody…").click()
    page.get_by_role("link", name="Add the person first").click()
    page.get_by_label("E-mail address").fill("jelena@police.example")
    page.get_by_label("Given name").fill("Јелена")
    page.get_by_label("Family name").fill("Шарић")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Delegation")).to_have_value(str(delegation.pk))
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Ask the person to confirm…").click()
    page.get_by_role("button", name="Send the mail").click()

    expect(page.locator(".messagelist")).to_contain_text("A mail to jelena@police.example is on its way.")
    registration = Registration.objects.get()
    assert (registration.family_name, registration.delegation) == ("Шарић", delegation)
    assert registration.mails.get().purpose == "nomination"


def test_an_officer_adds_a_focal_point_and_invites_them(page, delegation):
    page.goto(f"/admin/participants/delegation/{delegation.pk}/change/")
    page.get_by_text("Add a focal point by name and address").click()
    page.get_by_label("E-mail address").fill("focal@police.example")
    page.get_by_label("Given name").fill("Vesna")
    page.get_by_label("Family name").fill("Ristić")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Send the invitation…").click()
    page.get_by_role("button", name="Send the invitation").click()

    expect(page.locator(".messagelist")).to_contain_text("1 invitation is on the way.")
    assert delegation.mails.get().to == "focal@police.example"


@pytest.mark.parametrize("path", ["registration/{row}/change/", "registration/{row}/change/?tab=logistics",
                                  "registration/{row}/change/?tab=mails", "registration/{row}/change/?tab=history",
                                  "delegation/{delegation}/change/", "delegation/overview/{event}/"])  # fmt: skip
def test_its_pages_are_accessible(visit, sign_in, second_factor, assert_accessible, officer, delegation, path):
    registration = RegistrationFactory(approved=True, delegation=delegation, by=officer)
    RegistrationFactory(reserve=True, delegation=delegation, by=officer)
    delegation.focal_points.add(UserFactory(jurisdiction=delegation.jurisdiction))
    Logistics.objects.create(registration=registration, diet=["vegan"])
    read_app = second_factor(officer)
    page = visit(DESKTOP)
    page.goto("/")
    sign_in(page, officer)
    page.locator("main input[name=code]").fill(read_app())
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("link", name="Back office")).to_be_visible()

    keys = {"row": registration.pk, "delegation": delegation.pk, "event": delegation.event_id}
    page.goto(f"/admin/participants/{path.format(**keys)}")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(page)
