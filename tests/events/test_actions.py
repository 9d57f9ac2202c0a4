"""Publishing an agenda and taking in files, and what the database refuses."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, connection, transaction

from events import actions
from events.models import AgendaVersion, Material, MaterialAccess, MaterialVersion, Session, Slot
from tests.factories import EventFactory, MaterialFactory, published_agenda
from workshop_portal.transitions import TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(published=True)


def pdf(name="paper.pdf", content=b"%PDF-1.7\n"):
    return SimpleUploadedFile(name, content)


def test_publishing_numbers_the_working_copy_and_goes_on_with_a_copy(event, officer):
    first = published_agenda(event, sessions=3, by=officer)

    copy = actions.working_copy(event)
    assert (first.number, first.published_by) == (1, officer)
    assert copy.number is None
    assert list(copy.slots.order_by("pk").values_list("session", "starts_at", "room")) == list(
        first.slots.order_by("pk").values_list("session", "starts_at", "room")
    )


def test_a_published_slot_tells_what_was_true_then(event, officer):
    version = published_agenda(event, sessions=1, by=officer)
    session = event.sessions.get()
    told = session.title

    Session.objects.filter(pk=session.pk).update(title="Another title")

    assert version.slots.get().title == told


def test_publishing_needs_a_reason(event, officer):
    published_agenda(event, sessions=1, by=officer)

    with pytest.raises(TransitionError, match="Say in a few words why"):
        actions.publish_agenda(event, by=officer, reason="   ")


def test_an_empty_agenda_is_not_published(event, officer):
    with pytest.raises(TransitionError, match="is empty"):
        actions.publish_agenda(event, by=officer, reason="First version.")

    assert not AgendaVersion.objects.published().exists()


def test_the_database_never_changes_a_published_version(event, officer):
    version = published_agenda(event, sessions=1, by=officer)

    for change in (
        lambda: AgendaVersion.objects.filter(pk=version.pk).update(reason="Other."),
        lambda: Slot.objects.filter(version=version).update(title="Other"),
        lambda: Slot.objects.filter(version=version)._raw_delete("default"),
        lambda: Slot.objects.filter(version=actions.working_copy(event)).update(version=version),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()


def test_the_database_keeps_one_working_copy(event):
    actions.working_copy(event)

    with pytest.raises(IntegrityError, match="agenda_has_one_working_copy"), transaction.atomic():
        AgendaVersion.objects.create(event=event)


@pytest.mark.django_db(transaction=True)
def test_two_officers_publishing_at_once_get_two_numbers(officer):
    event = EventFactory(published=True)
    published_agenda(event, sessions=2, by=officer)
    start, numbers = threading.Barrier(2), []

    def publish():
        start.wait()
        try:
            numbers.append(actions.publish_agenda(event, by=officer, reason="At once.").number)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == [2, 3]
    assert AgendaVersion.objects.working_copies().filter(event=event).count() == 1


def test_the_first_file_makes_a_material_received(event, officer):
    material = MaterialFactory(event=event)

    version = actions.add_file(material, pdf(), by=officer)

    material.refresh_from_db()
    assert (material.status, material.current) == ("received", version)
    assert (version.number, version.size, version.media_type) == (1, 9, "application/pdf")
    assert version.sha256 == "0716f9264c9fe19f5d7455276107f3ddcc1d3497f63d60689a73558ae8a1bf5e"
    assert version.file.name != version.original_name


def test_a_second_file_keeps_the_first_and_has_to_be_cleared_again(event, officer):
    material = MaterialFactory(event=event, cleared=True)

    version = actions.add_file(material, pdf("new.pdf", b"%PDF-1.7 new"), by=officer, note="Slide 4 corrected.")

    material.refresh_from_db()
    assert (version.number, material.current, material.status) == (2, version, "received")
    with material.versions.get(number=1).file.open() as old:
        assert old.read().startswith(b"%PDF")


def test_the_database_never_changes_a_file_or_the_log(event, officer):
    material = MaterialFactory(event=event, cleared=True)
    actions.open_file(material.current, by=officer, download=True).close()

    for rows in (MaterialVersion.objects.all(), MaterialAccess.objects.all()):
        with pytest.raises(InternalError), transaction.atomic():
            rows._raw_delete("default")
    with pytest.raises(InternalError), transaction.atomic():
        MaterialVersion.objects.update(sha256="0" * 64)
    with pytest.raises(InternalError), transaction.atomic():
        MaterialAccess.objects.update(how="view")


def test_the_database_knows_no_red(event):
    with pytest.raises(IntegrityError, match="material_marking_is_known"), transaction.atomic():
        Material.objects.filter(pk=MaterialFactory(event=event).pk).update(marking="red")


def test_a_material_without_a_file_is_not_cleared(event, officer):
    material = MaterialFactory(event=event)

    with pytest.raises(TransitionError, match="has no file yet"):
        material.clear(by=officer)


def test_an_open_file_is_a_row_in_the_log(event, officer):
    material = MaterialFactory(event=event, cleared=True)

    actions.open_file(material.current, by=officer, download=False).close()

    access = MaterialAccess.objects.get()
    assert (access.version, access.person, access.how) == (material.current, officer, "view")
