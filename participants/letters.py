"""What a nomination letter says beside the list that it is for."""

from collections.abc import Iterable
from dataclasses import dataclass

from participants.models import Registration
from participants.states import LIVE


@dataclass(frozen=True)
class LetterCheck:
    """Where letter and list differ: who comes and is not named, and who is named and does not come."""

    not_named: list[Registration]
    gone: list[Registration]


def check_letter(covers: set[int], registrations: Iterable[Registration]) -> LetterCheck:
    """Compare whom the letter covers (keys of registrations) with everybody on the list."""
    rows = list(registrations)
    return LetterCheck(
        not_named=[row for row in rows if row.status in LIVE and row.pk not in covers],
        gone=[row for row in rows if row.status not in LIVE and row.pk in covers],
    )
