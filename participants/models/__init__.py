from .delegations import Delegation, Move, Registration
from .mail import OutgoingEmail
from .people import User

__all__ = ["Delegation", "Move", "OutgoingEmail", "Registration", "User"]
