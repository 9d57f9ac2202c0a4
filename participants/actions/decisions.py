"""Every decision on a registration, and what happens to the seat that one sets free.

Locks are taken in one order everywhere: the person, the delegation, the event.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from events.models import Event
from participants import emails
from participants.models import Delegation, Move, Registration, User
from participants.seats import seats_by_role
from participants.states import COMES, ONE_PER_EVENT, RegistrationStatus
from workshop_portal.transitions import TransitionError


@transaction.atomic
def submit(registration: Registration, *, by: User, reason: str = "", tell: bool = False) -> Move:
    """The nomination is complete and waits for a decision. `tell` the person, when they confirmed it themselves.

    Raises TransitionError when the person is registered for the event by another delegation.
    """
    User.objects.select_for_update(no_key=True).get(pk=registration.person_id)
    other = registration.person.registrations.filter(event=registration.event_id, status__in=ONE_PER_EVENT)
    if first := other.exclude(pk=registration.pk).select_related("delegation__jurisdiction").first():
        raise TransitionError(
            f"{first.get_full_name()} is registered for {registration.event} already, for {first.delegation}. "
            "Withdraw that registration first."
        )
    return _move(registration, RegistrationStatus.SUBMITTED, tell=tell, by=by, reason=reason)


@transaction.atomic
def approve(registration: Registration, *, by: User, reason: str = "") -> Move:
    """Give the registration one of the delegation's seats for its role, or confirm the one it has.

    The delegation row is locked first, so that two officers cannot give the last seat twice. Raises
    TransitionError when no seat is free.
    """
    delegation = _locked_delegation(registration)
    _check_approval(registration, delegation)
    return _move(registration, RegistrationStatus.APPROVED, by=by, reason=reason)


def _check_approval(registration: Registration, delegation: Delegation) -> None:
    if sentence := registration.refusal(RegistrationStatus.APPROVED):
        raise TransitionError(sentence)
    others = delegation.registrations.holding_seat().filter(role=registration.role).exclude(pk=registration.pk)
    if sentence := delegation.seat_refusal(registration.role, others.count()):
        raise TransitionError(f"{registration}: {sentence}")


@transaction.atomic
def put_on_reserve(registration: Registration, *, by: User, reason: str = "") -> Move:
    """Keep the person in mind for a seat that becomes free; this is an answer, not a delay.

    Whom the delegation itself put on its reserve list keeps that place; anybody else gets the last.
    """
    delegation = _locked_delegation(registration)
    had_offer = registration.status == RegistrationStatus.OFFERED
    place = registration.reserve_position or last_place(delegation) + 1
    move = _move(registration, RegistrationStatus.RESERVE, by=by, reason=reason, reserve_position=place)
    if had_offer:
        offer_next(delegation, registration.role, by=by, but_not_to=registration)
    return move


@transaction.atomic
def decline(registration: Registration, *, by: User, reason: str) -> Move:
    """Say no, with the reason that the person reads. The seat that they asked for goes to the first reserve."""
    delegation = _locked_delegation(registration)
    move = _move(registration, RegistrationStatus.DECLINED, by=by, reason=reason)
    offer_next(delegation, registration.role, by=by)
    return move


@transaction.atomic
def recheck(registration: Registration, *, by: User, reason: str = "") -> Move:
    """Who comes was corrected after the approval: the seat stays, and an officer looks again."""
    _locked_delegation(registration)
    return _move(registration, RegistrationStatus.RECHECK, by=by, reason=reason)


@transaction.atomic
def withdraw(registration: Registration, *, by: User, reason: str) -> Move:
    """The person does not come. A seat that they held is offered to the first reserve."""
    delegation = _locked_delegation(registration)
    move = _move(registration, RegistrationStatus.WITHDRAWN, by=by, reason=reason)
    offer_next(delegation, registration.role, by=by)
    return move


@transaction.atomic
def replace(registration: Registration, *, person: User, by: User, reason: str = "") -> Registration:
    """Give the seat and its role to `person`, who comes for the same delegation from now on.

    Somebody of the delegation who waits for a seat takes it with their own registration; anybody else gets a
    new one. Raises TransitionError when the seat is not held, or when `person` has a seat already or is
    registered for another delegation.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    delegation = _locked_delegation(registration)
    if registration.status not in COMES:
        raise TransitionError(f"{registration} has no seat that somebody else could take.")
    role = registration.role
    successor = _successor(registration, person)
    offered = successor.status == RegistrationStatus.OFFERED
    _move(registration, RegistrationStatus.REPLACED, by=by, reason=reason, replaced_by=successor)
    Registration.objects.filter(pk=successor.pk).update(role=role)  # only now: a delegation has one head
    left, successor.role = successor.role, role
    if successor.status == RegistrationStatus.NOMINATED:
        submit(successor, by=by, reason=f"Replaces {_named(registration)}.")
    approve(successor, by=by, reason=f"In the place of {_named(registration)}.")
    if offered:
        offer_next(delegation, left, by=by)
    return successor


