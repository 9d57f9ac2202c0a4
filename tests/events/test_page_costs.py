"""The pages of an event cost the same for one row or many."""

import pytest
from django.test import Client
from django.urls import reverse

from events import actions
from tests.clients import body, signed_in
from tests.factories import (
    DelegationFactory,
    EventFactory,
    MaterialFactory,
    RegistrationFactory,
    published_agenda,
)

pytestmark = pytest.mark.django_db


# --- Costs: a participant's pages, signed in, nothing remembered from before --------------------


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same_for_one_event_or_many(django_assert_num_queries, participant, reader, count):
    for _ in range(count - 1):
        delegation = DelegationFactory(event=EventFactory(published=True), seats_member=1)
        RegistrationFactory(approved=True, delegation=delegation, person=participant)

    with django_assert_num_queries(4):
        response = reader.get(reverse("home"))
    assert len(response.context["upcoming"]) + len(response.context["past"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_event_page_costs_the_same(django_assert_num_queries, event, officer, reader, count):
    published_agenda(event, sessions=count, by=officer)

    with django_assert_num_queries(6):
        reader.get(reverse("events:detail", args=[event.slug]))


@pytest.mark.parametrize("count", [1, 3])
def test_agenda_costs_the_same_for_one_session_or_many(django_assert_num_queries, event, officer, reader, count):
    published_agenda(event, sessions=count, by=officer)
    url = reverse("events:agenda", args=[event.slug])

    with django_assert_num_queries(6):
        reader.get(url)
    with django_assert_num_queries(3):  # session, person, passes: the rest is kept
        response = reader.get(url)
    for session in event.sessions.all():
        assert session.title in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_session_costs_the_same_for_one_paper_or_many(django_assert_num_queries, event, officer, reader, count):
    published_agenda(event, sessions=2, by=officer)
    session = event.sessions.order_by("pk").first()
    MaterialFactory.create_batch(count, event=event, session=session, cleared=True)

    with django_assert_num_queries(7):
        response = reader.get(reverse("events:session", args=[event.slug, session.code]))
    assert len(response.context["materials"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_materials_cost_the_same_for_one_paper_or_many(django_assert_num_queries, event, reader, count):
    MaterialFactory.create_batch(count, event=event, cleared=True)

    with django_assert_num_queries(5):
        response = reader.get(reverse("events:materials", args=[event.slug]))
    ((_, rows),) = response.context["groups"]
    assert len(rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_paper_and_its_file_cost_the_same(django_assert_num_queries, event, officer, reader, count):
    papers = MaterialFactory.create_batch(count, event=event, cleared=True)
    paper = papers[0]

    with django_assert_num_queries(6):
        reader.get(paper.get_absolute_url())
    with django_assert_num_queries(6):  # one of them writes who took it
        body(reader.get(reverse("events:file", args=[event.slug, paper.pk, 1])))


@pytest.mark.parametrize("count", [1, 3])
def test_an_older_version_costs_the_same(django_assert_num_queries, event, officer, reader, count):
    published_agenda(event, sessions=count, by=officer)
    actions.publish_agenda(event, by=officer, reason="Again.")

    with django_assert_num_queries(7):
        reader.get(reverse("events:agenda_version", args=[event.slug, 1]))


@pytest.mark.parametrize("count", [1, 3])
def test_working_copy_costs_the_same(django_assert_num_queries, event, officer, count):
    published_agenda(event, sessions=count, by=officer)
    staff = signed_in(Client(), officer)

    with django_assert_num_queries(7):
        staff.get(reverse("events:working_copy", args=[event.slug]))
