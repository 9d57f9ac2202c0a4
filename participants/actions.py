"""Every decision on a registration. Pages, admin, imports and commands all call these."""

from django.db import transaction

from events.models import Event
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
    if sentence := registration.refusal(RegistrationStatus.APPROVED):
        raise TransitionError(sentence)
    if sentence := delegation.seat_refusal(used):
        raise TransitionError(f"{registration}: {sentence}")
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
    """Give the approved seat and its role to `person`, who comes for the same delegation from now on.

    Somebody of the delegation who waits for a seat takes it with their own registration; anybody else gets a
    new one. Raises TransitionError when the seat is not held, or when `person` has a seat already or is
    registered for another delegation.
    """
    _locked_delegation(registration)
    role = registration.role
    successor = person.registrations.live().filter(event=registration.event).first()
    if successor is None:
        successor = Registration.objects.create(delegation=registration.delegation, person=person)
    elif successor.delegation_id != registration.delegation_id:
        raise TransitionError(f"{person} is registered for {registration.event} already, for another delegation.")
    elif successor.status == RegistrationStatus.APPROVED:
        raise TransitionError(f"{person} has a seat at {registration.event} already.")
    _move(registration, RegistrationStatus.REPLACED, by=by, reason=reason, replaced_by=successor)
    Registration.objects.filter(pk=successor.pk).update(role=role)  # only now: a delegation has one head
    if successor.status == RegistrationStatus.NOMINATED:
        submit(successor, by=by, reason=f"Replaces {registration.person}.")
    approve(successor, by=by, reason=f"In the place of {registration.person}.")
    successor.role = role
    return successor


def tell_old_address(person: User, old: str) -> None:
    """Another address signs in as `person` from now on; only the owner of the `old` one can know that it is wrong."""
    emails.address_changed(person, old)


# What an officer may ask for, by the state it leads to. Replacing also names a person.
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
    """Take the step at an event that is still open, and tell the person. The event's row is locked after the
    delegation's, so that nobody closes it in between.
    """
    registration.event = (
        Event.objects.select_for_update(no_key=True, of=("self",))
        .select_related("mandate")
        .get(pk=registration.event_id)
    )
    move = registration.become(status, **how)
    emails.registration_moved(move)
    return move
