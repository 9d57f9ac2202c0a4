"""Filters of a back-office list with their counts, all from one query.

Django's own facets ask the database once per filter, and twice for a filter over related rows. Here one
GROUP BY over all faceted columns gives cells; every count is a sum of cells. With the few states, roles
and delegations that people filter by, cells stay few while rows grow.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Count, QuerySet

Cell = tuple[dict[str, object], int]


def cells_of(rows: QuerySet, columns: Iterable[str]) -> list[Cell]:
    """How many rows have each combination of the columns: one query."""
    grouped = rows.order_by().values(*columns).annotate(facet_rows=Count("pk"))
    return [(cell, cell.pop("facet_rows")) for cell in grouped]


def counts(cells: Iterable[Cell], column: str, chosen: Mapping[str, str]) -> Counter:
    """Rows per value of `column` among those that match what is chosen in the *other* columns.

    Values are compared as text, because that is what an address holds.
    """
    others = {name: value for name, value in chosen.items() if name != column}
    found: Counter = Counter()
    for cell, rows in cells:
        if all(str(cell[name]) == value for name, value in others.items()):
            found[cell[column]] += rows
    return found


class Facet(admin.ListFilter):
    """One filter. Subclasses name a column, the column of its label when that is another, and its words.

    The model admin provides `facet_rows(request, search)`: the rows to count, before any filter.
    """

    column = ""
    label_column = ""
    order_column = ""  # what the options are ordered by, when not by their labels
    labels: Mapping[object, str] = {}
    template = "admin/facet.html"

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.request, self.model, self.model_admin = request, model, model_admin
        if self.parameter_name in params:
            self.used_parameters[self.parameter_name] = params.pop(self.parameter_name)[-1]

    @property
    def value(self) -> str | None:
        return self.used_parameters.get(self.parameter_name)

    def has_output(self):
        return True

    def expected_parameters(self):
        return [self.parameter_name]

    def queryset(self, request, queryset):
        if self.value is None:
            return queryset
        if "\0" in self.value:
            raise IncorrectLookupParameters
        try:
            return queryset.filter(**{self.column: self.value})
        except ValueError as error:  # an address typed by hand: letters where a number belongs
            raise IncorrectLookupParameters(error) from error

    def choices(self, changelist):
        cells = _cells(changelist)
        chosen = {spec.column: spec.value for spec in _facets(changelist) if spec.value is not None}
        found = counts(cells, self.column, chosen)
        yield {
            "selected": self.value is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "All",
            "count": found.total(),
        }
        for key, label in self._options(cells):
            selected = str(key) == self.value
            if not found[key] and not selected:
                continue  # nothing to find there
            yield {
                "selected": selected,
                "query_string": changelist.get_query_string({self.parameter_name: key}),
                "display": label,
                "count": found[key],
            }

    def _options(self, cells: list[Cell]) -> list[tuple[object, str]]:
        if self.labels:
            return list(self.labels.items())
        label, order = self.label_column or self.column, self.order_column or self.label_column or self.column
        present = {cell[self.column]: (cell[order], cell[label]) for cell, _ in cells}
        present.pop(None, None)
        return [(key, text) for key, (_, text) in sorted(present.items(), key=lambda option: option[1])]


def _facets(changelist) -> list[Facet]:
    return [spec for spec in changelist.filter_specs if isinstance(spec, Facet)]


def _cells(changelist) -> list[Cell]:
    if not hasattr(changelist, "facet_cells"):
        facets = _facets(changelist)
        columns = {name for facet in facets for name in (facet.column, facet.label_column, facet.order_column) if name}
        rows = facets[0].model_admin.facet_rows(facets[0].request, changelist.query)
        changelist.facet_cells = cells_of(rows, sorted(columns))
    return changelist.facet_cells
