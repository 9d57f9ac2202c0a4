"""What is kept in memory is never older than the database, and never what another reader may not know."""

import pytest
from django.test import Client
from django.urls import reverse

from events import actions
from events.kept import Kept
from events.models import Event, Material, Room, Session
from tests.clients import signed_in, text
from tests.factories import (
    DelegationFactory,
    EventFactory,
    JurisdictionFactory,
    MaterialFactory,
    OrganisationFactory,
    RegistrationFactory,
    SessionFactory,
    published_agenda,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(officer):
    event = EventFactory(published=True, title="Workshop before", notice="Notice before.")
    published_agenda(event, sessions=1, by=officer)
    return event


@pytest.fixture
def delegation(event):
    return DelegationFactory(event=event, seats_member=5)


@pytest.fixture
def reader(delegation):
    return signed_in(Client(), RegistrationFactory(approved=True, delegation=delegation).person)


def page(name, event, *more):
    return reverse(f"events:{name}", args=[event.slug, *more])


CHANGES = {
    "title": (lambda event: Event.objects.filter(pk=event.pk).update(title="Workshop after"), "Workshop after"),
    "notice": (lambda event: Event.objects.filter(pk=event.pk).update(notice="Notice after."), "Notice after."),
    "mandate": (
        lambda event: type(event.mandate).objects.update(acknowledgement="Paid by somebody else."),
        "Paid by somebody else.",
    ),
    "state": (lambda event: Event.objects.get(pk=event.pk).close(), "Closed"),
}


@pytest.mark.parametrize("name", ["detail", "agenda", "materials"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_page_read_before_tells_what_changed_since(event, reader, name, change):
    """By update() as well, which no signal and no save() sees."""
    make, words = CHANGES[change]
    assert words not in text(reader.get(page(name, event)))

    make(event)

    assert words in text(reader.get(page(name, event)))


def test_a_new_version_of_the_agenda_is_read_at_once(event, officer, reader):
    assert "Version 1" in text(reader.get(page("agenda", event)))
    event.sessions.update(title="Renamed for version 2")

    assert "Renamed for version 2" not in text(reader.get(page("agenda", event)))
    actions.publish_agenda(event, by=officer, reason="Renamed.")

    assert "Renamed for version 2" in text(reader.get(page("agenda", event)))


@pytest.mark.parametrize("name", ["materials", "session"])
def test_a_paper_is_withdrawn_everywhere_at_once(event, officer, reader, name):
    session = event.sessions.get()
    material = MaterialFactory(event=event, session=session, cleared=True)
    address = page(name, event, *([session.code] if name == "session" else []))
    file = page("file", event, material.pk, 1)
    assert file in reader.get(address).content.decode()

    material.withhold(by=officer)

    after = reader.get(address)
    assert "Withheld" in text(after)
    assert file not in after.content.decode()


@pytest.mark.parametrize("kind", ["jurisdiction", "organisation"])
def test_a_paper_is_given_to_and_taken_from_a_delegation_at_once(event, kind):
    sender = JurisdictionFactory() if kind == "jurisdiction" else OrganisationFactory()
    delegation = DelegationFactory(event=event, **{"jurisdiction": None, kind: sender})
    reader = signed_in(Client(), RegistrationFactory(approved=True, delegation=delegation).person)
    material = MaterialFactory(event=event, title="For few", cleared=True, audience="chosen")
    audience = getattr(material, f"audience_{kind}s")
    assert "For few" not in text(reader.get(page("materials", event)))

    audience.add(sender)
    assert "For few" in text(reader.get(page("materials", event)))

    audience.remove(sender)
    assert "For few" not in text(reader.get(page("materials", event)))


def test_what_staff_may_know_is_not_kept_for_others_with_the_same_pass(event, officer, delegation, reader):
    """An officer who is a focal point too opens the materials first."""
    for audience in ("staff", "heads"):
        MaterialFactory(event=event, title=f"Only for {audience}", cleared=True, audience=audience)
    MaterialFactory(event=event, title="For everybody", cleared=True)
    DelegationFactory(event=event).focal_points.add(officer)
    RegistrationFactory(approved=True, delegation=delegation, person=officer)
    staff = signed_in(Client(), officer)

    seen_by_staff, seen = text(staff.get(page("materials", event))), text(reader.get(page("materials", event)))

    assert all(title in seen_by_staff for title in ("Only for staff", "Only for heads", "For everybody"))
    assert "For everybody" in seen
    assert "Only for" not in seen
    assert "Only for staff" in text(staff.get(page("materials", event)))


def test_what_staff_prepare_is_not_told_beside_a_paper(event, reader):
    published = event.sessions.get()
    told = published.title
    Session.objects.filter(pk=published.pk).update(title="Secret new name")
    secret = SessionFactory(event=event, title="Secret session")
    papers = [MaterialFactory(event=event, session=session, cleared=True) for session in (published, secret)]

    pages = [page("materials", event), *(page("material", event, paper.pk) for paper in papers)]
    shown = " ".join(text(reader.get(address)) for address in pages)

    assert told in shown
    assert "Secret" not in shown


def test_the_memory_holds_the_most_recently_used():
    memory, made = Kept(2), []

    def ask(key):
        return memory.get(key, lambda: made.append(key) or key)

    assert [ask(key) for key in "abacab"] == list("abacab")
    assert made == ["a", "b", "c", "b"]


def test_the_stamp_grows_with_everything_that_a_page_tells(event):
    def stamp():
        return Event.objects.values_list("stamp", flat=True).get(pk=event.pk)

    before = stamp()
    material = MaterialFactory(event=event)
    stamps = [before, stamp()]
    Material.objects.filter(pk=material.pk).update(title="Other")
    stamps.append(stamp())
    material.audience_jurisdictions.add(JurisdictionFactory())
    stamps.append(stamp())
    material.audience_jurisdictions.clear()
    stamps.append(stamp())
    Room.objects.create(event=event, name="Hall")  # a published agenda tells of rooms itself

    assert stamps == sorted(set(stamps))
    assert stamp() == stamps[-1]
