from django import forms
from django.contrib import admin
from django.db import connection
from django.db.models import F
from django.shortcuts import redirect

from events.facets import EventFacet
from events.models import Event
from participants.models import Delegation, User
from participants.models.delegations import SEATS
from workshop_portal.admin import RecordAdmin

DEADLINES = ("nominate_by", "confirm_by", "offer_days")


@admin.register(Delegation)
class DelegationAdmin(RecordAdmin):
    list_display = ["name", "event", "seats_taken", "nominate_by", "confirm_by"]
    list_filter = [EventFacet]
    ordering = [
        "-event__starts_on",
        "event",
        F("jurisdiction__position").asc(nulls_last=True),
        "organisation__short_name",
    ]
    search_fields = ["jurisdiction__name", "organisation__name", "event__title"]

    def page_title(self, row):
        return f"{row}: {row.event}"

    def get_queryset(self, request):
        rows = super().get_queryset(request).visible_to(request.user).with_seats()
        return rows.select_related("event", "jurisdiction", "organisation")

    def get_object(self, request, object_id, from_field=None):
        """While its form is checked and saved nobody is approved: seats never fall below those who have one."""
        row = super().get_object(request, object_id, from_field)
        if row is not None and request.method == "POST" and connection.in_atomic_block:
            Delegation.objects.select_for_update(no_key=True).get(pk=row.pk)
        return row

    def facet_rows(self, request, search):
        return self.get_search_results(request, Delegation.objects.visible_to(request.user), search)[0]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "event":
            kwargs["queryset"] = Event.objects.visible_to(request.user).open()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """Focal points are people of the jurisdiction or organisation, so they are chosen when that is known."""
        invited = ["event", "jurisdiction", "organisation", *SEATS.values(), *DEADLINES]
        if obj is None:
            return [(None, {"fields": invited, "description": "Save first; focal points are chosen after that."})]
        return [(None, {"fields": [*invited, "focal_points", "notes"]})]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if obj and "focal_points" in form.base_fields:
            form.base_fields["focal_points"].queryset = User.objects.who_could_speak_for(obj).order_by("sort_key", "pk")
        return form

    def response_add(self, request, obj, post_url_continue=None):
        """On to the focal points, unless another delegation is to be added."""
        if "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(request, f"{obj} is invited to “{obj.event}”. Now choose the focal points.", "success")
        return redirect("admin:participants_delegation_change", obj.pk)

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["event", "jurisdiction", "organisation"] if obj else [])]

    @admin.display(description="delegation")
    def name(self, delegation):
        return str(delegation)

    @admin.display(description="seats")
    def seats_taken(self, delegation):
        return f"{delegation.seats_used}/{delegation.seats}"
