from typing import ClassVar

from django import forms
from django.contrib import admin
from django.core.cache import caches
from django.core.exceptions import ValidationError

from events import actions, permissions
from events.facets import EventFacet
from events.files import inspect
from events.models import Event, Material, MaterialAccess, MaterialVersion, Session
from events.states import MaterialStatus
from workshop_portal.admin import StatefulAdmin, ViewOnlyAdmin, counted
from workshop_portal.facets import Facet
from workshop_portal.markings import MEANINGS, RED, RED_REFUSED, Marking

from .zone import InZoneOfEvent


class StatusFacet(Facet):
    title, parameter_name, column = "state", "status", "status"
    labels = dict(MaterialStatus.choices)


class MarkingFacet(Facet):
    title, parameter_name, column = "marking", "marking", "marking"
    labels = dict(Marking.choices)


WHAT_WAS_CLEARED = {"marking", "audience", "audience_jurisdictions", "audience_organisations"}


def validate_not_red(value):
    if value == RED[0]:
        raise ValidationError(RED_REFUSED)


class SessionChoice(forms.ModelChoiceField):
    """Codes are the same at every event, so the event is part of the name."""

    def label_from_instance(self, session):
        return f"{session} ({session.event})"


class MaterialForm(forms.ModelForm):
    """A paper, with a file or without one yet. TLP:RED is offered so that it can be refused with the reason."""

    marking = forms.ChoiceField(
        choices=[
            ("", "Choose a marking"),
            *((mark, f"{mark.label}: {MEANINGS[mark]}") for mark in Marking),
            RED,
        ],
        validators=[validate_not_red],
    )
    new_file = forms.FileField(required=False, label="File", help_text="Becomes the newest version; older ones stay.")
    note = forms.CharField(required=False, max_length=200, label="What changed in this file")
    holds_no_case_data = forms.BooleanField(
        required=False, label="I confirm that the file is not classified and holds no case data."
    )

    class Meta:
        model = Material
        fields = [
            "event", "session", "title", "originator", "marking", "audience",
            "audience_jurisdictions", "audience_organisations", "available_from",
        ]  # fmt: skip
        widgets = {
            "audience_jurisdictions": forms.CheckboxSelectMultiple,
            "audience_organisations": forms.CheckboxSelectMultiple,
        }

    def clean_new_file(self):
        upload = self.cleaned_data["new_file"]
        if upload:
            inspect(upload)
        return upload

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new_file") and not cleaned.get("holds_no_case_data"):
            self.add_error("holds_no_case_data", "Confirm this before the file is stored.")
        chosen = cleaned.get("audience_jurisdictions") or cleaned.get("audience_organisations")
        if cleaned.get("audience") == Material.Audience.CHOSEN and not chosen:
            self.add_error("audience", "Choose at least one jurisdiction or organisation below.")
        self.read_by_the_clock_of_the_event(cleaned)
        return cleaned

    def read_by_the_clock_of_the_event(self, cleaned):
        """The event is known only now; until here the time was read by the clock of the server."""
        event = cleaned.get("event") or (self.instance.event if self.instance.pk else None)
        moment = cleaned.get("available_from")
        if event and moment and "available_from" in self.changed_data:
            cleaned["available_from"] = moment.replace(tzinfo=event.zone)


class SeenForm(forms.Form):
    """Clears what was shown, and not what somebody made of it since."""

    seen = forms.CharField(widget=forms.HiddenInput)


class MaterialVersionInline(admin.TabularInline):
    model = MaterialVersion
    fields = readonly_fields = [
        "number",
        "original_name",
        "size",
        "media_type",
        "sha256",
        "note",
        "uploaded_at",
        "uploaded_by",
    ]
    extra = 0
    can_delete = False
    ordering = ["-number"]
    show_change_link = False
    view_on_site = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("uploaded_by", "material")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Material)
