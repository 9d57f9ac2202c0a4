"""Rounds: which framework version, and at which workshops the assessments are shared."""

from typing import ClassVar

from django import forms
from django.contrib import admin

from assessments.models import FrameworkVersion, Round
from assessments.states import VersionStatus
from events.models import Event
from workshop_portal.admin import RecordAdmin


@admin.register(Round)
class RoundAdmin(RecordAdmin):
    list_display = ["title", "code", "year", "kind", "framework_version"]
    list_select_related = ["framework_version__framework"]
    page_select_related: ClassVar = ["framework_version__framework"]
    ordering = ["-year", "code"]
    search_fields = ["title", "code"]
    fields = ["title", "code", "kind", "year", "framework_version", "workshops"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["code", "framework_version"] if obj else [])]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs |= {"widget": forms.CheckboxSelectMultiple, "queryset": Event.objects.in_order()}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "framework_version":
            published = FrameworkVersion.objects.filter(status=VersionStatus.PUBLISHED)
            kwargs["queryset"] = published.select_related("framework")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
