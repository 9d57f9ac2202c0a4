"""The one way a row changes its state: a table of moves, a guard, a compare-and-set; the database repeats it."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.db import models


class TransitionError(Exception):
    """A move that the row does not allow now. Its text is one sentence for the person who asked."""


class StatefulModel(models.Model):
    """A row with a `status` that only moves along its table `moves` (state → states it may become).

    Each subclass repeats the table in the database: `triggers = [moves_trigger(TABLE)]`.
    """

    moves: ClassVar[Mapping[str, frozenset[str]]]
    status: str
    get_status_display: Callable[[], str]

    class Meta:
        abstract = True

    def can_become(self, status: str) -> bool:
        return status in self.moves[self.status]

    def refusal(self, status: str) -> str | None:
        """Why the row cannot become `status` now, as one sentence; None when nothing speaks against it.

        Subclasses add their own conditions. Nothing is asked of the database, so many rows can be asked.
        """
        if self.can_become(status):
            return None
        labels = dict(self._meta.get_field("status").flatchoices)  # type: ignore[union-attr]
        now = labels[self.status].lower()
        if status == self.status:
            return f"{self} is {now} already."
        ends = " or ".join(label.lower() for end, label in labels.items() if end in self.moves[self.status])
        return f"{self} is {now}: from there it can only become {ends}." if ends else f"{self} is {now}: that is final."

    def _become(self, status: str, **stamps: Any) -> None:
        """Set the state and its stamps if the row still is what we read; one of two simultaneous moves wins.

        Raises TransitionError when something speaks against the move or when somebody else was faster.
        """
        if sentence := self.refusal(status):
            raise TransitionError(sentence)
        row = type(self)._base_manager.filter(pk=self.pk, status=self.status)  # type: ignore[misc]
        if not row.update(status=status, **stamps):
            raise TransitionError(f"{self} was changed by someone else just now.")
        for field, value in {"status": status, **stamps}.items():
            setattr(self, field, value)

    _become.alters_data = True  # type: ignore[attr-defined]


def move_all(rows: models.QuerySet, status: str, /, **stamps: Any) -> int:
    """Move every row that can become `status` at once, and say how many did. For models whose moves have no
    conditions beside their table.
    """
    starts = [start for start, ends in rows.model.moves.items() if status in ends]
    with pghistory.context(move=f"all → {status}"):
        return rows.filter(status__in=starts).update(status=status, **stamps)


def moves_trigger(moves: Mapping[str, frozenset[str]]) -> pgtrigger.Trigger:
    """The table of moves as a trigger, for those who write past the model."""
    steps = sorted((str(start), str(end)) for start, ends in moves.items() for end in ends)
    return pgtrigger.FSM(name="moves_along_its_table", field="status", transitions=steps)


def moves_as_table(moves: Mapping[str, frozenset[str]], labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each state with the states it may become, in words and in the order of `labels`."""
    order = list(labels)
    return [
        (labels[start], ", ".join(labels[end] for end in sorted(moves[start], key=order.index)) or "–")
        for start in order
    ]
