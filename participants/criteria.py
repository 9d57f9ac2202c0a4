"""For whom a bulk message is: a criterion, kept with the message, because who fits it later is meant too."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.db import models

from participants.states import COMES, RegistrationStatus


class Lack(models.TextChoices):
    """What somebody has not done, or is not named in."""

    CONFIRMATION = "confirmation", "Data not confirmed by the person"
    LOGISTICS = "logistics", "No logistics yet"
    LETTER = "letter", "Not named in the newest nomination letter"


@dataclass(frozen=True)
class Criterion:
    """Registrations of one event: in one of the states, and of one of each of the rest. An empty list of delegations,
    roles or languages means any; an empty list of states means nobody. Of `lacks` every one must be so.
    """

    states: list[str] = field(default_factory=lambda: sorted(COMES))
    delegations: list[int] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Criterion":
        """As it is stored with a message; nothing stored yet is the criterion to begin with."""
        known = {column.name for column in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})

    @property
    def stored(self) -> dict[str, list]:
        return asdict(self)

    @property
    def state_labels(self) -> list[str]:
        return [RegistrationStatus(status).label for status in RegistrationStatus if status in self.states]
