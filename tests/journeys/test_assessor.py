"""An assessor and a head of delegation: what is entered in the back office is read by its jurisdiction."""

import pytest
from playwright.sync_api import expect

from tests.factories import DelegationFactory, EventFactory, JurisdictionFactory, RegistrationFactory, UserFactory
from tests.factories.assessments import AssessmentFactory, FrameworkVersionFactory, RoundFactory
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_result_is_entered_shared_and_read(visit, sign_in, second_factor, assert_accessible):
    event, kosovo = (
        EventFactory(published=True),
        JurisdictionFactory(code="XK", name="Kosovo*", footnote="In the context of resolution 1244.", is_assessed=True),
    )
    version = FrameworkVersionFactory(indicators=2, published=True)
    assessment = AssessmentFactory(
        round=RoundFactory(framework_version=version, workshops=[event]), jurisdiction=kosovo
    )
    delegation = DelegationFactory(event=event, jurisdiction=kosovo)
    head = RegistrationFactory(approved=True, delegation=delegation, role="head").person
    person = UserFactory(staff=True, group="Assessors")
    assessment.become("fieldwork", by=person)
    read_app = second_factor(person)

    page = visit(DESKTOP)
    page.goto("/")
    sign_in(page, person)
    page.locator("main input[name=code]").fill(read_app())
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("link", name="Back office")).to_be_visible()

    page.goto(f"/admin/assessments/assessment/{assessment.pk}/results/")
    assert_accessible(page)
    page.get_by_role("combobox").first.select_option("2")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".error-summary, .errornote").first).to_contain_text("justification")
    assert_accessible(page)
    page.get_by_role("textbox").first.fill("Seen in three places.")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("1 result changed.")).to_be_visible()
    page.goto(f"/admin/assessments/assessment/{assessment.pk}/change/")
    assert_accessible(page)
    page.get_by_role("link", name="Share initial findings…").click()
    expect(page.get_by_text("read it from now on")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Share initial findings").click()
    expect(page.get_by_text("initial findings.").first).to_be_visible()

    phone = visit(PHONE)
    phone.goto("/")
    sign_in(phone, head)
    phone.get_by_role("link", name="Assessments").click()
    assert_accessible(phone)
    phone.goto(assessment.get_absolute_url())
    expect(phone.get_by_text("Seen in three places.")).to_be_visible()
    expect(phone.get_by_role("link", name="see the note on Kosovo").first).to_be_visible()
    assert_accessible(phone)
