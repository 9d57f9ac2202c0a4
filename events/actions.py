"""Writes that touch several rows or lock: publishing an agenda, taking in a file."""

import hashlib

from django.db import transaction
from django.utils import timezone

from events.files import inspect
from events.models import AgendaVersion, Event, Material, MaterialAccess, MaterialVersion, Slot
from events.models.programme import CONTENT_FIELDS
from events.states import MaterialStatus
from workshop_portal.transitions import TransitionError


@transaction.atomic
def working_copy(event: Event) -> AgendaVersion:
    """The one version without a number, made when it is first asked for."""
    version, _ = AgendaVersion.objects.get_or_create(event=event, number=None)
    return version


@transaction.atomic
def publish_agenda(event: Event, *, by, reason: str) -> AgendaVersion:
    """Number the working copy, so that participants read it, and go on with a fresh copy of it.

    The event row is locked first, so that two officers cannot publish the same number. Raises
    TransitionError when there is nothing to publish or no reason is given.
    """
    reason = reason.strip()
    if not reason:
        raise TransitionError("Say in a few words why this version is published; participants read it.")
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    version = working_copy(event)
    slots = list(version.slots.select_related("session", "room").order_by("starts_at", "pk"))
    if not slots:
        raise TransitionError(f"The agenda of {event} is empty.")
    Slot.objects.bulk_update([slot.freeze() for slot in slots], [*CONTENT_FIELDS, "room_name"])
    newest = AgendaVersion.objects.published().filter(event=event).order_by("-number").first()
    version.number = newest.number + 1 if newest else 1
    version.reason, version.published_at, version.published_by = reason, timezone.now(), by
    version.save()
    Event.objects.filter(pk=event.pk).update(agenda=version)
    _copy_placement(slots, working_copy(event))
    return version


def _copy_placement(slots: list[Slot], target: AgendaVersion) -> None:
    Slot.objects.bulk_create(
        Slot(
            version=target,
            session_id=slot.session_id,
            room_id=slot.room_id,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
        )
        for slot in slots
    )


@transaction.atomic
def add_file(material: Material, upload, *, by, note: str = "") -> MaterialVersion:
    """Store `upload` as the newest immutable version of `material`.

    The first file of an expected material makes it received; a new file of a cleared one does so too,
    because nobody cleared this file. The material row is locked, so that two uploads get two numbers.
    Raises ValidationError (from `events.files.inspect`) when the file is not what it says, is too large or
    hides something.
    """
    media_type = inspect(upload)
    material = Material.objects.select_for_update(no_key=True).get(pk=material.pk)
    newest = material.versions.order_by("-number").first()
    digest = hashlib.file_digest(upload.file, "sha256").hexdigest()
    upload.seek(0)
    version = MaterialVersion.objects.create(
        material=material,
        number=newest.number + 1 if newest else 1,
        file=upload,
        original_name=upload.name[-255:],
        sha256=digest,
        size=upload.size,
        media_type=media_type,
        note=note,
        uploaded_by=by,
    )
    Material.objects.filter(pk=material.pk).update(current=version)
    material.current = version
    if material.can_become(MaterialStatus.RECEIVED):
        material.receive()
    return version


def what_is_cleared(material: Material) -> str:
    """What somebody who clears a paper has to have seen: its file, its mark and who will read it."""
    chosen = [*material.audience_jurisdictions.all(), *material.audience_organisations.all()]
    parts = [material.current_id, material.marking, material.audience, *sorted(str(row) for row in chosen)]
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


@transaction.atomic
def clear_material(material: Material, *, by, seen: str) -> None:
    """Release a paper as it was `seen` (`what_is_cleared`). The row is locked.

    Raises TransitionError when its file, mark or audience is another one by now, or when it has no file.
    """
    material = Material.objects.select_for_update(no_key=True).get(pk=material.pk)
    if seen != what_is_cleared(material):
        raise TransitionError(f"{material} was changed in the meantime: look at it again before you clear it.")
    material.clear(by=by)


@transaction.atomic
def take_clearance_back(material: Material) -> None:
    """After a change of what was cleared; the row is locked, because somebody may be clearing it right now."""
    material = Material.objects.select_for_update(no_key=True).get(pk=material.pk)
    if material.status == MaterialStatus.CLEARED:
        material.receive()


def open_file(version: MaterialVersion, *, by, download: bool):
    """Open the file for streaming, and write down who takes it. Raises FileNotFoundError, and nothing is written."""
    how = MaterialAccess.How.DOWNLOAD if download else MaterialAccess.How.VIEW
    person = by if by.is_authenticated else None
    file = version.file.open("rb")
    MaterialAccess.objects.create(version=version, person=person, how=how)
    return file
