"""What stands in each tab of the page of one registration, beside its form."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from events.models import MaterialAccess
from participants import personal_data
from participants.forms.corrections import LogisticsCorrectionForm
from participants.models import Disclosure, Logistics, OutgoingEmail, Registration
from participants.permissions import (
    can_correct_logistics,
    can_read_logistics,
    can_read_mails,
    can_read_who_took_files,
)
from participants.states import COMES
from workshop_portal.admin import RecordAdmin
from workshop_portal.audit import history_of

MOST_SHOWN = 200


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    url: str
    is_current: bool


class Tabs(RecordAdmin):
    """One address for each tab: ?tab=…, so that they work without JavaScript and can be sent to a colleague."""

    def tabs_for(self, request, row) -> dict[str, str]:
        user = request.user
        offered = {
            "data": ("Data", True),
            "logistics": ("Logistics", can_read_logistics(user)),
            "mails": ("Mails", can_read_mails(user)),
            "files": ("Files taken", can_read_who_took_files(user)),
            "history": ("History", True),
        }
        return {name: label for name, (label, may_read) in offered.items() if may_read}

    def tab_links(self, request, row, current) -> list[Tab]:
        page = self.change_url(request, row.pk)
        joint = "&" if "?" in page else "?"
        return [
            Tab(name, label, page if name == "data" else f"{page}{joint}tab={name}", name == current)
            for name, label in self.tabs_for(request, row).items()
        ]

    def tab_view(self, request, object_id, tab):
        """Every tab but the form of the data."""
        views = {
            "logistics": self.logistics_tab,
            "mails": self.mails_tab,
            "files": self.files_tab,
            "history": self.history_tab,
        }
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None or tab not in views:
            raise Http404
        if not self.has_view_permission(request, row) or tab not in self.tabs_for(request, row):
            raise PermissionDenied
        return views[tab](request, row)

    def show_tab(self, request, row, tab, **content):
        context = self.admin_site.each_context(request) | {
            "title": self.page_title(row),
            "opts": self.opts,
            "original": row,
            "preserved_filters": self.get_preserved_filters(request),
            "page": self.page_of(request, row, tab),
        }
        return TemplateResponse(request, f"admin/participants/registration/{tab}.html", context | content)

    # --- Logistics ---

    @transaction.atomic
    def logistics_tab(self, request, row):
        """Opening it is written down. Times are those of the event."""
        with timezone.override(row.event.zone):
            page = self.logistics_page(request, row)
            return page.render() if isinstance(page, TemplateResponse) else page

    def logistics_page(self, request, row):
        if request.method == "POST":  # first, so that two officers write one after the other
            Registration.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.pk)
        found = Logistics.objects.visible_to(request.user).filter(registration=row).first()
        may_write = can_correct_logistics(request.user, row) and self.has_change_permission(request, row)
        is_asked = row.status in COMES or found is not None
        form = None
        if may_write and is_asked:
            instance = found or Logistics(registration=row, revision=0)  # what was never written has no edition
            form = LogisticsCorrectionForm(request.POST if request.method == "POST" else None, instance=instance)
            if form.is_valid():
                return self.save_logistics(request, row, form)
        if found:
            Disclosure.objects.create(kind=Disclosure.Kind.LOGISTICS, by=request.user, event=row.event,
                                      registration=row, detail="Page of the registration")  # fmt: skip
        fields = LogisticsCorrectionForm.Meta.fields if found or form else ()
        shown = [self.logistics_field(name, found, form) for name in fields]
        groups = [(about, list(rows)) for about, rows in groupby(shown, itemgetter("about"))]
        return self.show_tab(request, row, "logistics", groups=groups, form=form, found=found)

    def logistics_field(self, name, found, form):
        """One field: what stands in it or can be written there, and why it is asked, who sees it, when it is erased."""
        field = Logistics._meta.get_field(name)
        value = getattr(found, name, None)
        if name == "diet" and value:
            value = ", ".join(str(dict(field.base_field.flatchoices)[each]) for each in value)
        elif field.flatchoices and value:
            value = dict(field.flatchoices)[value]
        return {
            "label": form[name].label if form else field.verbose_name,
            "bound": form[name] if form else None,
            "value": value,
            "about": personal_data.about(Logistics, name),
        }

    def save_logistics(self, request, row, form):
        form.instance.revision = form.instance.revision or 1
        form.save()
        self.message_user(request, f"The logistics of {row} are saved.", "success")
        return redirect(request.get_full_path())

    # --- What was said, taken and done ---

    def mails_tab(self, request, row):
        mails = OutgoingEmail.objects.visible_to(request.user).filter(registration=row).order_by("-created_at", "-pk")
        return self.show_tab(request, row, "mails", mails=mails[:MOST_SHOWN])

    def files_tab(self, request, row):
        taken = MaterialAccess.objects.filter(person=row.person_id, version__material__event=row.event_id)
        taken = taken.select_related("version__material").order_by("-at", "-pk")
        return self.show_tab(request, row, "files", taken=taken[:MOST_SHOWN])

    def history_tab(self, request, row):
        made = list(row.moves_made.select_related("by", "mail").order_by("-pk"))
        for move in made:
            move.by_name = move.by and move.by.named_for(request.user)
        return self.show_tab(request, row, "history", made=made, changes=history_of(row, request.user))
