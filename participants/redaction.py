"""What stands in the place of erased data, and how it gets there: in rows, in records, and in the history of both."""

from functools import reduce
from operator import or_

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Cast, Concat

from workshop_portal.audit import redact

MARK = "[erased]"  # where something stood; what was empty stays empty
UNROUTABLE = "@erased.invalid"  # a domain that never resolves (RFC 2606)


def is_record(model: type[models.Model]) -> bool:
    """Whether its rows are only ever added, so that a reader must see that something was taken out."""
    return any(type(trigger) is pgtrigger.Protect for trigger in getattr(model._meta, "triggers", ()))


def erase(rows: models.QuerySet, names: list[str]) -> int:
    """Erase these fields in the rows that hold something in them; says in how many rows.

    Generated columns follow their sources. Fields that the model does not have are passed over: a history leaves
    some out.
    """
    known = {field.name: field for field in rows.model._meta.concrete_fields}
    fields = [known[name] for name in names if name in known]
    if not fields:
        return 0
    still_held = reduce(or_, (_holds(field) for field in fields))
    held = rows.model._base_manager.filter(pk__in=rows.filter(still_held).order_by().values("pk"))
    return redact(held, **{field.name: _replacement(field) for field in fields})


def erase_with_history(rows: models.QuerySet, names: list[str]) -> int:
    """Erase the fields in the rows and in every history row of them; says in how many rows of the model itself."""
    keys = list(rows.order_by().values_list("pk", flat=True))
    n = erase(rows.model._base_manager.filter(pk__in=keys), names)
    history = getattr(rows.model, "pgh_event_model", None)
    if history is not None:
        erase(history._base_manager.filter(pgh_obj_id__in=keys), names)
    return n


def empty(field: models.Field) -> object:
    """The value that says nothing, or a mark where a text may not be empty or stands in a record."""
    if field.null:
        return None
    if isinstance(field, ArrayField):
        return []
    if isinstance(field, models.JSONField):
        return {} if field.default is dict else []
    if isinstance(field, models.BooleanField):
        return False
    if field.flatchoices or (field.blank and not is_record(field.model)):
        return field.get_default()
    return MARK


def _holds(field: models.Field) -> Q:
    """Rows in which the field still says something."""
    if field.null:
        return Q(**{f"{field.name}__isnull": False})
    if isinstance(field, models.EmailField) and not is_record(field.model):
        return ~Q(**{field.name: ""}) & ~Q(**{f"{field.name}__endswith": UNROUTABLE})
    if empty(field) == MARK:
        return ~Q(**{f"{field.name}__in": ["", MARK]})
    return ~Q(**{field.name: empty(field)})


def _replacement(field: models.Field) -> object:
    if isinstance(field, models.EmailField) and not field.blank and not is_record(field.model):
        return Concat(Value("erased-"), Cast("pk", models.CharField()), Value(UNROUTABLE))  # one each, and sent nowhere
    if empty(field) == MARK:
        return Case(When(**{field.name: ""}, then=Value("")), default=Value(MARK))
    return empty(field)