def _named(registration: Registration) -> str:
    """For the record of somebody else, which is read by people who may not know of everybody."""
    return "a colleague" if registration.person.do_not_publish else registration.get_full_name()


def _successor(registration: Registration, person: User) -> Registration:
    live = person.registrations.live().filter(event=registration.event)
    own = live.filter(delegation=registration.delegation_id).first()
    if live.filter(status__in=ONE_PER_EVENT).exclude(delegation=registration.delegation_id).exists():
        raise TransitionError(f"{person} is registered for {registration.event} already, for another delegation.")
    if own is None:
        return Registration.objects.create(delegation=registration.delegation, person=person)
    if own.status in COMES:
        raise TransitionError(f"{person} has a seat at {registration.event} already.")
    return own


@transaction.atomic
def accept_offer(registration: Registration, *, by: User, reason: str = "") -> Move:
    """The reserve takes the seat that is kept for them. Raises TransitionError when the offer is over."""
    _locked_delegation(registration)
    registration.refresh_from_db(fields=["status", "offer_expires_at"])
    if registration.status != RegistrationStatus.OFFERED:
        raise TransitionError("This seat is not offered to you any more.")
    if registration.offer_expires_at is None or registration.offer_expires_at <= timezone.now():
        raise TransitionError("The time to take this seat is over; it goes on to the next on the reserve list.")
    return _move(registration, RegistrationStatus.APPROVED, by=by, reason=reason or "Took the offered seat.")


def lapse_offers() -> int:
    """Take back every offer whose time is over, and offer each seat to the next; says how many were taken back.

    Whoever did not answer goes to the end of the reserve list. Called by the worker, again and again.
    """
    lapsed = 0
    for registration in Registration.objects.lapsed_offers().filter(event__status="published").order_by("pk"):
        lapsed += _lapse(registration)
    return lapsed


@transaction.atomic
def _lapse(registration: Registration) -> bool:
    delegation = _locked_delegation(registration)
    if not Registration.objects.lapsed_offers().filter(pk=registration.pk).exists():
        return False  # answered in between
    registration.refresh_from_db(fields=["status"])
    last = last_place(delegation) + 1
    _move(registration, RegistrationStatus.RESERVE, by=None, reason="Not answered in time.", reserve_position=last)
    offer_next(delegation, registration.role, by=None, but_not_to=registration)
    return True


def offer_next(
    delegation: Delegation, role: str, *, by: User | None, but_not_to: Registration | None = None
) -> Move | None:
    """Offer one free seat of the role to the first reserve, until the offer's days are over or the event begins.

    None when no seat is free, nobody waits for one, or the event has begun. The delegation is locked already.
    """
    begins_at = datetime.combine(delegation.event.starts_on, time(), delegation.event.zone)
    expires_at = min(timezone.now() + timedelta(days=delegation.offer_days), begins_at)
    if expires_at <= timezone.now() or not seats_by_role(delegation)[role].free:
        return None
    waiting = delegation.registrations.on_reserve().filter(role=role)
    first = waiting.exclude(pk=but_not_to.pk).first() if but_not_to else waiting.first()
    if first is None:
        return None
    return _move(first, RegistrationStatus.OFFERED, by=by, reason="A seat is free.", offer_expires_at=expires_at)


def last_place(delegation: Delegation) -> int:
    """The last place taken on the reserve list; 0 when it is empty. The delegation is locked already."""
    found = delegation.registrations.aggregate(last=Max("reserve_position"))["last"]
    return found or 0


def _locked_delegation(registration: Registration) -> Delegation:
    """The delegation, locked; and role and place of the registration as they are now: seats are given by them."""
    delegation = (
        Delegation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("event", "jurisdiction", "organisation")
        .get(pk=registration.delegation_id)
    )
    registration.refresh_from_db(fields=["role", "reserve_position"])
    return delegation


def _move(registration: Registration, status: str, *, tell: bool = True, **how) -> Move:
    """Take the step at an event that is still open, and `tell` the person. The event's row is locked after the
    delegation's, so that nobody closes it in between.
    """
    registration.event = (
        Event.objects.select_for_update(no_key=True, of=("self",))
        .select_related("mandate")
        .get(pk=registration.event_id)
    )
    move = registration.become(status, **how)
    if tell:
        emails.registration_moved(move)
    return move


# What an officer may ask for, by the state it leads to. Replacing also names a person.
DECISIONS: Mapping[str, Callable[..., Move]] = {
    RegistrationStatus.SUBMITTED: submit,
    RegistrationStatus.APPROVED: approve,
    RegistrationStatus.RESERVE: put_on_reserve,
    RegistrationStatus.DECLINED: decline,
    RegistrationStatus.WITHDRAWN: withdraw,
}
