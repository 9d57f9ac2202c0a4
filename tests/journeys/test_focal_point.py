"""A focal point on a phone: in by the link of the mail, nominates, sees how far everybody is, uploads the letter."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from participants import actions
from participants.models import NominationLetter, OutgoingEmail, Registration
from tests.factories import DelegationFactory, RegistrationFactory, UserFactory
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def delegation():
    day = timezone.localdate() + timedelta(days=60)
    delegation = DelegationFactory(
        event__starts_on=day, event__title="Workshop on tracing", seats_member=2, nominate_by=day - timedelta(days=30)
    )
    delegation.focal_points.add(UserFactory(email="ljubica@mup.example"))
    actions.invite_focal_points(delegation, by=UserFactory(staff=True))
    return delegation


def link_in(mail):
    return re.search(r"https?://\S+(/link/\w+/)", mail.body)[1]


@pytest.fixture
def arrive(visit, delegation, assert_accessible):
    """Open the link of the invitation and enter the code; the page is the delegation's then."""

    def arrive():
        page = visit(PHONE | {"viewport": {"width": 360, "height": 780}})
        page.goto(link_in(OutgoingEmail.objects.get(purpose="invitation")))
        expect(page.get_by_role("main")).to_contain_text("l•••@mup.example")
        assert_accessible(page)
        page.get_by_role("button", name="Send me a code").click()
        page.get_by_label("Code").wait_for()
        expect(page.get_by_role("main")).not_to_contain_text("ljubica@mup.example")
        mail = OutgoingEmail.objects.filter(to="ljubica@mup.example", purpose="code").latest("pk")
        page.get_by_label("Code").fill(re.search(r"^[A-Z0-9]+-[A-Z0-9]+$", mail.body, re.MULTILINE)[0])
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_url(delegation.get_absolute_url())
        return page

    return arrive


def of(act, person):
    """A button or link of one person; the name of the person is for those who hear the page."""
    return re.compile(rf"^{act} ?: {person}$")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_the_mail_to_the_letter(arrive, delegation, assert_accessible, tmp_path):
    page = arrive()
    expect(page.get_by_role("main")).to_contain_text("Nobody is nominated yet")
    assert_accessible(page)
    assert fits(page)

    page.get_by_role("link", name="Nominate somebody").click()
    assert_accessible(page)
    page.get_by_role("button", name="Nominate").click()
    expect(page.locator(".error-summary li")).to_have_count(3)
    assert_accessible(page)
    page.get_by_label("E-mail address").fill("djordje@mup.example")
    page.get_by_label("Given name").fill("Ђорђе")
    page.get_by_label("Family name").fill("Šumadinčević-Zlatiborčević")
    page.get_by_label("Rank").fill("Police Captain")
    page.get_by_role("button", name="Nominate").click()

    expect(page).to_have_url(delegation.get_absolute_url())
    person = page.locator(".person")
    expect(person).to_contain_text("Not confirmed yet. Last asked on")
    expect(person.locator(".chip")).to_have_text("Nominated")
    assert OutgoingEmail.objects.filter(purpose="nomination", to="djordje@mup.example").count() == 1
    assert_accessible(page)
    assert fits(page)

    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7\n%fictional\n")
    page.get_by_role("link", name="Upload the letter").click()
    assert_accessible(page)
    page.get_by_label("File").set_input_files(letter)
    page.get_by_label("Reference").fill("12/2027")
    page.get_by_label("Date of the letter").fill("2021-12-14")
    page.get_by_label("Signatory").fill("The Director")
    page.get_by_label("Ђорђе Šumadinčević-Zlatiborčević").check()
    page.get_by_role("button", name="Upload").click()

    expect(page.get_by_role("main")).to_contain_text("It names everybody on the list.")
    assert NominationLetter.objects.get().delegation == delegation
    assert_accessible(page)


def test_corrects_replaces_reminds_and_withdraws(arrive, delegation, assert_accessible):
    focal_point = delegation.focal_points.get()
    details = {"given_name": "Ana", "family_name": "Šarić"}
    for n in range(2):
        actions.nominate(
            delegation, email=f"r{n}@mup.example", details=details | {"family_name": f"Rezerva{'ab'[n]}"},
            role="member", as_reserve=True, by=focal_point,
        )  # fmt: skip
    RegistrationFactory(delegation=delegation, person__given_name="Boris", person__family_name="Kovač")
    page = arrive()

    page.get_by_role("button", name=of("Down", "Ana Rezervaa")).click()
    expect(page.locator("ol.people .person-name").first).to_have_text("1. Ana Rezervab")
    page.get_by_role("button", name=of("Remind", "Boris Kovač")).click()
    expect(page.get_by_role("status")).to_have_text("Reminded: Boris Kovač.")
    page.get_by_role("link", name=of("Correct", "Boris Kovač")).click()
    page.get_by_label("Rank").fill("Major")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Member, Major")

    page.get_by_role("link", name=of("Replace", "Boris Kovač")).click()
    assert_accessible(page)
    page.get_by_label("E-mail address").fill("vesna@mup.example")
    page.get_by_label("Given name").fill("Vesna")
    page.get_by_label("Family name").fill("Ilić")
    page.get_by_label("Reason").fill("On leave.")
    page.get_by_role("button", name="Replace").click()
    expect(page.get_by_role("main")).to_contain_text("Replaced by Vesna Ilić.")

    page.get_by_role("link", name=of("Withdraw", "Vesna Ilić")).click()
    assert_accessible(page)
    page.get_by_label("Reason").fill("Ill.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("status")).to_have_text("Vesna Ilić is withdrawn and gets a mail.")
    assert Registration.objects.get(person__email="vesna@mup.example").status == "withdrawn"
    assert_accessible(page)
