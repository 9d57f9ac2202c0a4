"""Every decision on a registration. Pages, admin, imports and commands all call these."""

from django.db import transaction

from participants import emails
from participants.models import Delegation, Move, Registration, User
from participants.states import RegistrationStatus
from workshop_portal.transitions import TransitionError


@transaction.atomic
def approve(registration: Registration, *, by: User, reason: str = "") -> Move:
    """Give the registration one of the delegation's seats.

    The delegation row is locked first, so that two officers cannot give the last seat twice. Raises
    TransitionError when no seat is free.
    """
    delegation = _locked_delegation(registration)
    used = delegation.registrations.holding_seat().count()
    if used >= delegation.seats and registration.can_become(RegistrationStatus.APPROVED):
        raise TransitionError(f"{registration}: all {delegation.seats} seats of the delegation are taken.")
    return _move(registration, RegistrationStatus.APPROVED, by=by, reason=reason)


@transaction.atomic
def put_on_reserve(registration: Registration, *, by: User, reason: str = "") -> Move:
    """Keep the person in mind for a seat that becomes free; this is an answer, not a delay."""
    return _move(registration, RegistrationStatus.RESERVE, by=by, reason=reason)


@transaction.atomic
def decline(registration: Registration, *, by: User, reason: str) -> Move:
    """Say no, with the reason that the person reads."""
    return _move(registration, RegistrationStatus.DECLINED, by=by, reason=reason)


@transaction.atomic
def submit(registration: Registration, *, by: User, reason: str = "") -> Move:
    """The nomination is complete and waits for a decision."""
    return _move(registration, RegistrationStatus.SUBMITTED, by=by, reason=reason)


@transaction.atomic
def withdraw(registration: Registration, *, by: User, reason: str) -> Move:
    """The person does not come. A seat that they held is free again."""
    _locked_delegation(registration)
    return _move(registration, RegistrationStatus.WITHDRAWN, by=by, reason=reason)


@transaction.atomic
def replace(registration: Registration, *, person: User, by: User, reason: str = "") -> Registration:
    """Give the approved seat to `person` of the same delegation, who is approved in its place.

    Raises TransitionError when the seat is not held or `person` is already registered for the event.
    """
    delegation = _locked_delegation(registration)
    if person.registrations.live().filter(event=registration.event).exists():
        raise TransitionError(f"{person} is already registered for {registration.event}.")
    successor = Registration(delegation=delegation, person=person, role=Registration.Role.MEMBER)
    successor.save()
    _move(registration, RegistrationStatus.REPLACED, by=by, reason=reason, replaced_by=successor)
    submit(successor, by=by, reason=f"Replaces {registration.person}.")
    approve(successor, by=by)
    return successor


# What an officer may ask for, by the state it leads to. Replacing names a person and has its own page.
DECISIONS = {
    RegistrationStatus.SUBMITTED: submit,
    RegistrationStatus.APPROVED: approve,
    RegistrationStatus.RESERVE: put_on_reserve,
    RegistrationStatus.DECLINED: decline,
    RegistrationStatus.WITHDRAWN: withdraw,
}


def _locked_delegation(registration: Registration) -> Delegation:
    return Delegation.objects.select_for_update(no_key=True).get(pk=registration.delegation_id)


def _move(registration: Registration, status: str, **how) -> Move:
    move = registration.become(status, **how)
    emails.registration_moved(move)
    return move
