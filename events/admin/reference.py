"""Reference data is shown, not edited: it is loaded from `events/data/` and the same everywhere."""

from django.contrib import admin

from events.models import Jurisdiction, Mandate, Organisation
from workshop_portal.admin import ViewOnlyAdmin


@admin.register(Jurisdiction)
class JurisdictionAdmin(ViewOnlyAdmin):
    list_display = ["name", "code", "time_zone", "is_assessed"]
    ordering = ["position"]
    search_fields = ["name", "code"]


@admin.register(Organisation)
class OrganisationAdmin(ViewOnlyAdmin):
    list_display = ["short_name", "name", "kind"]
    ordering = ["short_name"]
    search_fields = ["name", "short_name"]


@admin.register(Mandate)
class MandateAdmin(ViewOnlyAdmin):
    list_display = ["code", "title", "adopted_on"]
    ordering = ["adopted_on"]
    search_fields = ["code", "title"]
