"""Who finds which rows of events: one table per model, with rows beside that could leak."""

import pytest
from django.contrib.auth.models import AnonymousUser

from events.models import Event, Material, Session
from tests.factories import (
    DelegationFactory,
    EventFactory,
    JurisdictionFactory,
    MaterialFactory,
    OrganisationFactory,
    RegistrationFactory,
    SessionFactory,
    UserFactory,
    published_agenda,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(officer):
    """Two published events with a delegation each, a draft, and events that show more to everybody."""
    albania, agency = JurisdictionFactory(code="AL"), OrganisationFactory(code="agency")
    here = EventFactory(slug="here", published=True)
    there = EventFactory(slug="there", published=True)
    EventFactory(slug="draft")
    EventFactory(slug="open page", published=True, visibility="page")
    agenda = EventFactory(slug="open agenda", published=True, visibility="agenda")
    for event in (here, there, agenda):
        published_agenda(event, sessions=1, by=officer)
        event.sessions.update(title=f"told in {event.slug}")
        SessionFactory(event=event, title=f"planned in {event.slug}")
    home = DelegationFactory(event=here, jurisdiction=albania, seats_member=5)
    guests = DelegationFactory(event=here, jurisdiction=None, organisation=agency, seats_member=5)
    focal_point = UserFactory()
    home.focal_points.add(focal_point)
    return {
        "anonymous": AnonymousUser(),
        "stranger": UserFactory(),
        "approved": RegistrationFactory(approved=True, delegation=home).person,
        "awaiting": RegistrationFactory(submitted=True, delegation=home).person,
        "withdrawn": RegistrationFactory(withdrawn=True, delegation=home).person,
        "head": RegistrationFactory(approved=True, delegation=home, role="head").person,
        "focal point": focal_point,
        "agency": RegistrationFactory(approved=True, delegation=guests).person,
        "elsewhere": RegistrationFactory(
            approved=True, delegation=DelegationFactory(event=there, jurisdiction=albania)
        ).person,
        "officer": officer,
        "desk": UserFactory(staff=True, group="Registration desk"),
        "auditor": UserFactory(staff=True, group="Auditors"),
        "switched off": UserFactory(staff=True, group="Event officers", is_active=False),
        "no longer staff": UserFactory(group="Event officers"),
    }


OPEN = {"open page", "open agenda"}
ALL = {"here", "there", "draft"} | OPEN


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("anonymous", OPEN),
        ("stranger", OPEN),
        ("withdrawn", OPEN),
        ("awaiting", {"here"} | OPEN),
        ("approved", {"here"} | OPEN),
        ("focal point", {"here"} | OPEN),
        ("agency", {"here"} | OPEN),
        ("elsewhere", {"there"} | OPEN),
        ("officer", ALL),
        ("desk", ALL),
        ("auditor", ALL),
        ("switched off", OPEN),
        ("no longer staff", OPEN),
    ],
)
def test_events(people, who, sees):
    assert set(Event.objects.visible_to(people[who]).values_list("slug", flat=True)) == sees


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("anonymous", {"told in open agenda"}),
        ("awaiting", {"told in open agenda"}),
        ("withdrawn", {"told in open agenda"}),
        ("approved", {"told in open agenda", "told in here"}),
        ("focal point", {"told in open agenda", "told in here"}),
        ("elsewhere", {"told in open agenda", "told in there"}),
        ("desk", {f"{kind} in {slug}" for kind in ("told", "planned") for slug in ("here", "there", "open agenda")}),
    ],
)
def test_sessions(people, who, sees):
    assert set(Session.objects.visible_to(people[who]).values_list("title", flat=True)) == sees


@pytest.fixture
def papers(people):
    here, there, page = (Event.objects.get(slug=slug) for slug in ("here", "there", "open page"))
    for audience in ("everyone", "heads", "staff"):
        MaterialFactory(event=here, title=audience, audience=audience)
    MaterialFactory(event=here, title="public, event not", marking="clear", audience="public")
    MaterialFactory(event=page, title="public", marking="clear", audience="public")
    MaterialFactory(event=there, title="everyone there")
    MaterialFactory(event=here, title="Albania", audience="chosen").audience_jurisdictions.set(
        [JurisdictionFactory(code="AL")]
    )
    MaterialFactory(event=here, title="agency", audience="chosen").audience_organisations.set(
        [people["agency"].registrations.get().delegation.organisation]
    )


OF_EVENT = {"everyone", "public, event not", "public"}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("anonymous", {"public"}),
        ("stranger", {"public"}),
        ("awaiting", {"public"}),
        ("withdrawn", {"public"}),
        ("approved", OF_EVENT | {"Albania"}),
        ("focal point", OF_EVENT | {"Albania"}),
        ("head", OF_EVENT | {"Albania", "heads"}),
        ("agency", OF_EVENT | {"agency"}),
        ("elsewhere", {"public", "everyone there"}),
        ("officer", OF_EVENT | {"Albania", "agency", "heads", "staff", "everyone there"}),
        ("auditor", OF_EVENT | {"Albania", "agency", "heads", "staff", "everyone there"}),
        ("desk", {"public"}),
    ],
)
def test_materials(people, papers, who, sees):
    assert set(Material.objects.visible_to(people[who]).values_list("title", flat=True)) == sees
