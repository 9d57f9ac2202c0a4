"""Nomination letters: what the authority signed, kept as it came, and read by few."""

import hashlib
from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from events.files import ALLOWED, inspect
from participants.models import Delegation, Disclosure, NominationLetter, User
from workshop_portal.transitions import TransitionError

from .deadlines import check_confirmations, locked_delegation

LETTER_TYPES = {ALLOWED[extension] for extension in ("pdf", "docx", "png", "jpg")}
NO_LETTER = "A letter is a PDF, DOCX, PNG or JPG file."


def inspect_letter(upload) -> str:
    """The media type of an uploaded letter. Raises ValidationError as `events.files.inspect` does."""
    try:
        media_type = inspect(upload)
    except ValidationError as refused:
        raise ValidationError(NO_LETTER, code="type") if refused.code == "type" else refused from None
    if media_type not in LETTER_TYPES:
        raise ValidationError(NO_LETTER, code="type")
    return media_type


@transaction.atomic
def add_letter(
    delegation: Delegation, upload, *, reference: str, dated_on: date, signatory: str, covers: Collection[int], by: User
) -> NominationLetter:
    """Keep a letter that names the registrations `covers` (keys). The newest one counts; older ones stay.

    Raises ValidationError when the file is not one that can be kept, and TransitionError when confirmations are
    closed or when somebody whom it covers is not of this delegation.
    """
    media_type = inspect_letter(upload)
    delegation = locked_delegation(delegation.pk)
    check_confirmations(delegation, by=by)
    named = delegation.registrations.filter(pk__in=covers)
    if named.count() != len(set(covers)):
        raise TransitionError("A letter covers people of its own delegation only. Look at the list and try again.")
    digest = hashlib.file_digest(upload.file, "sha256").hexdigest()
    upload.seek(0)
    letter = NominationLetter(
        delegation=delegation,
        file=upload,
        original_name=upload.name[-255:],
        sha256=digest,
        size=upload.size,
        media_type=media_type,
        reference=reference,
        dated_on=dated_on,
        signatory=signatory,
        uploaded_by=by,
    )
    letter.full_clean(exclude=["file"])
    letter.save()
    letter.covers.set(named)
    return letter


@transaction.atomic
def open_letter(letter: NominationLetter, *, by: User):
    """The file, opened to be sent; a row says who took it."""
    Disclosure.objects.create(
        kind=Disclosure.Kind.LETTER,
        by=by,
        event=letter.delegation.event,
        delegation=letter.delegation,
        rows=letter.covers.count(),
        detail=f"Letter {letter.reference}"[:500],
    )
    return letter.file.open("rb")
