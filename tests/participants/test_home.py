"""What a focal point is asked for, on the first page and on the page of the event."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.clients import signed_in, text
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    event = EventFactory(published=True, starts_on=timezone.localdate() + timedelta(days=60))
    nominate_by = timezone.localdate(timezone=event.zone) + timedelta(days=3)
    return DelegationFactory(event=event, seats_member=3, nominate_by=nominate_by)


@pytest.fixture
def browser(delegation):
    person = UserFactory()
    delegation.focal_points.add(person)
    return signed_in(Client(), person)


def links(answer):
    return [link["href"] for link in BeautifulSoup(answer.content, "html.parser").select("main a")]


def test_a_focal_point_finds_the_delegation_and_what_it_asks(browser, delegation):
    RegistrationFactory.create_batch(2, delegation=delegation)

    home, event = browser.get(reverse("home")), browser.get(delegation.event.get_absolute_url())

    assert delegation.get_absolute_url() in links(home)
    assert delegation.get_absolute_url() in links(event)
    assert f"Your delegation: {delegation} 2 of 4 seats are free; nominating closes in 3 days. " in text(home)
    assert "2 have not confirmed yet." in text(home)


def test_nothing_is_asked_after_the_deadlines_and_at_a_closed_event(browser, delegation):
    RegistrationFactory(delegation=delegation)
    delegation.nominate_by = delegation.confirm_by = timezone.localdate() - timedelta(days=2)
    delegation.save()

    late = text(browser.get(reverse("home")))
    delegation.event.close()
    closed = text(browser.get(reverse("home")))

    for page in (late, closed):
        assert f"Your delegation: {delegation}" in page
        assert "free" not in page
        assert "confirmed" not in page


def test_an_approved_head_finds_it_and_is_asked_nothing_as_head(delegation):
    head = RegistrationFactory(delegation=delegation, role="head", approved=True).person
    client = signed_in(Client(), head)

    page = client.get(reverse("home"))

    assert delegation.get_absolute_url() in links(page)
    assert "seats are free" not in text(page)
    assert delegation.get_absolute_url() in links(client.get(delegation.event.get_absolute_url()))


def test_others_find_no_delegation(delegation):
    member = RegistrationFactory(delegation=delegation, approved=True).person

    page = signed_in(Client(), member).get(reverse("home"))

    assert delegation.event.get_absolute_url() in links(page)
    assert delegation.get_absolute_url() not in links(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_page_costs_the_same_for_one_delegation_or_many(
    browser, delegation, count, django_assert_num_queries
):
    person = delegation.focal_points.get()
    for each in [delegation, *DelegationFactory.create_batch(count - 1)]:
        each.focal_points.add(person)
        RegistrationFactory(delegation=each)
    browser.get(reverse("home"))

    with django_assert_num_queries(6):  # session, person, passes, events, delegations, whether there are assessments
        browser.get(reverse("home"))
