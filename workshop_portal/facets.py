"""Filters of a back-office list with their counts, all from one query.

Django's own facets ask the database once per filter, and twice for a filter over related rows. Here the columns of all
filters are read once, and GROUPING SETS counts each of them on its own: what comes back is one row per option,
however many rows there are and however the filters combine.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import connection
from django.db.models import Expression, F, QuerySet

MOST_COUNTED = 5000  # of more rows than these no counts are shown: they would cost more than the list itself


@dataclass(frozen=True)
class Option:
    """One value of a facet's column: how many rows match the filters of the *other* facets, and how many match all."""

    key: object
    label: object
    order: object
    others: int
    matching: int


@dataclass
class Counts:
    """What the facets of a list count: `rows` without any filter, `matching` with all of them.

    `options` are by the parameter of their facet; `views` says how many rows each view finds.
    """

    rows: int = 0
    matching: int = 0
    options: dict[str, list[Option]] = field(default_factory=dict)
    views: list[int] = field(default_factory=list)

    def of(self, parameter: str, keys: Container[object]) -> int:
        """How many of the matching rows have one of these keys of a facet."""
        return sum(option.matching for option in self.options[parameter] if option.key in keys)


class Facet(admin.ListFilter):
    """One filter. Subclasses name a column, the column of its label when that is another, and its words.

    The model admin provides `facet_rows(request, search)`: the rows to count, before any filter.
    """

    column = ""
    label_column = ""
    order_column = ""  # what the options are ordered by, when not by their labels
    labels: Mapping[object, str] = {}
    key_type: type = str  # of the column: what the text of an address is turned into
    is_counted = True
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

    def prepare(self, rows: QuerySet) -> QuerySet:
        """Rows with the column, when a method of their queryset adds it together with others."""
        return rows

    def expression(self) -> F | Expression:
        """What is counted, when it is not a column of the tables."""
        return F(self.column)

    def keys(self, value: str | None) -> Sequence[object] | None:
        """The keys that a value in the address stands for; None when it stands for all. Raises ValueError."""
        return None if value is None else [self.key_type(value)]

    def parameter(self, key: object) -> str:
        """How an address names a key."""
        return str(key)

    def heads(self) -> list[tuple[str | None, str]]:
        """The options above the keys: the value in the address, and its words."""
        return [(None, "All")]

    def words(self, option: Option) -> str:
        return self.labels[option.key] if self.labels else str(option.label)

    def queryset(self, request, queryset):
        if self.value is None and self.keys(None) is None:
            return queryset
        if self.value and "\0" in self.value:
            raise IncorrectLookupParameters
        try:
            keys = self.keys(self.value)
        except ValueError as error:  # an address typed by hand: letters where a number belongs
            raise IncorrectLookupParameters(error) from error
        if keys is None:
            return queryset
        name = f"facet_{self.parameter_name}"
        return self.prepare(queryset).alias(**{name: self.expression()}).filter(**{f"{name}__in": keys})

    def choices(self, changelist):
        counts = counts_of(changelist)
        options = self._options(counts)
        for value, words in self.heads():
            keys = self.keys(value)
            counted = counts.options[self.parameter_name] if counts else []  # also rows that have no key
            found = sum(option.others for option in counted if keys is None or option.key in keys)
            yield self._choice(changelist, value, words, found if counts else None)
        for option in options:
            value = self.parameter(option.key)
            if option.others or not counts or value == self.value:  # else there is nothing to find
                yield self._choice(changelist, value, self.words(option), option.others if counts else None)

    def _choice(self, changelist, value, words, found):
        if value is None:
            query_string = changelist.get_query_string(remove=[self.parameter_name])
        else:
            query_string = changelist.get_query_string({self.parameter_name: value})
        return {"selected": self.value == value, "query_string": query_string, "display": words, "count": found}

    def _options(self, counts: Counts | None) -> list[Option]:
        if counts is None:
            return [Option(key, label, None, 0, 0) for key, label in self.labels.items()]
        options = [option for option in counts.options[self.parameter_name] if option.key is not None]
        if self.labels:
            found = {option.key: option for option in options}
            return [found.get(key, Option(key, label, None, 0, 0)) for key, label in self.labels.items()]
        return sorted(options, key=lambda option: (option.order, str(option.label)))


class YesNoFacet(Facet):
    """A filter over a column that is true or false."""

    answers: Mapping[str, bool] = {}  # how the address says it

    def keys(self, value):
        if value is None:
            return None
        if value not in self.answers:
            raise ValueError(value)
        return [self.answers[value]]

    def parameter(self, key):
        return next(word for word, answer in self.answers.items() if answer == key)


def counts_of(changelist) -> Counts | None:
    """The counts for the facets of a list, asked for once; None when there are too many rows to count."""
    if not hasattr(changelist, "facet_counts"):
        facets = counted_facets(changelist)
        rows = facets[0].model_admin.facet_rows(facets[0].request, changelist.query)
        changelist.facet_counts = count_options(rows, facets)
    return changelist.facet_counts


