"""Who × what: every page and object of events and of the back office, for every kind of viewer.

A cell is the answer's status: 200 shown, 302 to the sign-in, 403 visible but not allowed, 404 does not exist.
Assessments have their own table in tests/assessments/.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

import events.urls
import participants.urls
from events import actions as event_actions
from participants import actions as participant_actions
from tests.clients import body, signed_in
from tests.factories import (
    DelegationFactory,
    EventFactory,
    JurisdictionFactory,
    MaterialFactory,
    RegistrationFactory,
    UserFactory,
    published_agenda,
)
from tests.participants.lists import previewed

pytestmark = pytest.mark.django_db

VIEWERS = [
    "anonymous", "participant", "awaiting", "withdrawn", "other event", "other jurisdiction", "focal point", "head",
    "officer", "desk", "assessor", "auditor", "superuser", "officer without second factor",
]  # fmt: skip

ANYBODY = dict.fromkeys(VIEWERS, 200) | {"officer without second factor": 302}
MYSELF = ANYBODY | {"anonymous": 302}
NOBODY = dict.fromkeys(VIEWERS, 404) | {"anonymous": 302, "officer without second factor": 302}
STAFF = {"officer": 200, "desk": 200, "assessor": 200, "auditor": 200, "superuser": 200}
EVENT = NOBODY | STAFF | {
    "participant": 200, "awaiting": 200, "other jurisdiction": 200, "focal point": 200, "head": 200
}  # fmt: skip
PROGRAMME = EVENT | {"awaiting": 403, "desk": 200, "assessor": 200, "auditor": 200}
OFFICER = NOBODY | {"officer": 200, "superuser": 200}
MATERIALS_STAFF = {"officer": 200, "superuser": 200, "auditor": 200, "desk": 404, "assessor": 404}
PAPER = PROGRAMME | MATERIALS_STAFF | {"awaiting": 403}
PAPER_FOR_HEADS = PAPER | {"participant": 404, "other jurisdiction": 404, "focal point": 404}
PAPER_FOR_ONE_JURISDICTION = PAPER | {"other jurisdiction": 404}
PAPER_FOR_STAFF = PAPER_FOR_HEADS | {"head": 404}
FILE = PAPER | {"awaiting": 404, "auditor": 403}
FILE_CLOSED = FILE | dict.fromkeys(["participant", "other jurisdiction", "focal point", "head"], 302)


@pytest.fixture
def world():
    """One event with everything, another event beside it, and somebody of every kind."""
    albania, serbia = JurisdictionFactory(code="AL"), JurisdictionFactory(code="RS")
    soon = timezone.localdate() + timedelta(days=14)
    event, other = (EventFactory(published=True, slug=slug, starts_on=soon) for slug in ("here", "elsewhere"))
    officer = UserFactory(staff=True, group="Event officers")
    for each in (event, other):
        published_agenda(each, sessions=2, by=officer)
    home = DelegationFactory(event=event, jurisdiction=albania, seats_member=5)
    guests = DelegationFactory(event=event, jurisdiction=serbia, seats_member=5)
    focal_point = UserFactory(jurisdiction=albania)
    home.focal_points.add(focal_point)
    people = {
        "anonymous": None,
        "participant": RegistrationFactory(approved=True, delegation=home).person,
        "awaiting": RegistrationFactory(submitted=True, delegation=home).person,
        "withdrawn": RegistrationFactory(withdrawn=True, delegation=home).person,
        "other event": RegistrationFactory(
            approved=True, delegation=DelegationFactory(event=other, jurisdiction=albania, seats_member=5)
        ).person,
        "other jurisdiction": RegistrationFactory(approved=True, delegation=guests).person,
        "focal point": focal_point,
        "head": RegistrationFactory(approved=True, delegation=home, role="head").person,
        "officer": officer,
        "desk": UserFactory(staff=True, group="Registration desk"),
        "assessor": UserFactory(staff=True, group="Assessors"),
        "auditor": UserFactory(staff=True, group="Auditors"),
        "superuser": UserFactory(staff=True, is_superuser=True),
        "officer without second factor": officer,
    }
    session = event.sessions.order_by("pk").first()
    papers = {
        "everyone": MaterialFactory(event=event, session=session, cleared=True),
        "heads": MaterialFactory(event=event, cleared=True, audience="heads"),
        "one jurisdiction": MaterialFactory(event=event, cleared=True, audience="chosen"),
        "staff": MaterialFactory(event=event, cleared=True, audience="staff"),
        "withheld": MaterialFactory(event=event, withheld=True),
        "replaced": MaterialFactory(event=event, cleared=True),
        "elsewhere": MaterialFactory(event=other, cleared=True),
    }
    papers["one jurisdiction"].audience_jurisdictions.add(albania)
    event_actions.add_file(papers["replaced"], MaterialFactory.upload(), by=officer)
    letter = participant_actions.add_letter(
        home, MaterialFactory.upload(), reference="1", dated_on=event.starts_on, signatory="X", covers=[],
        by=focal_point,
    )  # fmt: skip
    return {
        "letter": letter,
        "event": event,
        "other": other,
        "people": people,
        "papers": papers,
        "session": session,
        "home": home,
    }


def paper(name):
    return lambda w: reverse("events:material", args=[w["event"].slug, w["papers"][name].pk])


def file(name, number=1):
    return lambda w: reverse("events:file", args=[w["event"].slug, w["papers"][name].pk, number])


def page(name, *extra):
    return lambda w: reverse(f"events:{name}", args=["here", *extra])


def of_registration(name, *extra):
    return lambda w: reverse(f"admin:{name}", args=[w["home"].registrations.order_by("pk").first().pk, *extra])


def of_delegation(name, registration=False):
    def address(w):
        rows = w["home"].registrations.filter(status="approved").order_by("pk") if registration else ()
        return reverse(f"participants:{name}", args=[w["home"].pk, *(row.pk for row in rows[:1])])

    return address


# Whoever may change the list; the second for what is only pressed, or not possible for the person: back to the list.
NOMINATORS = OFFICER | {"desk": 403, "focal point": 200, "head": 403}
NOMINATORS_LATER = NOMINATORS | {"officer": 302, "superuser": 302, "focal point": 302}

OWN_REGISTRATION = NOBODY | dict.fromkeys(["participant", "awaiting", "withdrawn", "other jurisdiction", "head"], 200)
OWN_LOGISTICS = OWN_REGISTRATION | {"awaiting": 302, "withdrawn": 302}  # a sentence, and back to the registration
REGISTRATION_OF_PARTICIPANT = NOBODY | {"participant": 200}


def of_participant(name, *extra):
    """A page that names the registration of the participant."""
    return lambda w: reverse(
        f"participants:{name}", args=["here", w["people"]["participant"].registrations.get().pk, *extra]
    )


def of_list(name):
    """A page of a list that the focal point sent."""

    def address(world):
        found = previewed(world["home"], ["Šarić", "Ana", "ana@police.example"], by=world["people"]["focal point"])
        return reverse(f"participants:list_{name}", args=[found.delegation_id, found.pk])

    return address


# Whoever sent it; others who know of the delegation may not, and staff find nothing of somebody else's list.
OWN_LIST = NOBODY | {"focal point": 200, "head": 403, "desk": 403}

TABLE = {
    "home": (lambda w: reverse("home"), ANYBODY),
    "privacy": (lambda w: reverse("privacy"), ANYBODY | {"officer without second factor": 200}),
    "my data": (lambda w: reverse("participants:my_data"), MYSELF),
    "my own record": (lambda w: reverse("participants:own_record"), MYSELF),
    "my request": (lambda w: reverse("participants:data_request"), MYSELF),
    "my data as JSON": (lambda w: reverse("participants:my_data_download", args=["json"]), MYSELF),
    "my data as XLSX": (lambda w: reverse("participants:my_data_download", args=["xlsx"]), MYSELF),
    "event": (page("detail"), EVENT),
    "agenda": (page("agenda"), PROGRAMME),
    "agenda version 1": (page("agenda_version", 1), PROGRAMME),
    "agenda version 9": (page("agenda_version", 9), NOBODY | {"awaiting": 403}),
    "working copy": (page("working_copy"), OFFICER | {"awaiting": 403}),
    "session": (lambda w: reverse("events:session", args=["here", w["session"].code]), PROGRAMME),
    "session unknown": (page("session", "x.9"), NOBODY | {"awaiting": 403}),
    "materials": (page("materials"), PROGRAMME),
    "paper for everyone": (paper("everyone"), PAPER),
    "paper for heads": (paper("heads"), PAPER_FOR_HEADS),
    "paper for one jurisdiction": (paper("one jurisdiction"), PAPER_FOR_ONE_JURISDICTION),
    "paper for staff": (paper("staff"), PAPER_FOR_STAFF),
    "paper withheld": (paper("withheld"), PAPER),
    "file for everyone": (file("everyone"), FILE),
    "file for heads": (file("heads"), FILE | {"participant": 404, "other jurisdiction": 404, "focal point": 404}),
    "file for one jurisdiction": (file("one jurisdiction"), FILE | {"other jurisdiction": 404}),
    "file withheld": (file("withheld"), FILE_CLOSED),
    "file replaced, old version": (
        file("replaced"),
        NOBODY | {"officer": 200, "superuser": 200, "auditor": 403},
    ),
    "file that is not there": (file("everyone", 7), NOBODY | {"auditor": 403}),
    "paper of another event under this one": (
        lambda w: reverse("events:material", args=["here", w["papers"]["elsewhere"].pk]),
        NOBODY | {"awaiting": 403},
    ),
    "file of another event": (
        lambda w: reverse("events:file", args=["elsewhere", w["papers"]["elsewhere"].pk, 1]),
        NOBODY | {"officer": 200, "superuser": 200, "auditor": 403, "other event": 200},
    ),
    "delegation": (
        lambda w: w["home"].get_absolute_url(),
        OFFICER | {"desk": 200, "focal point": 200, "head": 200},
    ),
    "nominate": (of_delegation("nominate"), NOMINATORS),
    "letter to upload": (of_delegation("letter_upload"), NOMINATORS),
    "correct a nomination": (of_delegation("correct", registration=True), NOMINATORS_LATER),
    "replace somebody": (of_delegation("replace", registration=True), NOMINATORS),
    "withdraw somebody": (of_delegation("withdraw", registration=True), NOMINATORS),
    "remind somebody": (of_delegation("remind", registration=True), NOMINATORS_LATER),
    "remind all": (of_delegation("remind_all"), NOMINATORS_LATER),
    "reserves in order": (of_delegation("reorder_reserves"), NOMINATORS_LATER),
    "list as a spreadsheet": (
        of_delegation("delegation_xlsx"),
        OFFICER | {"desk": 403, "focal point": 200, "head": 200},
    ),
    "nomination letter": (
        lambda w: reverse("participants:letter", args=[w["home"].pk, w["letter"].pk]),
        OFFICER | {"focal point": 200, "head": 200},
    ),
    "list to send": (of_delegation("list_upload"), NOMINATORS),
    "empty list": (of_delegation("list_template"), NOMINATORS),
    "columns of a list": (of_list("columns"), OWN_LIST),
    "preview of a list": (of_list("preview"), OWN_LIST),
    "preview as a spreadsheet": (of_list("report"), OWN_LIST),
    "discard a list": (of_list("discard"), OWN_LIST | dict.fromkeys(["focal point", "officer", "superuser"], 405)),
    "result of a list": (of_list("result"), OWN_LIST | {"focal point": 302}),
    "list that is not there": (
        lambda w: reverse("participants:list_preview", args=[w["home"].pk, 10**30]),
        NOBODY | {"head": 403, "desk": 403},
    ),
    "delegation that is not there": (lambda w: reverse("participants:delegation", args=[10**30]), NOBODY),
    "personal link": (
        lambda w: participant_actions.link_to_delegation(w["home"], w["people"]["focal point"]).get_absolute_url(),
        ANYBODY | {"focal point": 302},
    ),
    "personal link that is not there": (
        lambda w: reverse("participants:link", args=["x" * 22]),
        NOBODY | {"anonymous": 404},
    ),
    "own registration": (lambda w: reverse("participants:registration", args=["here"]), OWN_REGISTRATION),
    "own logistics": (lambda w: reverse("participants:logistics", args=["here"]), OWN_LOGISTICS),
    "correct a registration": (of_participant("registration_correct"), REGISTRATION_OF_PARTICIPANT),
    "withdraw a registration": (of_participant("registration_withdraw"), REGISTRATION_OF_PARTICIPANT),
    "take a seat": (of_participant("registration_take_seat"), REGISTRATION_OF_PARTICIPANT | {"participant": 302}),
    "a step of a registration": (
        of_participant("registration_step", "you"),
        REGISTRATION_OF_PARTICIPANT | {"participant": 302},
    ),
    "back office": (lambda w: reverse("admin:index"), NOBODY | STAFF),
    "registrations": (
        lambda w: reverse("admin:participants_registration_changelist"),
        OFFICER | {"desk": 200, "assessor": 403, "auditor": 403},
    ),
    "one registration": (
        of_registration("participants_registration_change"),
        OFFICER | {"desk": 200, "assessor": 403, "auditor": 403},
    ),
    "a decision": (
        of_registration("participants_registration_move", "withdrawn"),
        OFFICER | {"desk": 403, "assessor": 404, "auditor": 404},
    ),
    "people": (
        lambda w: reverse("admin:participants_user_changelist"),
        OFFICER | {"desk": 200, "assessor": 403, "auditor": 403},
    ),
    "outbox": (
        lambda w: reverse("admin:participants_outgoingemail_changelist"),
        OFFICER | {"desk": 403, "assessor": 403, "auditor": 403},
    ),
    "download log": (
        lambda w: reverse("admin:events_materialaccess_changelist"),
        OFFICER | {"desk": 403, "assessor": 403, "auditor": 200},
    ),
    "requests about data": (
        lambda w: reverse("admin:participants_datarequest_changelist"),
        OFFICER | {"desk": 403, "assessor": 403, "auditor": 403},
    ),
    "who took data out": (
        lambda w: reverse("admin:participants_disclosure_changelist"),
        OFFICER | {"desk": 403, "assessor": 403, "auditor": 403},
    ),
    "purges": (
        lambda w: reverse("admin:participants_purgerun_changelist"),
        OFFICER | {"desk": 403, "assessor": 403, "auditor": 200},
    ),
    "counts that stay": (
        lambda w: reverse("admin:participants_keptcount_changelist"),
        OFFICER | {"desk": 403, "assessor": 403, "auditor": 200},
    ),
    "second factors": (
        lambda w: reverse("admin:mfa_authenticator_changelist"),
        NOBODY | {"superuser": 200, "officer": 403, "desk": 403, "assessor": 403, "auditor": 403},
    ),
}


@pytest.mark.parametrize("what", TABLE)
def test_who_sees(world, what):
    address, expected = TABLE[what]
    url = address(world)

    seen = {}
    for name, person in world["people"].items():
        client = Client()
        if person:
            signed_in(client, person, second_factor=person.is_staff and "without" not in name)
        response = client.get(url)
        body(response)
        seen[name] = response.status_code

    assert seen == {name: expected[name] for name in seen}


def names_of(patterns):
    for entry in patterns:
        yield from names_of(entry.url_patterns) if hasattr(entry, "url_patterns") else [entry.name]


def test_the_table_names_every_page_of_people(world):
    """An address of `participants` that nobody asked for above would be a hole in the table."""
    asked = {resolve(address(world)).view_name for address, _ in TABLE.values()}

    assert {f"participants:{name}" for name in names_of(participants.urls.urlpatterns)} - asked == set()


def test_an_anonymous_visitor_cannot_tell_an_event_that_exists_from_one_that_does_not(client, world):
    existing = client.get(reverse("events:detail", args=["here"]))
    invented = client.get(reverse("events:detail", args=["nowhere"]))

    assert existing.status_code == invented.status_code == 302
    assert existing.url.replace("here", "x") == invented.url.replace("nowhere", "x")


def test_a_participant_finds_nothing_of_the_other_event(world):
    """Every address under /events/ that names the other event answers as if it did not exist."""
    client = signed_in(Client(), world["people"]["participant"])
    other, paper = world["other"], world["papers"]["elsewhere"]
    parts = {"slug": other.slug, "number": 1, "code": other.sessions.first().code, "pk": paper.pk}
    addresses = [
        reverse(f"events:{entry.name}", kwargs={name: parts[name] for name in entry.pattern.converters})
        for entry in events.urls.urlpatterns
    ]

    assert len(addresses) >= 8
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)
    assert other.title not in client.get(reverse("home")).content.decode()


def test_a_public_event_page_does_not_open_the_agenda(client, world):
    world["other"].visibility = "page"
    world["other"].save()

    assert client.get(reverse("events:detail", args=["elsewhere"])).status_code == 200
    assert client.get(reverse("events:agenda", args=["elsewhere"])).status_code == 302
    assert client.get(reverse("events:materials", args=["elsewhere"])).status_code == 302


def test_a_public_agenda_opens_agenda_and_sessions_but_no_paper_for_participants(client, world):
    world["other"].visibility = "agenda"
    world["other"].save()
    code = world["other"].sessions.first().code

    assert client.get(reverse("events:agenda", args=["elsewhere"])).status_code == 200
    assert client.get(reverse("events:session", args=["elsewhere", code])).status_code == 200
    paper = world["papers"]["elsewhere"]
    assert client.get(reverse("events:material", args=["elsewhere", paper.pk])).status_code == 302
    assert client.get(reverse("events:file", args=["elsewhere", paper.pk, 1])).status_code == 302


def test_a_draft_event_exists_for_staff_only(world):
    draft = EventFactory(slug="draft")
    delegation = DelegationFactory(event=draft, seats_member=1)
    delegation.focal_points.add(world["people"]["focal point"])

    focal_point = signed_in(Client(), world["people"]["focal point"])
    officer = signed_in(Client(), world["people"]["officer"])

    assert focal_point.get(reverse("events:detail", args=["draft"])).status_code == 404
    assert officer.get(reverse("events:detail", args=["draft"])).status_code == 200
