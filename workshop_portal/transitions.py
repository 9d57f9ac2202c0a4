"""The one way a row changes its state: a table of moves, a guard, and a compare-and-set."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import pghistory
from django.db import models


class TransitionError(Exception):
    """A move that the row does not allow now. Its text is one sentence for the person who asked."""


class StatefulModel(models.Model):
    """A row with a `status` that only moves along its table `moves` (state → states it may become)."""

    moves: ClassVar[Mapping[str, frozenset[str]]]
    status: str
    get_status_display: Callable[[], str]

    class Meta:
        abstract = True

    def can_become(self, status: str) -> bool:
        return status in self.moves[self.status]

    def _become(self, status: str, **stamps: Any) -> None:
        """Set the state and its stamps if the row still is what we read; one of two simultaneous moves wins.

        Raises TransitionError when the table has no such move or when somebody else was faster.
        """
        if not self.can_become(status):
            raise TransitionError(f"{self} is {self.get_status_display().lower()}.")
        with pghistory.context(move=f"{self.status} → {status}"):
            row = type(self)._base_manager.filter(pk=self.pk, status=self.status)  # type: ignore[misc]
            if not row.update(status=status, **stamps):
                raise TransitionError(f"{self} was changed by someone else just now.")
        for field, value in {"status": status, **stamps}.items():
            setattr(self, field, value)

    _become.alters_data = True  # type: ignore[attr-defined]


def moves_as_table(moves: Mapping[str, frozenset[str]], labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each state with the states it may become, in words and in the order of `labels`."""
    order = list(labels)
    return [
        (labels[start], ", ".join(labels[end] for end in sorted(moves[start], key=order.index)) or "–")
        for start in order
    ]
