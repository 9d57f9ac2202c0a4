from .delegations import Delegation, DelegationFocalPoint, Move, Registration
from .mail import OutgoingEmail
from .people import User, UserGroup

__all__ = [
    "Delegation",
    "DelegationFocalPoint",
    "Move",
    "OutgoingEmail",
    "Registration",
    "User",
    "UserGroup",
]
