"""What the person says of themselves: a draft first, then vouched for, and corrected until the deadline.

Locks are taken in the order of all actions: the person, the delegation, the event, the registration.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from participants.models import Move, Registration, User
from participants.models.details import DETAILS, IDENTITY
from participants.states import LIVE, RegistrationStatus
from workshop_portal.transitions import TransitionError

from .deadlines import check_confirmations, locked_delegation
from .decisions import recheck, submit

# What the person says for one event, and what stays with their own record; the details go to both.
OF_REGISTRATION = (*DETAILS, "interpretation", "photo_consent", "list_consent")
OF_PERSON = (*DETAILS, "mail_language")
OWN_DATA = frozenset(OF_REGISTRATION) | frozenset(OF_PERSON)


def lock_registration(registration: Registration) -> Registration:
    """The registration as it is now, with its person, delegation and event, which nobody changes meanwhile.

    Inside a transaction only. A page that takes a form binds it to this (`workshop_portal.revisions`).
    """
    person = User.objects.select_for_update(no_key=True).get(pk=registration.person_id)
    delegation = locked_delegation(registration.delegation_id)
    locked = Registration.objects.select_for_update(no_key=True, of=("self",)).get(pk=registration.pk)
    locked.person, locked.delegation, locked.event = person, delegation, delegation.event
    return locked


def keep_draft(registration: Registration, data: Mapping[str, Any]) -> None:
    """Keep what was typed so far beside the registration; nothing is asserted by it.

    `data` are values by name, as JSON can hold them; names that are not in it stay as they were.
    """
    draft = registration.draft | _known(data)
    if draft != registration.draft:
        Registration.objects.filter(pk=registration.pk, status=RegistrationStatus.NOMINATED).update(draft=draft)


@transaction.atomic
def confirm_own_data(registration: Registration, data: Mapping[str, Any], *, by: User) -> Move:
    """The nominated person vouches for `data`, and the nomination goes to the organisers.

    `data` has a value for every name of OWN_DATA. Raises TransitionError when the deadline is over, when the person
    has confirmed already, or when they are registered for the event by another delegation; then nothing is written
    and the draft stays.
    """
    registration = lock_registration(registration)
    check_confirmations(registration.delegation, by=by)
    if registration.status != RegistrationStatus.NOMINATED:
        raise TransitionError("You have confirmed this already.")
    _write(registration, data)
    return submit(registration, by=by, tell=True)


@transaction.atomic
def correct_own_data(registration: Registration, data: Mapping[str, Any], *, by: User) -> list[str]:
    """The person corrects what they confirmed, or what was submitted for them; says which fields have changed.

    When a field of IDENTITY changes after the approval, an officer looks again; the seat stays. What was said at
    other events stays too. Raises TransitionError when the deadline is over or the registration has ended.
    """
    registration = lock_registration(registration)
    check_confirmations(registration.delegation, by=by)
    if registration.status not in LIVE - {RegistrationStatus.NOMINATED}:
        raise TransitionError(f"Your registration is {registration.get_status_display().lower()}.")
    changed = [name for name in OF_REGISTRATION if getattr(registration, name) != data[name]]
    _write(registration, data)
    words = {field.name: str(field.verbose_name) for field in registration._meta.fields}
    identity = [words[name] for name in IDENTITY if name in changed]
    if identity and registration.status == RegistrationStatus.APPROVED:
        recheck(registration, by=by, reason=f"Corrected by the person: {', '.join(identity)}.")
    return changed


def _known(data: Mapping[str, Any]) -> Mapping[str, Any]:
    if unknown := data.keys() - OWN_DATA:
        raise ValueError(f"Not what a person says of themselves: {', '.join(sorted(unknown))}.")
    return data


def _write(registration: Registration, data: Mapping[str, Any]) -> None:
    """Take `data` over for this event and for the person's own record."""
    for row, names in ((registration, OF_REGISTRATION), (registration.person, OF_PERSON)):
        for name in names:
            setattr(row, name, _known(data)[name])
    registration.confirmed_at, registration.draft = timezone.now(), {}
    registration.save(update_fields=[*OF_REGISTRATION, "confirmed_at", "draft"])
    registration.person.save(update_fields=OF_PERSON)
