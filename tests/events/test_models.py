"""What the database refuses, whoever asks: rows at home in another event, unknown words, moves that no table has."""

import pytest
from django.db import DatabaseError, transaction

from events.models import Event, Material, Room, Session, Slot
from tests.factories import EventFactory, MaterialFactory, RoomFactory, SessionFactory, published_agenda

pytestmark = pytest.mark.django_db


def refused_by(words, change):
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        change()


@pytest.fixture
def event():
    return EventFactory(published=True)


@pytest.fixture
def foreign():
    return EventFactory(published=True)


@pytest.mark.parametrize(
    ("model", "column", "value", "words"),
    [
        (Event, "visibility", "", "event_visibility_is_known"),
        (Event, "status", "draft", "Invalid transition"),
        (Material, "audience", "world", "material_audience_is_known"),
        (Material, "marking", "red", "material_marking_is_known"),
        (Material, "status", "cleared", "Invalid transition|material_"),
    ],
)
def test_unknown_words_and_moves_are_refused(event, model, column, value, words):
    MaterialFactory(event=event)

    refused_by(words, lambda: model.objects.update(**{column: value}))


@pytest.mark.parametrize("model", [Session, Room, Material])
def test_what_belongs_to_an_event_stays_there(event, foreign, model):
    SessionFactory(event=event)
    RoomFactory(event=event)
    MaterialFactory(event=event)

    refused_by("event_is_final", lambda: model.objects.update(event=foreign))


def test_a_slot_is_in_a_room_and_of_a_session_of_its_own_event(event, foreign, officer):
    published_agenda(event, sessions=1, by=officer)
    planned = Slot.objects.filter(version__number__isnull=True)

    refused_by("room of its own event", lambda: planned.update(room=RoomFactory(event=foreign)))
    refused_by("agenda of its own event", lambda: planned.update(session=SessionFactory(event=foreign)))


def test_a_material_has_a_session_of_its_event_and_a_file_of_its_own(event, foreign):
    material, other = MaterialFactory(event=event, cleared=True), MaterialFactory(event=event, cleared=True)
    rows = Material.objects.filter(pk=material.pk)

    refused_by("session of its own event", lambda: rows.update(session=SessionFactory(event=foreign)))
    refused_by("one of its own", lambda: rows.update(current=other.current))


def test_an_event_goes_its_way_once(event):
    event.close()
    event.archive()

    assert Event.objects.get(pk=event.pk).status == "archived"
    refused_by("Invalid transition", lambda: Event.objects.update(status="published"))
