"""What a bulk decision would do: the real actions, in a transaction that is rolled back.

A dry run that repeats the rules would one day differ from them; this one cannot.
"""

from collections.abc import Callable, Iterable

from django.db import transaction

from participants.models import Registration
from workshop_portal.transitions import TransitionError

Decide = Callable[[Registration], object]


def dry_run(
    registrations: Iterable[Registration], decide: Decide
) -> tuple[list[Registration], list[tuple[Registration, str]]]:
    """The registrations that `decide` would change, and those it would skip with the sentence why.

    Nothing is kept: no move, no mail, no seat. Rows should come in the order of their delegations, so
    that two officers who look at the same rows wait for each other instead of blocking each other.
    """
    changing, skipped = [], []
    with transaction.atomic():
        for registration in registrations:
            before = registration.status
            try:
                decide(registration)
            except TransitionError as error:
                skipped.append((registration, str(error)))
            else:
                changing.append(registration)
            registration.status = before
        transaction.set_rollback(True)
    return changing, skipped
