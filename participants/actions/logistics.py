"""How somebody travels, sleeps and eats; asked of people who have a seat, and of nobody else."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from participants.models import Logistics, Registration, User
from workshop_portal.transitions import TransitionError

from .confirmations import lock_registration


@transaction.atomic
def tell_logistics(registration: Registration, data: Mapping[str, Any], *, by: User) -> Logistics:
    """Keep what the person answers; `data` are fields of Logistics by name.

    Raises TransitionError before the approval and once the event has begun.
    """
    registration = lock_registration(registration)
    if sentence := registration.logistics_refusal():
        raise TransitionError(sentence)
    row = Logistics.objects.filter(registration=registration).first() or Logistics(registration=registration)
    for name, value in data.items():
        setattr(row, name, value)
    row.save()
    return row
