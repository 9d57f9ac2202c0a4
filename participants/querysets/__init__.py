"""Which people, delegations, registrations and mails a person may read, and what a page shows about them."""

from .delegations import DelegationQuerySet, NominationLetterQuerySet, led_delegations
from .mail import AnnouncementQuerySet, OutgoingEmailQuerySet
from .people import UserQuerySet, hides, without_hidden
from .records import DataRequestQuerySet, DisclosureQuerySet, ListImportQuerySet
from .registrations import LogisticsQuerySet, RegistrationQuerySet

__all__ = [
    "AnnouncementQuerySet",
    "DataRequestQuerySet",
    "DelegationQuerySet",
    "DisclosureQuerySet",
    "ListImportQuerySet",
    "LogisticsQuerySet",
    "NominationLetterQuerySet",
    "OutgoingEmailQuerySet",
    "RegistrationQuerySet",
    "UserQuerySet",
    "hides",
    "led_delegations",
    "without_hidden",
]
