"""What people, pages, imports and commands do with people, delegations and registrations. There is no other way."""

from .accounts import tell_old_address
from .decisions import (
    DECISIONS,
    accept_offer,
    approve,
    decline,
    lapse_offers,
    put_on_reserve,
    replace,
    submit,
    withdraw,
)

__all__ = [
    "DECISIONS",
    "accept_offer",
    "approve",
    "decline",
    "lapse_offers",
    "put_on_reserve",
    "replace",
    "submit",
    "tell_old_address",
    "withdraw",
]
