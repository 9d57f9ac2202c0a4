"""Who changed what: every model that holds people, decisions or files keeps a history by triggers.

Triggers see bulk writes, `update()` and raw SQL as well, which signals and overridden `save()` do not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pghistory
from django.contrib.auth import get_user_model
from django.db import models


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Keep `<Model>History`: one row per insert, update and delete, with user and address in it."""

    def decorate(model: type[models.Model]) -> type[models.Model]:
        return pghistory.track(model_name=f"{model.__name__}History", exclude=list(exclude) or None)(model)

    return decorate


@dataclass(frozen=True)
class Change:
    """One entry of a row's history in words: when, by whom, what happened, and each field before and after."""

    at: datetime
    by: str
    what: str
    fields: list[tuple[str, object, object]]


_WHAT = {"insert": "Added", "update": "Changed", "delete": "Deleted"}


def history_of(row: models.Model) -> list[Change]:
    """The history of a tracked row, newest first. Two queries, however long it is.

    Who is empty when a command or the system itself made the change.
    """
    entries = list(row.history.order_by("pgh_id"))
    names = _names({(entry.pgh_context or {}).get("user") for entry in entries} - {None})
    tracked = [f for f in row._meta.concrete_fields if entries and hasattr(entries[0], f.attname) and not f.primary_key]
    changes, before = [], None
    for entry in entries:
        context = entry.pgh_context or {}
        what = context.get("move") if entry.pgh_label.startswith("update") else None
        kind = _WHAT[entry.pgh_label.split("_")[0]]
        fields = [
            (field.verbose_name, getattr(before, field.attname, None), getattr(entry, field.attname))
            for field in tracked
            if before is not None and getattr(before, field.attname) != getattr(entry, field.attname)
        ]
        changes.append(Change(entry.pgh_created_at, names.get(context.get("user"), ""), what or kind, fields))
        before = entry
    return changes[::-1]


def _names(keys: set) -> dict[object, str]:
    return {person.pk: str(person) for person in get_user_model().objects.filter(pk__in=keys)}
