"""Framework versions are imported, read here, published and retired; never edited."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Prefetch

from assessments import permissions
from assessments.models import FrameworkVersion, Indicator, Level
from assessments.states import VersionStatus
from workshop_portal.admin import StatefulAdmin


@admin.register(FrameworkVersion)
class FrameworkVersionAdmin(StatefulAdmin):
    list_display = ["__str__", "title", "status", "published_at"]
    ordering = ["framework__code", "-pk"]
    fields = ["title", "language", "published_at"]
    change_form_template = "admin/assessments/frameworkversion/change_form.html"
    verbs: ClassVar = {VersionStatus.PUBLISHED: "Publish", VersionStatus.RETIRED: "Retire"}
    notes: ClassVar = {
        VersionStatus.PUBLISHED: "Rounds can use it from now on, and it never changes again.",
        VersionStatus.RETIRED: "No new round can use it. Assessments that did keep it.",
    }

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("framework")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            indicators = Indicator.objects.order_by("position")
            context["domains"] = obj.domains.order_by("position").prefetch_related(
                Prefetch("indicators", indicators), Prefetch("indicators__levels", Level.objects.order_by("value"))
            )
        return super().render_change_form(request, context, add, change, form_url, obj)

    def can_move(self, user, row):
        return permissions.can_publish_framework(user, row)

    def move(self, row, status, *, by):
        {VersionStatus.PUBLISHED: row.publish, VersionStatus.RETIRED: row.retire}[status]()
