"""The list as a file: the columns and rows that are shown, for those who may take people's data out."""

from collections.abc import Iterator

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from events.designations import marked_in
from events.models import Mandate
from participants import actions, permissions
from workshop_portal.admin import RecordAdmin
from workshop_portal.spreadsheets import CSV, XLSX, as_csv, as_xlsx

from .rows import rows_one_by_one

MOST_EXPORTED = 100_000


class Exports(RecordAdmin):
    def has_export_permission(self, request):
        return permissions.can_export_registrations(request.user)

    @admin.action(description="Download as XLSX", permissions=["export"])
    def export_xlsx(self, request, chosen):
        return self.export(request, chosen, "xlsx")

    @admin.action(description="Download as CSV", permissions=["export"])
    def export_csv(self, request, chosen):
        return self.export(request, chosen, "csv")

    @transaction.atomic
    def export(self, request, chosen, kind):
        """The file, and in the same transaction the record of who took what."""
        rows = chosen.rows.exportable_by(request.user)
        pks = list(rows.values_list("pk", flat=True)[: MOST_EXPORTED + 1])
        if not pks or len(pks) > MOST_EXPORTED:
            words = (
                f"At most {MOST_EXPORTED:,} registrations go into one file." if pks else "There is nobody to export."
            )
            self.message_user(request, words, messages.WARNING)
            return None
        changelist = chosen.changelist
        sheet = Sheet(changelist, pks)
        actions.disclose_list(
            by=request.user, event=changelist.event, rows=len(pks),
            detail=f"{kind.upper()}; {', '.join(sheet.headers)}; {_filter_of(chosen)}",
        )  # fmt: skip
        name = f"registrations-{changelist.event.slug if changelist.event else 'all'}-{timezone.localdate()}.{kind}"
        return HttpResponse(
            as_xlsx("Registrations", sheet.headers, sheet.rows(), notes=sheet.notes())
            if kind == "xlsx"
            else as_csv(sheet.headers, sheet.rows(), notes=sheet.notes()),
            content_type=XLSX if kind == "xlsx" else CSV,
            headers={"Content-Disposition": content_disposition_header(True, name)},
        )


class Sheet:
    """The columns of a list as cells, and the notes that belong below what they name."""

    def __init__(self, changelist, pks):
        self.changelist, self.pks = changelist, pks
        self.columns = changelist.list_display_columns
        cells = [cell for column in self.columns for cell in column.exports or [(column.title, column.cell)]]
        self.headers = [header for header, _ in cells]
        self._values = [value for _, value in cells]
        self._places: set[str] = set()
        self._events: set[int] = set()

    def rows(self) -> Iterator[list]:
        for row in rows_one_by_one(self.pks):
            self._places.add(row.get("jurisdiction_name") or "")
            self._events.add(row["event_id"])
            yield [value(row) for value in self._values]

    def notes(self) -> Iterator[str]:
        """Footnotes of the designations that stood in the rows, and who funded the events; after the rows."""
        for jurisdiction in marked_in(" ".join(self._places)):
            yield f"* {jurisdiction.footnote}"
        mandates = Mandate.objects.filter(events__in=self._events).distinct().order_by("adopted_on", "pk")
        yield from mandates.values_list("acknowledgement", flat=True)


def _filter_of(chosen) -> str:
    """The filters and the search as the address has them, and whether single rows were ticked."""
    parameters = {name: value for name, value in chosen.changelist.params.items() if name not in {"o", "columns"}}
    words = ", ".join(f"{name}={value}" for name, value in sorted(parameters.items()))
    return f"{'all of' if chosen.is_all else 'ticked among'} {words or 'the standard list'}"
