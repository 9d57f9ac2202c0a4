from .materials import Material, MaterialAccess, MaterialJurisdiction, MaterialOrganisation, MaterialVersion
from .programme import AgendaVersion, Event, Room, Session, Slot
from .reference import Jurisdiction, Mandate, Organisation

__all__ = [
    "AgendaVersion",
    "Event",
    "Jurisdiction",
    "Mandate",
    "Material",
    "MaterialAccess",
    "MaterialJurisdiction",
    "MaterialOrganisation",
    "MaterialVersion",
    "Organisation",
    "Room",
    "Session",
    "Slot",
]
