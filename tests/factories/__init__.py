"""Factories for the tests; real rows that satisfy every constraint."""

from .events import (
    EventFactory,
    JurisdictionFactory,
    MandateFactory,
    MaterialFactory,
    OrganisationFactory,
    RoomFactory,
    SessionFactory,
    published_agenda,
)
from .participants import (
    AnnouncementFactory,
    DelegationFactory,
    OutgoingEmailFactory,
    RegistrationFactory,
    UserFactory,
    seats,
)

__all__ = [
    "AnnouncementFactory",
    "DelegationFactory",
    "EventFactory",
    "JurisdictionFactory",
    "MandateFactory",
    "MaterialFactory",
    "OrganisationFactory",
    "OutgoingEmailFactory",
    "RegistrationFactory",
    "RoomFactory",
    "SessionFactory",
    "UserFactory",
    "published_agenda",
    "seats",
]
