"""Stage two: who is asked, who sees the answers, what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from participants import actions
from participants.models import Logistics
from tests.clients import signed_in, text
from tests.factories import DelegationFactory, EventFactory, JurisdictionFactory, RegistrationFactory, UserFactory
from workshop_portal.revisions import OUTDATED
from workshop_portal.transitions import TransitionError

from .own_data import a_day, url

pytestmark = pytest.mark.django_db
BLANK = dict.fromkeys(
    ["arrives_by", "arrives_at", "arrival_note", "leaves_by", "leaves_at", "departure_note", "nights_from",
     "nights_until", "diet_note", "access_needs"], "",
)  # fmt: skip


@pytest.fixture
def event():
    return EventFactory(published=True, starts_on=a_day(30), time_zone="Europe/Chisinau")


@pytest.fixture
def approved(event, officer):
    return RegistrationFactory(approved=True, by=officer, delegation=DelegationFactory(event=event, seats_member=5))


@pytest.fixture
def mine(approved):
    return signed_in(Client(), approved.person)


def send(client, registration, revision=0, **data):
    return client.post(url(registration, "logistics"), BLANK | {"revision": revision} | data)


def errors(response):
    summary = BeautifulSoup(response.content, "html.parser").select(".error-summary li")
    return [" ".join(line.get_text().split()) for line in summary]


def at(day, hour):
    return f"{day:%Y-%m-%d}T{hour:02d}:30"


def test_each_section_says_why_it_is_asked_who_sees_it_and_when_it_is_erased(mine, approved):
    words = text(mine.get(url(approved, "logistics")))

    assert words.count("Why: to") == 6
    assert "seen by you, the focal point of your delegation, event officers and administrators, and by nobody" in words
    assert "is erased 30 days after the event (proposed)." in words


def test_times_are_those_of_the_event(mine, approved, event):
    winter = datetime(2027, 1, 12, 12, 30, tzinfo=UTC)
    type(event).objects.filter(pk=event.pk).update(starts_on=winter.date(), ends_on=winter.date())

    answer = send(mine, approved, arrives_at="2027-01-12T14:30", arrives_by="air", arrival_note="LH 1412",
                  diet=["vegan", "no_nuts"], diet_note="No peanuts", visa_letter="on",
                  nights_from="2027-01-11", nights_until="2027-01-13")  # fmt: skip

    row = Logistics.objects.get(registration=approved)
    assert answer.url == url(approved)
    assert (row.arrives_at, row.diet, row.visa_letter) == (winter, ["vegan", "no_nuts"], True)
    form = BeautifulSoup(mine.get(url(approved, "logistics")).content, "html.parser")
    assert form.find(id="id_arrives_at")["value"] == "2027-01-12T14:30"


def test_what_contradicts_itself_is_refused_beside_its_field(mine, approved, event):
    first = event.starts_on

    page = send(mine, approved, arrives_at=at(first, 9), leaves_at=at(first, 8), nights_from=first,
                nights_until=first, access_needs="Ground floor")  # fmt: skip

    assert errors(page) == [
        "Day and time of departure: The departure is not after the arrival.",
        "Morning on which you leave the hotel: The morning of leaving is not after the first night.",
    ]
    assert page.context["form"]["access_needs"].value() == "Ground floor"
    assert not Logistics.objects.exists()


@pytest.mark.parametrize("name", ["nights_from", "nights_until"])
def test_one_end_of_the_nights_is_not_enough(mine, approved, event, name):
    page = send(mine, approved, **{name: event.starts_on})

    assert [line.split(": ")[1] for line in errors(page)] == [
        "Give the first night and the morning of leaving, or neither."
    ]


@pytest.mark.parametrize("days", [-8, 9])
def test_nobody_travels_weeks_before_or_after(mine, approved, event, days):
    day = event.starts_on + timedelta(days=days)

    page = send(mine, approved, arrives_at=at(day, 9))

    first, last = event.starts_on - timedelta(days=7), event.ends_on + timedelta(days=7)
    between = f"between {first:%-d %B %Y} and {last:%-d %B %Y}."
    assert errors(page)[0].endswith(f"The workshop is from {event.starts_on:%-d %B %Y}: give a day {between}")
    assert len(errors(page)) == 1


@pytest.mark.parametrize(
    "data",
    [
        {"arrives_at": "0001-01-01T00:00"}, {"arrives_at": "9999-12-31T23:59"}, {"arrives_at": "soon"},
        {"nights_from": "12.13.2027"}, {"diet": ["kangaroo"]}, {"diet_note": "x" * 201},
        {"access_needs": "a\nb"}, {"arrival_note": "https://evil.example"}, {"arrival_note": "a\0b"},
        {"leaves_by": "rocket"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(mine, approved, data):
    page = send(mine, approved, **data)

    assert page.status_code == 200
    assert len(errors(page)) >= 1
    assert not Logistics.objects.exists()


def test_the_second_of_two_first_answers_overwrites_nothing(mine, approved):
    send(mine, approved, access_needs="Ground floor")

    page = send(mine, approved, diet_note="No peanuts")

    assert errors(page) == [OUTDATED]
    assert Logistics.objects.get().access_needs == "Ground floor"


def test_a_double_click_saves_once(mine, approved):
    answers = [send(mine, approved, access_needs="Ground floor") for _ in range(2)]

    assert [answer.url for answer in answers] == [url(approved)] * 2
    assert Logistics.objects.get().access_needs == "Ground floor"


@pytest.mark.parametrize("state", ["nominated", "submitted", "reserve", "declined", "withdrawn"])
def test_nobody_is_asked_before_the_approval_or_after_the_end(event, officer, state):
    registration = RegistrationFactory(delegation=DelegationFactory(event=event), by=officer, **{state: True})
    client = signed_in(Client(), registration.person)

    read, sent = client.get(url(registration, "logistics")), send(client, registration, diet_note="No peanuts")

    assert (read.status_code, sent.status_code) == (302, 200)
    assert errors(sent) == ["Travel, hotel and meals are asked once you have a seat."]
    with pytest.raises(TransitionError, match="once you have a seat"):
        actions.tell_logistics(registration, {"diet_note": "No peanuts"}, by=registration.person)
    assert not Logistics.objects.exists()


def test_somebody_whose_correction_is_looked_at_is_still_asked(mine, approved):
    actions.recheck(approved, by=approved.person)

    assert mine.get(url(approved, "logistics")).status_code == 200


def test_nothing_changes_once_the_workshop_has_begun(mine, approved, event):
    today = timezone.localtime(timezone=event.zone).date()
    type(event).objects.filter(pk=event.pk).update(starts_on=today, ends_on=today)

    page = send(mine, approved, access_needs="Ground floor")

    assert errors(page) == [
        f"The workshop has begun. Write to {event.contact_email} about your journey, hotel and meals."
    ]
    assert page.context["form"]["access_needs"].value() == "Ground floor"
    assert not Logistics.objects.exists()


def test_the_page_costs(django_assert_num_queries, mine, approved):
    send(mine, approved, diet=["vegan"])

    with django_assert_num_queries(5):  # session, person, passes, registration, answers
        mine.get(url(approved, "logistics"))


# --- Who sees the answers -------------------------------------------------------------------------


@pytest.fixture
def people(event, officer):
    """Two delegations with answers of a member each, one of whom is in no list; and somebody of every kind."""
    made = {"anonymous": AnonymousUser(), "officer": officer, "stranger": UserFactory(), "protected": UserFactory(
        staff=True, group="Event officers"), "desk": UserFactory(staff=True, group="Registration desk"),
        "assessor": UserFactory(staff=True, group="Assessors"), "auditor": UserFactory(staff=True, group="Auditors"),
    }  # fmt: skip
    made["protected"].groups.add(*UserFactory(staff=True, group="Protected people").groups.all())
    for code in ("AL", "RS"):
        delegation = DelegationFactory(event=event, jurisdiction=JurisdictionFactory(code=code), seats_member=5)
        made[f"focal {code}"] = UserFactory()
        delegation.focal_points.add(made[f"focal {code}"])
        made[f"head {code}"] = RegistrationFactory(approved=True, delegation=delegation, role="head").person
        member = RegistrationFactory(approved=True, delegation=delegation, person__do_not_publish=code == "RS")
        made[f"member {code}"] = member.person
        actions.tell_logistics(member, {"diet": ["vegan"]}, by=member.person)
    return made


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("anonymous", set()), ("stranger", set()), ("head AL", set()), ("head RS", set()),
        ("member AL", {"AL"}), ("member RS", {"RS"}), ("focal AL", {"AL"}), ("focal RS", {"RS"}),
        ("officer", {"AL"}), ("protected", {"AL", "RS"}), ("desk", set()), ("assessor", set()), ("auditor", set()),
    ],
)  # fmt: skip
def test_who_sees_logistics(people, who, sees):
    found = Logistics.objects.visible_to(people[who])

    assert set(found.values_list("registration__delegation__jurisdiction__code", flat=True)) == sees
