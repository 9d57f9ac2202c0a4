"""The page of a personal link: who gets how far with it."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participants import actions
from participants.models import OutgoingEmail
from tests.clients import signed_in, text
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db
CONFIRM = reverse("account_confirm_login_code")


@pytest.fixture(autouse=True)
def _no_limit_is_used_up():
    cache.clear()


@pytest.fixture
def delegation():
    event = EventFactory(published=True, slug="here", title="Workshop on ballistics", starts_on=timezone.localdate())
    return DelegationFactory(event=event)


@pytest.fixture
def focal_point(delegation):
    person = UserFactory(email="ljubica@mup.example")
    delegation.focal_points.add(person)
    return person


@pytest.fixture
def link(delegation, focal_point):
    return actions.link_to_delegation(delegation, focal_point)


def code_for(email):
    mail = OutgoingEmail.objects.filter(to=email, purpose="code").latest("pk")
    return re.search(r"^[A-Z0-9]+-[A-Z0-9]+$", mail.body, re.MULTILINE)[0]


def test_the_page_says_who_is_meant_and_what_for_and_not_the_address(client, link):
    answer = client.get(link.get_absolute_url())

    assert answer.status_code == 200
    assert "This link is for l•••@mup.example" in text(answer)
    assert "Workshop on ballistics" in text(answer)
    assert "ljubica" not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_opening_it_sends_and_changes_nothing(client, link):
    for _ in range(3):
        client.get(link.get_absolute_url())
        client.head(link.get_absolute_url())

    link.refresh_from_db()
    assert (link.opened_at, OutgoingEmail.objects.count()) == (None, 0)


def test_its_person_comes_in_by_the_code_and_arrives(client, link, focal_point, delegation):
    sent = client.post(link.get_absolute_url())
    entered = client.post(sent.url, {"code": code_for(focal_point.email)})
    arrived = client.get(entered.url)

    assert sent.url == f"{CONFIRM}?next={link.get_absolute_url().replace('/', '%2F')}"
    assert entered.url == link.get_absolute_url()
    assert arrived.url == delegation.get_absolute_url()
    assert client.get(arrived.url).status_code == 200
    link.refresh_from_db()
    assert timezone.now() - link.opened_at < timedelta(minutes=1)


def test_the_link_of_a_nomination_leads_to_the_registration(client, delegation):
    registration = RegistrationFactory(delegation=delegation)
    link = actions.link_to_registration(registration)

    answer = signed_in(client, registration.person).get(link.get_absolute_url())

    assert (answer.status_code, answer.url) == (302, "/events/here/registration/")


def test_whoever_holds_a_forwarded_link_never_reads_the_address(client, link, focal_point):
    pages = [client.get(link.get_absolute_url()), client.post(link.get_absolute_url(), follow=True)]
    pages.append(client.post(CONFIRM, {"code": "AAA-AAA"}))
    pages.append(client.post(CONFIRM, {"action": "resend"}, follow=True))
    pages.append(client.get(reverse("account_login"), follow=True))
    pages += [client.post(CONFIRM, {"code": "AAA-AAA"}, follow=True) for _ in range(3)]
    pages.append(client.get(reverse("account_login"), follow=True))

    assert [page.status_code for page in pages] == [200] * len(pages)
    assert {"ljubica" in page.content.decode() for page in pages} == {False}
    assert "l•••@mup.example" in text(pages[3])
    assert client.get(reverse("home")).wsgi_request.user.is_anonymous


def test_a_new_code_still_leads_to_the_target(client, link, focal_point, delegation):
    client.post(link.get_absolute_url())
    page = BeautifulSoup(client.get(CONFIRM).content, "html.parser")
    resend = page.find("button", string="Send a new code").find_parent("form")
    client.post(CONFIRM, {field["name"]: field["value"] for field in resend.find_all("input")})

    page = BeautifulSoup(client.get(CONFIRM).content, "html.parser")
    way = page.select_one("main form input[name=next]")["value"]
    entered = client.post(CONFIRM, {"code": code_for(focal_point.email), "next": way}, follow=True)

    assert entered.redirect_chain[-1][0] == delegation.get_absolute_url()


def test_a_code_typed_at_the_sign_in_page_afterwards_shows_the_address_again(client, link, focal_point):
    client.post(link.get_absolute_url())
    client.post(reverse("account_logout"))

    page = client.post(reverse("account_login"), {"email": "own@police.example"}, follow=True)

    assert "If own@police.example is known to the portal" in text(page)


def test_who_is_signed_in_already_goes_straight_on(client, link, focal_point, delegation):
    answer = signed_in(client, focal_point).get(link.get_absolute_url())

    assert (answer.status_code, answer.url) == (302, delegation.get_absolute_url())


def test_who_is_signed_in_as_somebody_else_can_sign_out_and_go_on(client, link, focal_point):
    signed_in(client, UserFactory())

    page = client.get(link.get_absolute_url())
    form = BeautifulSoup(page.content, "html.parser").select_one("main form")
    out = client.post(form["action"], {"next": form.select_one("[name=next]")["value"]})

    assert "You are signed in as somebody else." in text(page)
    assert form["action"] == reverse("account_logout")
    assert out.url == link.get_absolute_url()
    assert "Send me a code" in text(client.get(out.url))
    link.refresh_from_db()
    assert link.opened_at is None


def test_nobody_sends_a_code_to_another_while_signed_in(client, link):
    answer = signed_in(client, UserFactory()).post(link.get_absolute_url())

    assert (answer.status_code, OutgoingEmail.objects.count()) == (302, 0)


def test_opened_before_is_said_calmly(client, link, focal_point, delegation):
    first = signed_in(client, focal_point).get(link.get_absolute_url())
    link.refresh_from_db()

    again = Client().get(link.get_absolute_url())

    opened = timezone.localtime(link.opened_at, delegation.event.zone)
    assert first.status_code == 302
    assert f"It was opened on {opened:%-d %B %Y}. It still works, and each time with a new code." in text(again)


REFUSALS = {
    "expired": "This link worked until {until:%-d %B %Y}. Write to workshop@seesac.example.",
    "another address": "This link was sent to an address that is not used any more. Write to workshop@seesac.example.",
    "not a focal point": "This link was for a focal point of the delegation, who has changed since. "
    "Write to workshop@seesac.example.",
}


@pytest.mark.parametrize("why", REFUSALS)
@pytest.mark.parametrize("who", ["anonymous", "its person"])
def test_each_refusal_is_one_sentence_and_sends_no_code(client, link, focal_point, delegation, why, who):
    if why == "expired":
        type(link).objects.update(expires_at=timezone.now() - timedelta(days=1))
        link.refresh_from_db()
    elif why == "another address":
        focal_point.email = "moved@mup.example"
        focal_point.save()
    else:
        delegation.focal_points.clear()
    if who == "its person":
        signed_in(client, focal_point)

    page, asked = client.get(link.get_absolute_url()), client.post(link.get_absolute_url())

    until = timezone.localtime(link.expires_at, delegation.event.zone)
    assert page.status_code == 410
    assert REFUSALS[why].format(until=until) in text(page)
    assert "Send me a code" not in text(page)
    assert (asked.status_code, OutgoingEmail.objects.count()) == (302, 0)


@pytest.mark.parametrize("trait", ["withdrawn", "declined"])
def test_the_link_of_a_nomination_that_does_not_stand_says_so_without_saying_why(client, delegation, trait):
    link = actions.link_to_registration(RegistrationFactory(delegation=delegation, **{trait: True}))

    page = client.get(link.get_absolute_url())

    assert page.status_code == 410
    assert "The nomination that this link leads to does not stand any more. Write to" in text(page)
    assert trait not in text(page)


def test_the_link_to_an_event_that_is_a_draft_leads_nowhere(client):
    link = actions.link_to_registration(RegistrationFactory(delegation__event=EventFactory()))

    assert "is not open. Write to" in text(client.get(link.get_absolute_url()))


@pytest.mark.parametrize("key", ["x", "x" * 22, "-" * 500])
def test_an_unknown_key_does_not_exist(client, key):
    assert client.get(reverse("participants:link", args=[key])).status_code == 404
    assert client.post(reverse("participants:link", args=[key])).status_code == 404


def test_a_deactivated_account_is_answered_like_any_other(client, link, focal_point):
    focal_point.is_active = False
    focal_point.save()

    page, sent = client.get(link.get_absolute_url()), client.post(link.get_absolute_url())

    assert (page.status_code, sent.status_code) == (200, 302)
    assert sent.url.startswith(CONFIRM)
    assert OutgoingEmail.objects.filter(to=focal_point.email).count() == 0


def test_codes_are_limited_as_on_the_sign_in_page(client, link):
    answers = [Client().post(link.get_absolute_url()) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "Too many tries. Wait a minute." in text(answers[-1])
    assert OutgoingEmail.objects.count() == 3


def test_staff_still_need_their_second_factor(client, delegation):
    officer = UserFactory(staff=True, group="Event officers")
    delegation.focal_points.add(officer)
    link = actions.link_to_delegation(delegation, officer)

    sent = client.post(link.get_absolute_url())
    client.post(sent.url, {"code": code_for(officer.email)})
    answer = client.get(link.get_absolute_url())

    assert answer.url.startswith(reverse("mfa_activate_totp"))
    assert "next=%2Flink%2F" in answer.url


def test_a_page_of_a_link_reads_three_rows_at_most(client, link, django_assert_num_queries):
    client.get(link.get_absolute_url())

    with django_assert_num_queries(2):  # the link with its person and event; whether they are a focal point
        client.get(link.get_absolute_url())