class MaterialAdmin(InZoneOfEvent, StatefulAdmin):
    form = MaterialForm
    list_display = ["title", "marking", "audience", "status", "available_from", "session", "event"]
    list_filter = [EventFacet, StatusFacet, MarkingFacet]
    list_select_related = ["event", "session"]
    ordering = ["-event__starts_on", "event", "title", "pk"]
    search_fields = ["title", "originator"]
    page_select_related: ClassVar = ["event", "session", "current"]
    inlines = [MaterialVersionInline]
    fieldsets = [
        (None, {"fields": ["event", "session", "title", "originator"]}),
        ("Who may read it, and from when", {"fields": [
            "marking", "audience", "audience_jurisdictions", "audience_organisations", "available_from"]}),
        ("New file", {"fields": ["new_file", "note", "holds_no_case_data"]}),
    ]  # fmt: skip
    verbs: ClassVar = {MaterialStatus.CLEARED: "Clear", MaterialStatus.WITHHELD: "Withhold"}
    notes: ClassVar = {
        MaterialStatus.CLEARED: "Its audience opens the newest file from now on, or from the time that the paper says.",
        MaterialStatus.WITHHELD: "Its audience sees that it is withheld, and opens nothing.",
    }

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def facet_rows(self, request, search):
        return self.get_search_results(request, self.get_queryset(request), search)[0]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Reference data only changes when it is loaded anew: kept for a minute."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        rows = field.queryset
        field.choices = caches["reference"].get_or_set(
            f"choices:{db_field.name}", lambda: [(row.pk, str(row)) for row in rows], 60
        )
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "event":
            kwargs["queryset"] = Event.objects.visible_to(request.user).open()
        if db_field.name == "session":
            kwargs["queryset"] = (
                Session.objects.visible_to(request.user)
                .select_related("event")
                .order_by("-event__starts_on", "event", "pk")
            )
            kwargs["form_class"] = SessionChoice
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def waiting(self, request):
        if not permissions.can_decide_material(request.user, None):
            return []
        n = Material.objects.visible_to(request.user).filter(status=MaterialStatus.RECEIVED).count()
        return [(counted(n, "paper waits to be cleared", "papers wait to be cleared"), "status=received")] if n else []

    def get_inlines(self, request, obj):
        return super().get_inlines(request, obj) if obj else []

    def get_fieldsets(self, request, obj=None):
        """Who may not change a paper is not shown an empty form for its next file."""
        shown = super().get_fieldsets(request, obj)
        may_write = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return shown if may_write else [fieldset for fieldset in shown if "new_file" not in fieldset[1]["fields"]]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["event"] if obj else [])]

    def can_move(self, user, row):
        return permissions.can_decide_material(user, row)

    def note(self, row, status):
        if status != MaterialStatus.CLEARED or row.current is None:
            return super().note(row, status)
        chosen = [*row.audience_jurisdictions.all(), *row.audience_organisations.all()]
        readers = ", ".join(str(each) for each in chosen) if row.audience == Material.Audience.CHOSEN else ""
        return (
            f"File: {row.current.original_name}, version {row.current.number}. Marking: {row.get_marking_display()}. "
            f"Audience: {row.get_audience_display().lower()}{f' ({readers})' if readers else ''}. "
            + super().note(row, status)
        )

    def move_form(self, row, status, data):
        if status != MaterialStatus.CLEARED:
            return super().move_form(row, status, data)
        return SeenForm(data, initial={"seen": actions.what_is_cleared(row)})

    def move(self, row, status, *, by, seen=""):
        if status == MaterialStatus.CLEARED:
            actions.clear_material(row, by=by, seen=seen)
        else:
            row.withhold(by=by)

    def save_related(self, request, form, formsets, change):
        """A new file, mark or audience of a cleared paper is one that nobody cleared."""
        super().save_related(request, form, formsets, change)
        upload = form.cleaned_data.get("new_file")
        if upload:
            actions.add_file(form.instance, upload, by=request.user, note=form.cleaned_data["note"])
        elif WHAT_WAS_CLEARED & set(form.changed_data):
            actions.take_clearance_back(form.instance)


@admin.register(MaterialAccess)
class MaterialAccessAdmin(ViewOnlyAdmin):
    """Who took which file: the download log."""

    list_display = ["at", "person", "how", "version"]
    list_select_related = ["person", "version__material"]
    search_fields = ["person__given_name", "person__family_name", "version__material__title"]
    ordering = ["-at", "-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)