def counted_facets(changelist) -> list[Facet]:
    return [spec for spec in changelist.filter_specs if isinstance(spec, Facet) and spec.is_counted]


# A view: the keys that its rows have, by the parameter of the facet.
View = Mapping[str, Sequence[object]]


def count_options(
    rows: QuerySet, facets: Sequence[Facet], *, views: Sequence[View] = (), most: int | None = None
) -> Counts | None:
    """How many of `rows` each option of each facet would find, and each view: one query.

    None when there are more than `most` rows; the database then reads no more than that.
    """
    most = MOST_COUNTED if most is None else most
    columns = {}
    for number, facet in enumerate(facets):
        rows = facet.prepare(rows)
        columns[f"key_{number}"] = facet.expression()
        for part, path in (("label", facet.label_column), ("place", facet.order_column)):
            columns |= {f"{part}_{number}": F(path)} if path else {}
    inner, parameters = rows.order_by().values(**columns)[: most + 1].query.sql_with_params()
    number_of = {facet.parameter_name: number for number, facet in enumerate(facets)}
    chosen = {facet.parameter_name: keys for facet in facets if (keys := facet.keys(facet.value)) is not None}
    marks = {f"is_chosen_{number_of[name]}": {name: keys} for name, keys in chosen.items()}
    marks |= {f"is_view_{number}": view for number, view in enumerate(views)}
    marked, more = _marked(marks, number_of)
    sets = [[name for name in columns if name.endswith(f"_{number}")] for number in range(len(facets))]
    sets += [[name] for name in marks if name.startswith("is_view_")]
    sql = _grouping_sql(inner, list(columns), marked, sets, [name for name in marks if name.startswith("is_chosen_")])
    with connection.cursor() as cursor:
        cursor.execute(sql, [*more, *parameters])
        names = [column.name for column in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return _read(found, facets, len(views), most)


def _marked(marks: Mapping[str, View], number_of: Mapping[str, int]) -> tuple[str, list[object]]:
    """The marks as columns: whether a row has one of the keys in each of the columns named."""
    written, parameters = "", []
    for mark, wanted in marks.items():
        conditions = " AND ".join(f"key_{number_of[name]} = ANY(%s)" for name in wanted)
        written += f", COALESCE({conditions}, false) AS {mark}"
        parameters += [list(keys) for keys in wanted.values()]
    return written, parameters


def _grouping_sql(
    inner: str, columns: Sequence[str], marked: str, sets: Sequence[Sequence[str]], chosen: Sequence[str]
) -> str:
    """One row per option: which set it is of, its columns, and the counts with all marks and without each one.

    Rows that are alike in every column are counted once before that, because sets cost as much as there are rows.
    """
    alike = ", ".join(columns)
    which = ", ".join(names[0] for names in sets)
    counts = [f"{_counted(chosen)} AS matching"]
    counts += [f"{_counted([name for name in chosen if name != mark])} AS without_{mark}" for mark in chosen]
    return f"""
        SELECT GROUPING({which}) AS which, {", ".join(name for names in sets for name in names)},
            {_counted([])} AS all_rows, {", ".join(counts)}
        FROM (
            SELECT *{marked} FROM (SELECT {alike}, COUNT(*) AS n FROM ({inner}) AS facet_rows GROUP BY {alike}) AS cells
        ) AS marked_cells
        GROUP BY GROUPING SETS ({", ".join(f"({', '.join(names)})" for names in sets)}, ())
    """  # noqa: S608 – only names made here; what people type is a parameter


def _counted(marks: Sequence[str]) -> str:
    condition = f" FILTER (WHERE {' AND '.join(marks)})" if marks else ""
    return f"COALESCE(SUM(n){condition}, 0)::bigint"


def _read(found: list[dict], facets: Sequence[Facet], views: int, most: int) -> Counts | None:
    sets = len(facets) + views
    nothing = (1 << sets) - 1  # GROUPING has a bit for each column that a row is *not* grouped by
    number_of = {nothing ^ (1 << (sets - 1 - number)): number for number in range(sets)}
    counts = Counts(options={facet.parameter_name: [] for facet in facets}, views=[0] * views)
    for row in found:
        if row["which"] == nothing:
            counts.rows, counts.matching = row["all_rows"], row["matching"]
            continue
        number = number_of[row["which"]]
        if number >= len(facets):
            if row[f"is_view_{number - len(facets)}"]:
                counts.views[number - len(facets)] = row["all_rows"]
            continue
        key = row[f"key_{number}"]
        label = row.get(f"label_{number}", key)
        others = row.get(f"without_is_chosen_{number}", row["matching"])
        option = Option(key, label, row.get(f"place_{number}", label), others, row["matching"])
        counts.options[facets[number].parameter_name].append(option)
    return None if counts.rows > most else counts
