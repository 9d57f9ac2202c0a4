"""What the pages of an event show."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events import actions
from events.models import MaterialAccess
from events.views import WHAT_FOLLOWS
from tests.clients import body, signed_in
from tests.factories import (
    DelegationFactory,
    EventFactory,
    JurisdictionFactory,
    MaterialFactory,
    RegistrationFactory,
    SessionFactory,
    published_agenda,
)

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().split())


def words(element):
    return " ".join(element.get_text().split())


# --- The agenda ----------------------------------------------------------------------------------


def test_the_agenda_shows_the_published_version_not_the_working_copy(event, officer, reader):
    published_agenda(event, sessions=1, by=officer)
    session = event.sessions.get()
    told = session.title
    session.title = "Not yet published"
    session.save()

    page = text(reader.get(reverse("events:agenda", args=[event.slug])))

    assert told in page
    assert "Not yet published" not in page


def test_the_agenda_says_its_version_reason_and_zone(event, officer, reader):
    version = published_agenda(event, sessions=1, by=officer)

    page = text(reader.get(reverse("events:agenda", args=[event.slug])))

    assert f"Version {version.number}" in page
    assert version.reason in page
    assert "Belgrade time (CE" in page


def test_an_older_version_stays_readable_and_says_so(event, officer, reader):
    published_agenda(event, sessions=1, by=officer)
    actions.publish_agenda(event, by=officer, reason="Second.")

    page = text(reader.get(reverse("events:agenda_version", args=[event.slug, 1])))

    assert "This is an older version" in page
    assert f'<a href="{reverse("events:agenda", args=[event.slug])}">Read the newest one</a>' in page


def test_an_older_version_does_not_say_what_is_on_now(event, officer, reader):
    published_agenda(event, sessions=3, by=officer, starts_at=timezone.now() - timedelta(minutes=10))
    actions.publish_agenda(event, by=officer, reason="Second.")

    older, newest = (text(reader.get(f"/events/{event.slug}/agenda/{number}/")) for number in (1, 2))

    assert 'class="moment' not in older
    assert 'href="#now"' not in older
    assert 'class="moment' in newest


@pytest.mark.parametrize("count", [1, 3])
def test_earlier_versions_are_linked_and_cost_nothing(django_assert_num_queries, event, officer, reader, count):
    published_agenda(event, sessions=1, by=officer)
    for number in range(count):
        actions.publish_agenda(event, by=officer, reason=f"Change {number}.")

    with django_assert_num_queries(6):
        page = reader.get(reverse("events:agenda", args=[event.slug]))

    links = BeautifulSoup(page.content, "html.parser").find_all("a", href=re.compile(r"/agenda/\d+/$"))
    assert [words(link) for link in links] == [f"Version {number}" for number in range(count, 0, -1)]
    assert all(reader.get(link["href"]).status_code == 200 for link in links)


def test_before_the_first_version_the_agenda_says_so(event, reader):
    assert "not published yet" in text(reader.get(reverse("events:agenda", args=[event.slug])))


def test_now_and_next_are_said_in_words(event, officer, reader):
    now = timezone.now()
    published_agenda(event, sessions=3, by=officer, starts_at=now - timedelta(minutes=10))

    page = BeautifulSoup(reader.get(reverse("events:agenda", args=[event.slug])).content, "html.parser")

    assert [word.get_text() for word in page.find_all(class_="moment")] == ["Now", "Next"]


def test_without_javascript_too_a_link_leads_to_what_is_on_now(event, officer, reader):
    published_agenda(event, sessions=3, by=officer, starts_at=timezone.now() - timedelta(minutes=10))

    page = BeautifulSoup(reader.get(reverse("events:agenda", args=[event.slug])).content, "html.parser")

    assert page.find(class_="day-nav").a["href"] == "#now"
    (row,) = page.find_all(id="now")
    assert "is-now" in row["class"]


def test_before_the_event_there_is_no_such_link(event, officer, reader):
    published_agenda(event, sessions=3, by=officer, starts_at=timezone.now() + timedelta(days=1))

    assert 'href="#now"' not in text(reader.get(reverse("events:agenda", args=[event.slug])))


def test_a_screen_reader_hears_what_each_word_of_a_row_is(event, officer, reader):
    published_agenda(event, sessions=1, by=officer)

    page = BeautifulSoup(reader.get(reverse("events:agenda", args=[event.slug])).content, "html.parser")

    said = [words(span) for span in page.find(class_="agenda-meta").find_all("span", recursive=False)]
    assert said == [
        "Presentation",
        "Presented by: Partner service",
        "Languages: English, interpretation into Albanian",
    ]


def test_the_funding_line_is_on_every_page_of_an_event(event, officer, reader):
    published_agenda(event, sessions=1, by=officer)
    paper = MaterialFactory(event=event, cleared=True)
    code = event.sessions.get().code

    for url in (
        reverse("events:detail", args=[event.slug]),
        reverse("events:agenda", args=[event.slug]),
        reverse("events:session", args=[event.slug, code]),
        reverse("events:materials", args=[event.slug]),
        paper.get_absolute_url(),
    ):
        assert event.mandate.acknowledgement in text(reader.get(url)), url


def test_a_page_that_names_a_designation_carries_its_footnote_once_linked(event, officer, reader):
    JurisdictionFactory(code="XK", name="Kosovo*", footnote="In the context of resolution 1244.")
    event.summary = "Delegations of Kosovo* and others. Kosovo* presents first."
    event.save()

    page = text(reader.get(reverse("events:detail", args=[event.slug])))

    assert page.count('href="#footnote-XK"') == 2
    assert page.count('id="footnote-XK"') == 1
    assert page.count("In the context of resolution 1244.") == 1


def test_a_page_that_does_not_name_it_carries_none(event, reader):
    JurisdictionFactory(code="XK", name="Kosovo*", footnote="In the context of resolution 1244.")

    assert "resolution 1244" not in text(reader.get(reverse("events:detail", args=[event.slug])))


@pytest.mark.parametrize("state", ["nominated", "submitted", "reserve"])
def test_somebody_who_waits_reads_what_happens_next(event, state):
    waiting = RegistrationFactory(**{state: True}, delegation=DelegationFactory(event=event, seats_member=5)).person
    browser = signed_in(Client(), waiting)

    page = text(browser.get(reverse("events:detail", args=[event.slug])))
    refused = browser.get(reverse("events:agenda", args=[event.slug]))

    assert WHAT_FOLLOWS[state] in page
    assert refused.status_code == 403
    assert WHAT_FOLLOWS[state] in text(refused)
    assert event.get_absolute_url() in text(refused)


def test_somebody_for_whom_a_seat_is_kept_reads_how_the_programme_opens(event, officer):
    event.starts_on = event.ends_on = timezone.localdate() + timedelta(days=20)
    event.save()
    delegation = DelegationFactory(event=event, seats_member=1)
    seated = RegistrationFactory(approved=True, delegation=delegation)
    reserve = RegistrationFactory(reserve=True, delegation=delegation)
    from participants import actions as decisions

    decisions.withdraw(seated, by=officer, reason="Ill.")

    refused = signed_in(Client(), reserve.person).get(reverse("events:agenda", args=[event.slug]))

    assert refused.status_code == 403
    assert "A seat is kept for you. Agenda and materials open when you take it." in text(refused)


def test_somebody_who_is_approved_reads_nothing_of_the_sort(event, reader):
    assert "when you are approved" not in text(reader.get(reverse("events:detail", args=[event.slug])))


def test_when_the_event_is_over_nobody_is_told_to_wait(event):
    waiting = RegistrationFactory(submitted=True, delegation=DelegationFactory(event=event, seats_member=5)).person
    event.close()

    browser = signed_in(Client(), waiting)

    assert "when you are approved" not in text(browser.get(reverse("events:detail", args=[event.slug])))
    assert browser.get(reverse("events:agenda", args=[event.slug])).status_code == 403


def test_an_event_of_one_day_says_its_day_once():
    today = timezone.localdate()
    event = EventFactory(published=True, visibility="page", starts_on=today, ends_on=today)

    page = text(Client().get(reverse("events:detail", args=[event.slug])))

    assert page.count(f'datetime="{today:%Y-%m-%d}"') == 2  # in the head and among the facts
    assert "</time> to <time" not in page


# --- Materials -----------------------------------------------------------------------------------


def test_opening_a_paper_streams_it_and_writes_who_took_it(event, participant, reader):
    paper = MaterialFactory(event=event, cleared=True, marking="amber")

    response = reader.get(paper.current.get_absolute_url())

    assert body(response).startswith(b"%PDF")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline; filename*=utf-8''TLP-AMBER%20")
    access = MaterialAccess.objects.get()
    assert (access.person, access.version, access.how) == (participant, paper.current, "view")


def test_downloading_is_written_as_such(event, reader):
    paper = MaterialFactory(event=event, cleared=True)

    response = reader.get(paper.current.get_absolute_url() + "?download")

    assert response.headers["Content-Disposition"].startswith("attachment")
    body(response)
    assert MaterialAccess.objects.get().how == "download"


@pytest.mark.parametrize(
    ("traits", "words"),
    [
        ({"withheld": True}, "Withheld"),
        ({}, "Expected"),
        ({"received": True}, "being checked"),
        ({"cleared": True, "available_from": timezone.now() + timedelta(days=1)}, "Available from"),
    ],
)
def test_what_cannot_be_opened_is_shown_as_such_and_its_file_refused_with_a_sentence(event, reader, traits, words):
    paper = MaterialFactory(event=event, **traits)

    page = text(reader.get(reverse("events:materials", args=[event.slug])))
    assert paper.title in page
    assert words in page
    if paper.current:
        refused = reader.get(paper.current.get_absolute_url(), follow=True)
        assert "cannot be opened now" in text(refused)
    assert MaterialAccess.objects.count() == 0


def test_a_paper_whose_file_is_gone_is_a_sentence_and_counts_as_not_taken(event, reader):
    paper = MaterialFactory(event=event, cleared=True)
    paper.current.file.storage.delete(paper.current.file.name)

    answer = reader.get(paper.current.get_absolute_url(), follow=True)

    assert answer.redirect_chain == [(paper.get_absolute_url(), 302)]
    assert f"The file of “{paper}” is missing. Write to {event.contact_email}." in text(answer)
    assert not MaterialAccess.objects.exists()


def test_a_paper_leads_to_its_session(event, officer, reader):
    published_agenda(event, sessions=1, by=officer)
    session = event.sessions.get()
    paper = MaterialFactory(event=event, session=session, cleared=True)

    page = BeautifulSoup(reader.get(paper.get_absolute_url()).content, "html.parser")

    assert page.find("a", string=session.title)["href"] == reverse("events:session", args=[event.slug, session.code])


def test_a_paper_of_a_session_that_is_not_on_the_agenda_leads_nowhere(event, reader):
    paper = MaterialFactory(event=event, session=SessionFactory(event=event), cleared=True)

    assert "/sessions/" not in text(reader.get(paper.get_absolute_url()))


def test_a_paper_becomes_available_at_its_time(event, reader):
    paper = MaterialFactory(event=event, cleared=True, available_from=timezone.now() - timedelta(seconds=1))

    response = reader.get(paper.current.get_absolute_url())

    assert response.status_code == 200
    body(response)


def test_staff_open_what_they_have_to_clear(event, officer):
    paper = MaterialFactory(event=event, received=True)

    response = signed_in(Client(), officer).get(paper.current.get_absolute_url())

    assert response.status_code == 200
    body(response)


def test_a_withdrawn_person_loses_everything_at_once(event, officer, participant, reader):
    from participants import actions as decisions

    paper = MaterialFactory(event=event, cleared=True)
    decisions.withdraw(participant.registrations.get(), by=officer, reason="Does not come.")

    assert reader.get(reverse("events:detail", args=[event.slug])).status_code == 404
    assert reader.get(paper.current.get_absolute_url()).status_code == 404
