"""As what somebody comes: another role is another seat."""

from django.db import transaction

from events.states import EventStatus
from participants.models import Delegation, Registration, User
from participants.states import HOLDS_SEAT, LIVE, Role
from workshop_portal.transitions import TransitionError

from .decisions import offer_next


@transaction.atomic
def change_role(registration: Registration, role: str, *, by: User) -> None:
    """Let the person come as something else. The seat of the old role goes to the first reserve.

    Raises TransitionError when the delegation has no seat left for the new role, or has a head already.
    """
    delegation = (
        Delegation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("event", "jurisdiction", "organisation")
        .get(pk=registration.delegation_id)
    )
    now = Registration.objects.filter(pk=registration.pk).values_list("status", "role").get()
    registration.status, left = now
    if sentence := role_refusal(registration, delegation, role):
        raise TransitionError(sentence)
    Registration.objects.filter(pk=registration.pk).update(role=role)
    registration.role = role
    registration.refresh_from_db(fields=["revision"])
    if left != role and registration.status in LIVE and delegation.event.status == EventStatus.PUBLISHED:
        offer_next(delegation, left, by=by)


def role_refusal(registration: Registration, delegation: Delegation, role: str) -> str | None:
    """Why the registration cannot have the role, as one sentence; None when it can. The delegation is locked."""
    others = delegation.registrations.filter(role=role).exclude(pk=registration.pk)
    if role == Role.HEAD and registration.status in LIVE and others.live().exists():
        return f"{delegation} has a head already."
    if registration.status not in HOLDS_SEAT:
        return None
    return delegation.seat_refusal(role, others.holding_seat().count())
