"""Who changed what: every model that holds people, decisions or files keeps a history by triggers.

Triggers see bulk writes, `update()` and raw SQL as well, which signals and overridden `save()` do not.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import pghistory
import pgtrigger
from django.contrib.auth import get_user_model
from django.db import models


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Keep `<Model>History`: one row per insert, update and delete, with user and address of the page in it.

    For a many-to-many field, put it on a proxy of the field's through model.
    """

    def decorate(model: type[models.Model]) -> type[models.Model]:
        return pghistory.track(model_name=f"{model.__name__}History", exclude=list(exclude) or None)(model)

    return decorate


def redact(rows: models.QuerySet, **values: object) -> int:
    """Put `values` in the place of what stands in the rows, also where rows are only ever added; says in how many.

    The one narrow way past the triggers that protect records, for the erasure of personal data and nothing else: rows
    stay, and so does what they say of who did what when. Where the portal does not own its tables, it may not do
    this: the owner's commands do (docs/operations.md).
    """
    protections = [
        trigger for trigger in getattr(rows.model._meta, "triggers", ()) if type(trigger) is pgtrigger.Protect
    ]
    if not protections:
        return rows.update(**values)
    with pgtrigger.ignore(*(f"{rows.model._meta.label}:{trigger.name}" for trigger in protections)):
        return rows.update(**values)


@dataclass(frozen=True)
class Change:
    """One entry of a row's history in words: when, by whom, what happened, and each field before and after.

    `by` is empty when a command or the system itself made the change; an empty value is None.
    """

    at: datetime
    by: str
    what: str
    fields: list[tuple[str, object, object]]


@dataclass(frozen=True)
class _Step:
    """A change as stored: references are keys, states are values."""

    at: datetime
    by: int | None
    what: str
    fields: list[tuple[models.Field, object, object]]


def history_rows(model: type[models.Model]) -> models.QuerySet:
    """Every entry in the history of a tracked model, of all its rows."""
    entries: models.QuerySet = model.pgh_event_model._base_manager.all()  # type: ignore[attr-defined]
    return entries


Names = Mapping[tuple[type[models.Model], object], str]
NOT_SHOWN = "not shown"  # in the place of a row that the reader may not know of
_ROW = {"insert": "Added", "update": "Changed", "delete": "Deleted"}
_RELATION = {"insert": "Added", "update": "Changed", "delete": "Removed"}


def history_of(row: models.Model, viewer: object = None) -> list[Change]:
    """The history of a tracked row and of its tracked many-to-many fields, newest first.

    A row that says `is_hidden_from(viewer)` is not named, and a relation to it that came or went is left out.

    One query for the row, one for its many-to-many fields, and one per model whose rows are named, however
    long the history is.
    """
    steps = [*_steps_of_row(row), *_steps_of_relations(row)]
    steps.sort(key=lambda step: step.at)  # stable: within one transaction the order of writing stays
    names = _names(steps, viewer)
    steps = [step for step in steps if not _only_relates_to_hidden(step, names)]
    return [
        Change(
            step.at,
            names.get((get_user_model(), step.by), ""),
            step.what,
            [
                (field.verbose_name, _shown(field, old, names), _shown(field, new, names))
                for field, old, new in step.fields
            ],
        )
        for step in reversed(steps)
    ]


def _steps_of_row(row: models.Model) -> Iterator[_Step]:
    before = None
    for entry in row.history.order_by("pgh_id"):
        fields = [field for field in row._meta.concrete_fields if hasattr(entry, field.attname)]
        values = [(field, getattr(before, field.attname, None), getattr(entry, field.attname)) for field in fields]
        changed = [(field, old, new) for field, old, new in values if before is not None and old != new]
        kind = entry.pgh_label.split("_")[0]
        what = next((_move(*change) for change in changed if change[0].name == "status"), _ROW[kind])
        yield _Step(entry.pgh_created_at, (entry.pgh_context or {}).get("user"), what, changed)
        before = entry


def _steps_of_relations(row: models.Model) -> Iterator[_Step]:
    """All tracked many-to-many fields of the row, in one query."""
    fields = {field.name: field for field in row._meta.many_to_many}
    histories = [
        proxy.pgh_event_model.objects.filter(**{field.m2m_field_name(): row.pk})
        .annotate(field=models.Value(name), other=models.F(field.m2m_reverse_field_name()))
        .values_list("pgh_id", "pgh_created_at", "pgh_label", "pgh_context", "field", "other")
        for name, field in fields.items()
        for proxy in field.remote_field.through.__subclasses__()
        if hasattr(proxy, "pgh_event_model")
    ]
    if not histories:
        return
    for _, at, label, context, name, other in histories[0].union(*histories[1:], all=True).order_by("pgh_id"):
        kind = label.split("_")[0]
        values = (other, None) if kind == "delete" else (None, other)
        yield _Step(at, (context or {}).get("user"), _RELATION[kind], [(fields[name], *values)])


def _move(field: models.Field, *states: str) -> str:
    labels = dict(field.flatchoices)
    return " → ".join(labels.get(status, status) for status in states)


def _only_relates_to_hidden(step: _Step, names: Names) -> bool:
    """Whether the step is about a many-to-many relation to a row that the reader may not know of."""
    return any(
        field.many_to_many and NOT_SHOWN in {names.get((field.related_model, value)) for value in values}
        for field, *values in step.fields
    )


def _names(steps: Iterable[_Step], viewer: object) -> Names:
    """What to call every row that the steps refer to, by model and key."""
    wanted = defaultdict(set)
    for step in steps:
        wanted[get_user_model()].add(step.by)
        for field, *values in step.fields:
            if field.is_relation:
                wanted[field.related_model] |= set(values)
    names = {}
    for model, keys in wanted.items():
        if keys := keys - {None}:
            relations = [field.name for field in model._meta.fields if field.is_relation]
            rows = model._base_manager.select_related(*relations) if relations else model._base_manager
            names |= {(model, pk): _name(found, viewer) for pk, found in rows.in_bulk(keys).items()}
    return names


def _name(row: models.Model, viewer: object) -> str:
    is_hidden = viewer is not None and hasattr(row, "is_hidden_from") and row.is_hidden_from(viewer)
    return NOT_SHOWN if is_hidden else str(row)


def _shown(field: models.Field, value: object, names: Names) -> object:
    if value is None or value == "":
        return None
    if field.is_relation:
        return names.get((field.related_model, value), value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(_label(getattr(field, "base_field", field), one)) for one in value) or None
    return _label(field, value)


def _label(field: models.Field, value: object) -> object:
    return dict(field.flatchoices).get(value, value) if isinstance(value, Hashable) else value
