"""The list as Django asks for it: one event, what is counted of it, and one page of rows."""

from functools import cached_property

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import F
from django.http import QueryDict

from events.models import Event
from participants.models import Registration
from workshop_portal import facets
from workshop_portal.facets import Counts, count_options, counted_facets

from . import filters
from .rows import rows_of

COLUMNS = "columns"  # which columns are shown, in the address
WITHIN_AN_EVENT = [
    F("delegation__jurisdiction__position").asc(nulls_last=True),
    "delegation__organisation__short_name",
    "sort_key",
    "pk",
]


class RegistrationChangeList(ChangeList):
    """Nothing is asked of the database before a page shows it, so that actions ask for their rows alone."""

    show_full_result_count = False
    full_result_count = None
    show_admin_actions = True
    can_show_all = False

    def get_filters_params(self, params=None):
        return {name: value for name, value in super().get_filters_params(params).items() if name != COLUMNS}

    def get_queryset(self, request, exclude_parameters=None):
        """Only the rows: what is shown beside them is asked for one page alone."""
        self.user = request.user
        self.root_queryset = Registration.objects.visible_to(request.user)
        return super().get_queryset(request, exclude_parameters)

    def _get_default_ordering(self):
        """Within an event by delegation and name; of all events the newest first, which an index knows."""
        return ["-pk"] if self.params.get("event") == filters.ALL else WITHIN_AN_EVENT

    def get_results(self, request):
        """Later; see the properties."""

    @cached_property
    def scope(self) -> filters.EventScope:
        return self.filter_specs[0]

    @property
    def event(self) -> Event | None:
        """The one event whose registrations these are; None when they are of all."""
        return None if self.scope.is_all else self.scope.event

    @cached_property
    def views(self) -> list[filters.SavedView]:
        names = {spec.parameter_name for spec in self.filter_specs}
        return filters.views_of(self.event, with_logistics="logistics" in names)

    @cached_property
    def facet_counts(self) -> Counts | None:
        """Every number on the page, from one query: options, views, totals. None when there are too many rows."""
        specs = counted_facets(self)
        by_name = {spec.parameter_name: spec for spec in specs}
        rows = self.scope.queryset(None, Registration.objects.visible_to(self.user)).matching(self.query)
        return count_options(rows, specs, views=[_keys_of(view, by_name) for view in self.views])

    @cached_property
    def result_count(self) -> int:
        """How many match; of too many to count, one more than are counted."""
        if self.facet_counts:
            return self.facet_counts.matching
        return self.queryset.order_by()[: facets.MOST_COUNTED + 1].count()

    @property
    def is_counted(self) -> bool:
        return self.result_count <= facets.MOST_COUNTED

    @cached_property
    def paginator(self) -> Paginator:
        paginator = Paginator(self.queryset, self.list_per_page)
        paginator.count = self.result_count
        return paginator

    @cached_property
    def result_list(self) -> list[dict]:
        """The rows of the page, each as a dictionary. A page that is not there is the last one."""
        page = self.paginator.get_page(self.page_num)
        self.page_num = page.number
        return rows_of(list(page.object_list.values_list("pk", flat=True)))

    @property
    def multi_page(self) -> bool:
        return self.paginator.num_pages > 1

    @property
    def list_display_columns(self) -> list:
        return [column for column in self.list_display if column != "action_checkbox"]

    def saved_views(self) -> list[dict]:
        """The links above the list: title, address, how many it finds, and whether it is what is shown."""
        kept = {name: self.params[name] for name in ("event", "q", COLUMNS) if name in self.params}
        chosen = {name: value for name, value in self.params.items() if name not in {"event", "q", "o", COLUMNS}}
        counts = self.facet_counts.views if self.facet_counts else [None] * len(self.views)
        return [
            {
                "title": view.title,
                "url": f"?{_query(kept | dict(view.filters))}",
                "count": count,
                "is_current": chosen == view.filters,
            }
            for view, count in zip(self.views, counts, strict=True)
        ]


def _keys_of(view: filters.SavedView, facets_by_name: dict) -> dict:
    return {name: facets_by_name[name].keys(value) for name, value in view.filters.items()} | _live(view)


def _live(view: filters.SavedView) -> dict:
    """A view that says nothing of states shows those that the list shows anyway."""
    return {} if "status" in view.filters else {"status": sorted(filters.STATES[None])}


def _query(parameters: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(parameters)
    return query.urlencode()
