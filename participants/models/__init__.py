from .delegations import Delegation, DelegationFocalPoint, NominationLetter, NominationLetterCovers
from .imports import ListImport
from .links import PersonalLink
from .mail import Announcement, MailTemplate, OutgoingEmail
from .people import User, UserGroup
from .privacy import DataRequest, Disclosure, KeptCount, PurgeRun
from .registrations import Logistics, Move, Registration

__all__ = [
    "Announcement",
    "DataRequest",
    "Delegation",
    "DelegationFocalPoint",
    "Disclosure",
    "KeptCount",
    "ListImport",
    "Logistics",
    "MailTemplate",
    "Move",
    "NominationLetter",
    "NominationLetterCovers",
    "OutgoingEmail",
    "PersonalLink",
    "PurgeRun",
    "Registration",
    "User",
    "UserGroup",
]
