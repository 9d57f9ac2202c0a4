"""The rows before and after one row in the order of a list, without reading the list."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import BaseExpression, OrderBy


@dataclass(frozen=True)
class _Term:
    """One term of an order: what is compared, under which name, which way, and where empty values stand."""

    name: str
    expression: BaseExpression | F
    descending: bool
    nulls_last: bool

    def beyond(self, value: object) -> Q | None:
        """What stands behind `value` by this term; None when nothing can."""
        if value is None:
            return None if self.nulls_last else Q((f"{self.name}__isnull", False))
        behind = Q((f"{self.name}__{'lt' if self.descending else 'gt'}", value))
        return behind | Q((f"{self.name}__isnull", True)) if self.nulls_last else behind

    def same(self, value: object) -> Q:
        return Q((f"{self.name}__isnull", True)) if value is None else Q((self.name, value))


def neighbours(listed: QuerySet, known: QuerySet, pk: object) -> tuple[object | None, object | None]:
    """The keys of the rows before and after the row `pk` in `listed`, each None at its end of the list; two queries.

    `known` holds the row also when it is not in the list: a decision may have taken it out, and its place stays. The
    list is in an order that no two rows share.
    """
    terms = _terms(listed)
    columns = {term.name: term.expression for term in terms}
    here = known.order_by().filter(pk=pk).annotate(**columns).values_list(*columns).first()
    if here is None:
        return None, None
    rows = listed.annotate(**columns)
    steps = [_step(rows.reverse(), "before", here), _step(rows, "after", here)]
    found = dict(steps[0].union(steps[1], all=True))
    return found.get("before"), found.get("after")


def _terms(rows: QuerySet) -> list[_Term]:
    """The order of the rows; PostgreSQL puts empty values last, and first when it counts down."""
    terms = []
    for number, given in enumerate(rows.query.order_by):
        order = _as_order(given)
        nulls_last = bool(order.nulls_last) or not (order.nulls_first or order.descending)
        terms.append(_Term(f"place_{number}", order.expression, order.descending, nulls_last))
    return terms


def _as_order(given: Any) -> OrderBy:
    if isinstance(given, OrderBy):
        return given
    if isinstance(given, str):
        return OrderBy(F(given.removeprefix("-")), descending=given.startswith("-"))
    return OrderBy(given)


def _step(rows: QuerySet, name: str, here: tuple[object, ...]) -> QuerySet:
    """The first row behind `here`, as (name, key)."""
    terms = _terms(rows) if rows.query.standard_ordering else [_turned(term) for term in _terms(rows)]
    behind, same = Q(pk__in=[]), Q()
    for term, value in zip(terms, here, strict=True):
        if (further := term.beyond(value)) is not None:
            behind |= same & further
        same &= term.same(value)
    return rows.filter(behind).annotate(step=Value(name)).values_list("step", "pk")[:1]


def _turned(term: _Term) -> _Term:
    return _Term(term.name, term.expression, not term.descending, not term.nulls_last)
