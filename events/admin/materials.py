from typing import ClassVar

from django import forms
from django.contrib import admin
from django.core.cache import caches
from django.core.exceptions import ValidationError

from events import actions, permissions
from events.facets import EventFacet
from events.files import inspect
from events.models import Material, MaterialAccess, MaterialVersion
from events.states import MaterialStatus
from workshop_portal.admin import StatefulAdmin, ViewOnlyAdmin
from workshop_portal.facets import Facet
from workshop_portal.markings import MEANINGS, RED, RED_REFUSED, Marking


class StatusFacet(Facet):
    title, parameter_name, column = "state", "status", "status"
    labels = dict(MaterialStatus.choices)


class MarkingFacet(Facet):
    title, parameter_name, column = "marking", "marking", "marking"
    labels = dict(Marking.choices)


def validate_not_red(value):
    if value == RED[0]:
        raise ValidationError(RED_REFUSED)


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
        return cleaned


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

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("uploaded_by", "material")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Material)
class MaterialAdmin(StatefulAdmin):
    form = MaterialForm
    list_display = ["title", "marking", "audience", "status", "available_from", "session", "event"]
    list_filter = [EventFacet, StatusFacet, MarkingFacet]
    list_select_related = ["event", "session"]
    ordering = ["-event__starts_on", "event", "title", "pk"]
    search_fields = ["title", "originator"]
    autocomplete_fields = ["event", "session"]
    filter_horizontal = ["audience_jurisdictions", "audience_organisations"]
    page_select_related: ClassVar = ["event", "session", "current"]
    inlines = [MaterialVersionInline]
    fieldsets = [
        (None, {"fields": ["event", "session", "title", "originator", "status"]}),
        ("Who may read it, and from when", {"fields": [
            "marking", "audience", "audience_jurisdictions", "audience_organisations", "available_from"]}),
        ("New file", {"fields": ["new_file", "note", "holds_no_case_data"]}),
    ]  # fmt: skip
    verbs: ClassVar = {MaterialStatus.CLEARED: "Clear", MaterialStatus.WITHHELD: "Withhold"}

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def facet_rows(self, request, search):
        return self.get_search_results(request, self.get_queryset(request), search)[0]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Reference data only changes when it is loaded anew: kept for a minute."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        rows = field.queryset
        field.choices = caches["fragments"].get_or_set(
            f"choices:{db_field.name}", lambda: [(row.pk, str(row)) for row in rows], 60
        )
        return field

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["event"] if obj else [])]

    def can_move(self, user, row):
        return permissions.can_decide_material(user, row)

    def move(self, row, status, *, by, reason):
        decide = row.clear if status == MaterialStatus.CLEARED else row.withhold
        decide(by=by)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        upload = form.cleaned_data.get("new_file")
        if upload:
            actions.add_file(form.instance, upload, by=request.user, note=form.cleaned_data["note"])


@admin.register(MaterialAccess)
class MaterialAccessAdmin(ViewOnlyAdmin):
    """Who took which file: the download log."""

    list_display = ["at", "person", "how", "version"]
    list_select_related = ["person", "version__material"]
    search_fields = ["person__search_key", "version__material__title"]
    ordering = ["-at", "-pk"]
