from .materials import Material, MaterialAccess, MaterialVersion
from .programme import AgendaVersion, Event, Room, Session, Slot
from .reference import Jurisdiction, Mandate, Organisation

__all__ = [
    "AgendaVersion",
    "Event",
    "Jurisdiction",
    "Mandate",
    "Material",
    "MaterialAccess",
    "MaterialVersion",
    "Organisation",
    "Room",
    "Session",
    "Slot",
]
