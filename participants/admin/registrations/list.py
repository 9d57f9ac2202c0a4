"""The list of registrations: which columns and filters somebody gets, its search, its totals, its views."""

from django.contrib.admin.templatetags.admin_list import result_headers
from django.http import HttpResponseRedirect
from django.utils.http import urlencode

from participants import permissions
from participants.models import Registration
from participants.states import RegistrationStatus
from workshop_portal import facets
from workshop_portal.admin import RecordAdmin

from .changelist import COLUMNS, RegistrationChangeList
from .columns import columns_for
from .filters import ALL, FACETS, LOGISTICS_FACETS
from .rows import html_of

SEX = Registration.Sex


class RegistrationList(RecordAdmin):
    list_filter = [*FACETS, *LOGISTICS_FACETS]
    search_fields = ["search_key"]
    search_help_text = "Name or address; case, diacritics and script do not matter."
    change_list_template = "admin/participants/registration/change_list.html"

    def get_changelist(self, request, **kwargs):
        return RegistrationChangeList

    def get_list_filter(self, request):
        """Who comes when is for those who may read logistics; for others there is no such question."""
        return self.list_filter if permissions.can_read_logistics(request.user) else FACETS

    def possible_columns(self, request):
        return columns_for(request.user, of_one_event=request.GET.get("event") != ALL)

    def get_list_display(self, request):
        """The columns named in the address, else the standard ones. The name is always there."""
        wanted = set(filter(None, request.GET.get(COLUMNS, "").split(",")))
        return [
            column
            for column in self.possible_columns(request)
            if column.name == "name" or (column.name in wanted if wanted else column.is_standard)
        ]

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term), False

    def changelist_view(self, request, extra_context=None):
        """Django's page, with what this list says beside it."""
        chosen = request.GET.getlist(COLUMNS)
        if len(chosen) > 1:  # a form sends each box on its own; the address says it in one
            query = request.GET.copy()
            query[COLUMNS] = ",".join(chosen)
            return HttpResponseRedirect(f"?{query.urlencode()}")
        response = super().changelist_view(request, extra_context)
        if "cl" in (context := getattr(response, "context_data", None) or {}):
            context |= self.list_context(request, context["cl"], with_boxes=bool(context["action_form"]))
        return response

    def list_context(self, request, cl, *, with_boxes):
        columns = cl.list_display_columns
        back = f"?{urlencode({'_changelist_filters': query})}" if (query := request.GET.urlencode()) else ""
        shown = {column.name for column in columns}
        return {
            "subtitle": cl.event.title if cl.event else "All events" if cl.scope.is_all else "No event",
            "headers": list(result_headers(cl)),
            "rows": html_of(cl.result_list, columns, query=back, with_boxes=with_boxes),
            "totals": totals_of(cl),
            "most_counted": facets.MOST_COUNTED,
            "views": cl.saved_views(),
            "columns": [(column, column.name in shown) for column in self.possible_columns(request)[1:]],
            "kept": [(name, value) for name, value in cl.params.items() if name != COLUMNS],
            "can_export": permissions.can_export_registrations(request.user),
        }


def totals_of(cl) -> dict | None:
    """How many are shown of how many, who of them is approved, and how many women there are among those who said."""
    if (counts := cl.facet_counts) is None:
        return None
    stated = counts.of("sex", {SEX.FEMALE, SEX.MALE, SEX.OTHER})
    women = counts.of("sex", {SEX.FEMALE})
    return {
        "shown": counts.matching,
        "of": counts.rows,
        "approved": counts.of("status", {RegistrationStatus.APPROVED}),
        "women": round(100 * women / stated) if stated else None,
        "stated": stated,
        "hides": "status" not in cl.params and counts.matching < counts.rows,
        "all_states": cl.get_query_string({"status": ALL}),
    }
