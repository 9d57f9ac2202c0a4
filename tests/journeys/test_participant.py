"""A participant on a phone: code, agenda, session, paper."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.models import MaterialAccess
from tests.factories import (
    DelegationFactory,
    EventFactory,
    JurisdictionFactory,
    MaterialFactory,
    RegistrationFactory,
    UserFactory,
    published_agenda,
)
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def workshop():
    """A workshop on now, with one paper, and somebody who is registered for it."""
    officer = UserFactory(staff=True)
    kosovo = JurisdictionFactory(code="XK", name="Kosovo*", footnote="In the context of resolution 1244.")
    event = EventFactory(published=True, title="Workshop on ballistics", summary="With a delegation of Kosovo*.")
    published_agenda(event, sessions=3, by=officer, starts_at=timezone.now() - timedelta(minutes=5))
    session = event.sessions.order_by("pk").first()
    paper = MaterialFactory(event=event, session=session, title="Дневни ред Šarić", cleared=True, by=officer)
    delegation = DelegationFactory(event=event, jurisdiction=kosovo, seats_member=2)
    person = RegistrationFactory(approved=True, delegation=delegation, by=officer).person
    return event, session, paper, person


def test_a_participant_signs_in_and_reads_agenda_session_and_paper(visit, sign_in, assert_accessible, workshop):
    event, session, paper, person = workshop
    page = visit(PHONE)

    page.goto("/")
    assert_accessible(page)
    sign_in(page, person)
    expect(page).to_have_url("/")
    assert_accessible(page)

    page.get_by_role("link", name=event.title).click()
    expect(page.get_by_role("link", name="see the note on Kosovo")).to_have_count(1)
    assert_accessible(page)

    page.get_by_role("link", name="Agenda", exact=True).click()
    expect(page).to_have_url(f"/events/{event.slug}/agenda/")
    now = page.locator(".agenda-rows li", has_text="Now").first
    expect(now).to_contain_text(session.title)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert_accessible(page)

    now.get_by_role("link", name=session.title).click()
    expect(page.get_by_role("heading", name=session.title)).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name=paper.title, exact=True).click()
    expect(page.get_by_role("link", name="Download")).to_be_visible()
    assert_accessible(page)
    opened = page.request.get(page.get_by_role("link", name="Open").get_attribute("href"))
    assert (opened.headers["content-type"], opened.body()[:5]) == ("application/pdf", b"%PDF-")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.startswith("TLP-GREEN ")
    assert list(MaterialAccess.objects.order_by("pk").values_list("how", "person")) == [
        ("view", person.pk),
        ("download", person.pk),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_other_pages_are_accessible_too(visit, sign_in, assert_accessible, workshop, scheme):
    event, person = workshop[0], workshop[3]
    page = visit(PHONE | {"color_scheme": scheme})

    page.goto("/")
    sign_in(page, person)
    for address in (
        "/privacy/",
        "/accessibility/",
        f"/events/{event.slug}/agenda/1/",
        f"/events/{event.slug}/materials/",
        "/no/such/page/",
        "/account/logout/",
    ):
        page.goto(address)
        assert_accessible(page)


def test_everything_reads_without_javascript(chromium, live_server, sign_in, workshop):
    event, session, paper, person = workshop
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, **PHONE)
    page = context.new_page()

    page.goto("/")
    sign_in(page, person)
    page.goto(f"/events/{event.slug}/agenda/")
    expect(page.get_by_role("link", name=session.title)).to_be_visible()
    page.goto(f"/events/{event.slug}/materials/")
    expect(page.get_by_role("link", name=paper.title, exact=True)).to_be_visible()
    page.locator("summary", has_text=str(person)).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    context.close()


def test_a_wrong_code_is_said_beside_its_field_and_in_a_summary(visit, sign_in, assert_accessible, workshop):
    person = workshop[3]
    page = visit(PHONE)

    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_label("Code").fill("AAAA-AAAA")
    page.get_by_role("main").get_by_role("button").first.click()

    expect(page.locator(".error-summary")).to_contain_text("That code is wrong")
    expect(page.locator(".field-error")).to_contain_text("That code is wrong")
    assert_accessible(page)


def test_a_phone_shows_the_agenda_at_once_and_knows_the_day_one_reads(visit, sign_in, workshop):
    event, _, _, person = workshop
    officer = UserFactory(staff=True)
    published_agenda(event, sessions=60, by=officer, starts_at=timezone.now() - timedelta(minutes=5))
    page = visit(PHONE | {"viewport": {"width": 360, "height": 640}})
    page.goto("/")
    sign_in(page, person)
    page.goto(f"/events/{event.slug}/agenda/")
    day = page.locator(".day-nav [aria-current]")

    expect(page.locator(".agenda-row").first).to_be_in_viewport(ratio=0.5)
    expect(day).to_have_attribute("href", "#day-1")
    page.evaluate("window.scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    expect(day).not_to_have_attribute("href", "#day-1")
    page.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
    expect(day).to_have_attribute("href", "#day-1")
    page.get_by_role("link", name="Now", exact=True).click()
    expect(page.locator("#now")).to_be_in_viewport()
