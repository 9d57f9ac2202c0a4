"""Until when a delegation changes its list. Asked under a lock, with the time of that moment."""

from django.utils import timezone

from events.models import Event
from participants.models import Delegation, User
from participants.permissions import can_act_late
from workshop_portal.transitions import TransitionError


def locked_delegation(pk: int) -> Delegation:
    """The delegation, and after it its event, locked until the end of the transaction."""
    delegation = (
        Delegation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("jurisdiction", "organisation")
        .get(pk=pk)
    )
    delegation.event = (
        Event.objects.select_for_update(no_key=True, of=("self",)).select_related("mandate").get(pk=delegation.event_id)
    )
    return delegation


def check_event(delegation: Delegation) -> None:
    """Raises TransitionError unless the event is published: before and after it nobody can do anything there."""
    if sentence := delegation.event_refusal():
        raise TransitionError(sentence)


def check_nominations(delegation: Delegation, *, by: User) -> None:
    """Raises TransitionError when nominations are closed for `by`; staff may still nominate after the deadline."""
    _check(delegation, delegation.nomination_refusal(timezone.now()), by)


def check_confirmations(delegation: Delegation, *, by: User) -> None:
    """Raises TransitionError when confirmations are closed for `by`; staff may still act after the deadline."""
    _check(delegation, delegation.confirmation_refusal(timezone.now()), by)


def _check(delegation: Delegation, refusal: str | None, by: User) -> None:
    check_event(delegation)
    if refusal and not can_act_late(by, delegation):
        raise TransitionError(refusal)
