"""What a delegation says of its people before an officer decides: who comes, as what, in whose place.

A nomination neither reads nor changes what the portal knows of the owner of an address, and nobody learns from it
whether the portal knows the address at all (docs/decisions/0011-nominations.md). Locks: person, delegation, event.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from participants import emails
from participants.models import Delegation, Move, Registration, User
from participants.models.details import DETAILS
from participants.seats import full_refusal, place_refusal, seats_by_role
from participants.states import LIVE, REPLACEABLE, RegistrationStatus, Role
from workshop_portal.revisions import OUTDATED
from workshop_portal.transitions import TransitionError

from .deadlines import check_confirmations, check_nominations, locked_delegation
from .decisions import last_place, offer_next, withdraw
from .invitations import ask_person


class NoSeatFreeError(TransitionError):
    """Nobody more can be nominated for a seat of this role; as a reserve, somebody can."""


class OutdatedError(TransitionError):
    """Somebody else changed it since the page was opened; whoever sends it again has seen that."""


def correction_refusal(registration: Registration) -> str | None:
    """Why others cannot correct what was said of the person (any more), as one sentence."""
    name, status = registration.get_full_name(), registration.get_status_display().lower()
    if registration.status == RegistrationStatus.NOMINATED:
        return None
    if registration.status not in LIVE:
        return f"{name} is {status}: there is nothing to correct."
    whose = "has confirmed already" if registration.confirmed_at else f"is {status}"
    return f"{name} {whose}. Only they and the organisers can correct it now."


def nomination_refusal(delegation: Delegation, role: str, *, by: User) -> str | None:
    """Why nobody more can be nominated for a seat of the role, as one sentence; None when somebody can."""
    count = seats_by_role(delegation)[role]
    head = _head_of(delegation, by, None) if role == Role.HEAD else None
    return place_refusal(delegation, count, as_reserve=False, head=head) or full_refusal(count)


def replacement_refusal(registration: Registration) -> str | None:
    """Why nobody else can come in the place of the person, as one sentence."""
    if registration.status in REPLACEABLE:
        return None
    status = registration.get_status_display().lower()
    return f"{registration.get_full_name()} is {status}: there is nobody to replace."


@transaction.atomic
def nominate(
    delegation: Delegation, *, email: str, details: Mapping[str, Any], role: str, as_reserve: bool = False, by: User
) -> Registration:
    """Put somebody on the delegation's list, and ask them to confirm.

    `details` are fields of PersonalDetails by name, as typed. Raises TransitionError when nominations are closed,
    when the person is in this delegation already, or when no seat of the role is free (NoSeatFreeError); and
    ValidationError when an address or a detail cannot be.
    """
    person = _person_of(email, details, delegation)
    delegation = locked_delegation(delegation.pk)
    check_nominations(delegation, by=by)
    _check_is_new(delegation, person, by)
    place = _place_for(delegation, role, as_reserve, by)
    return _create(delegation, person, details, by=by, role=role, reserve_position=place)


@transaction.atomic
def correct_nomination(
    registration: Registration,
    *,
    email: str,
    details: Mapping[str, Any],
    role: str,
    as_reserve: bool = False,
    by: User,
    revision: int | None = None,
) -> Registration:
    """Change what was said of a nominated person, until they have confirmed it; who said it stays in the history.

    Another address is another person: the old nomination is withdrawn and a new one, which is returned, takes its
    place. `revision` is the one that the page showed. Raises OutdatedError, and else what `nominate` raises.
    """
    person = _person_of(email, details, registration.delegation)
    delegation = locked_delegation(registration.delegation_id)
    check_nominations(delegation, by=by)
    registration = _locked_registration(delegation, registration, revision)
    if sentence := correction_refusal(registration):
        raise TransitionError(sentence)
    had = registration.role, registration.reserve_position
    place = had[1]
    if (role, as_reserve) != (had[0], place is not None):
        place = _place_for(delegation, role, as_reserve, by, but=registration)
    if person.pk == registration.person_id:
        registration.role, registration.reserve_position = role, place
        _write(registration, details)
        registration.save()
    else:
        _check_is_new(delegation, person, by)
        reason = "The e-mail address of this nomination was corrected."
        emails.registration_moved(registration.become(RegistrationStatus.WITHDRAWN, by=by, reason=reason))
        registration = _create(delegation, person, details, by=by, role=role, reserve_position=place)
    if had != (role, place):
        offer_next(delegation, had[0], by=by)
    return registration


@transaction.atomic
def replace_nominee(
    registration: Registration,
    *,
    email: str,
    details: Mapping[str, Any],
    by: User,
    reason: str,
    revision: int | None = None,
) -> Registration:
    """Somebody else comes instead: with the same role and place, and nominated anew, so that an officer decides.

    The seat stays asked for, so nobody on the reserve list is offered it. The old registration says by whom it was
    replaced, and why. Raises TransitionError when confirmations are closed, when there is nobody to replace, or
    when the successor is in this delegation already; OutdatedError when the page was.
    """
    if not reason.strip():
        raise TransitionError("Give a reason: the person who is replaced is told why.")
    person = _person_of(email, details, registration.delegation)
    delegation = locked_delegation(registration.delegation_id)
    check_confirmations(delegation, by=by)
    registration = _locked_registration(delegation, registration, revision)
    if sentence := replacement_refusal(registration):
        raise TransitionError(sentence)
    _check_is_new(delegation, person, by)
    role, place = registration.role, registration.reserve_position
    successor = _create(delegation, person, details, by=by, ask=False)
    move = registration.become(RegistrationStatus.REPLACED, by=by, reason=reason, replaced_by=successor)
    # Only now is there room for another head, and for another in the same place.
    successor.role, successor.reserve_position = role, place
    successor.save(update_fields=["role", "reserve_position"])
    emails.registration_moved(move)
    ask_person(successor, by=by)
    return successor


@transaction.atomic
def withdraw_nominee(registration: Registration, *, by: User, reason: str, revision: int | None = None) -> Move:
    """Somebody does not come. At any time, because it helps whoever waits; the seat goes to the first reserve.

    Raises OutdatedError when the registration changed since the page was opened, and what `withdraw` raises.
    """
    delegation = locked_delegation(registration.delegation_id)
    registration = _locked_registration(delegation, registration, revision)
    return withdraw(registration, by=by, reason=reason)


@transaction.atomic
def reorder_reserves(delegation: Delegation, ids: Sequence[int], *, by: User, was: Sequence[int] | None = None) -> None:
    """Put the reserve list in the order of `ids`: the keys of all on it whom `by` may know of, the first to be offered
    first. Whoever is hidden from `by` keeps their place in the list.

    `was` is the order that the page showed. Raises TransitionError when nominations are closed, or OutdatedError
    when the list changed in between: then nothing is moved.
    """
    delegation = locked_delegation(delegation.pk)
    check_nominations(delegation, by=by)
    everybody = list(delegation.registrations.listed_as_reserves())
    rows = {row.pk: row for row in delegation.registrations.visible_to(by).listed_as_reserves()}
    if sorted(ids) != sorted(rows) or (was is not None and list(was) != list(rows)):
        raise OutdatedError("The reserve list was changed by somebody else just now. Look at it and try again.")
    wanted = iter(ids)
    order = [rows[next(wanted)] if row.pk in rows else row for row in everybody]
    for place, row in enumerate(order, start=1):
        row.reserve_position = place
    Registration.objects.bulk_update(order, ["reserve_position"])


def _person_of(email: str, details: Mapping[str, Any], delegation: Delegation) -> User:
    """Whoever signs in with this address, made known if nobody does; locked, and otherwise left alone."""
    email = User._meta.get_field("email").clean(email.strip().lower(), None)
    as_typed = Registration()
    _write(as_typed, details)
    person, _ = User.objects.get_or_create(
        email=email,
        defaults={
            "password": make_password(None),
            "given_name": as_typed.given_name,
            "family_name": as_typed.family_name,
            "own_script_name": as_typed.own_script_name,
            "jurisdiction_id": delegation.jurisdiction_id,
            "organisation_id": delegation.organisation_id,
        },
    )
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _locked_registration(delegation: Delegation, registration: Registration, revision: int | None) -> Registration:
    locked = delegation.registrations.select_for_update(no_key=True, of=("self",)).select_related("person")
    found = locked.get(pk=registration.pk)
    found.delegation, found.event = delegation, delegation.event
    if revision is not None and revision != found.revision:
        raise OutdatedError(OUTDATED)
    return found


def _write(registration: Registration, details: Mapping[str, Any]) -> None:
    """Take the details over and check them. Raises ValidationError; nothing is saved."""
    if unknown := details.keys() - set(DETAILS):
        raise ValueError(f"Not a detail of a person: {', '.join(sorted(unknown))}.")
    for name, value in details.items():
        setattr(registration, name, value)
    others = {field.name for field in registration._meta.fields} - set(DETAILS)
    registration.clean_fields(exclude=others)


def _check_is_new(delegation: Delegation, person: User, by: User) -> None:
    if there := delegation.registrations.filter(person=person, status__in=LIVE).select_related("person").first():
        status = there.get_status_display().lower()
        raise TransitionError(f"{there.named_for(by)} is on this list already ({status}).")


def _place_for(
    delegation: Delegation, role: str, as_reserve: bool, by: User, but: Registration | None = None
) -> int | None:
    """The place on the reserve list, or none for somebody who asks for a seat; `but` is who moves there.

    Raises NoSeatFreeError, and TransitionError when it is no place for anybody.
    """
    count = seats_by_role(delegation)[role]
    head = _head_of(delegation, by, but) if role == Role.HEAD else None
    if sentence := place_refusal(delegation, count, as_reserve=as_reserve, head=head):
        raise TransitionError(sentence)
    if as_reserve:
        return (but and but.reserve_position) or last_place(delegation) + 1
    asks_already = but is not None and but.role == role and but.reserve_position is None
    if not asks_already and (sentence := full_refusal(count)):
        raise NoSeatFreeError(sentence)
    return None


def _head_of(delegation: Delegation, by: User, but: Registration | None) -> str | None:
    heads = delegation.registrations.filter(role=Role.HEAD, status__in=LIVE)
    head = heads.exclude(pk=but.pk if but else None).select_related("person").first()
    return head and head.named_for(by)


def _create(
    delegation: Delegation, person: User, details: Mapping[str, Any], *, by: User, ask: bool = True, **values: Any
) -> Registration:
    registration = Registration(delegation=delegation, person=person, nominated_by=by, **values)
    registration.event = delegation.event
    _write(registration, details)
    registration.save()
    if ask:
        ask_person(registration, by=by)
    return registration
