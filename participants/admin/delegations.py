from django import forms
from django.contrib import admin
from django.db import connection
from django.db.models import Count, F, Prefetch, Q, prefetch_related_objects
from django.shortcuts import redirect
from django.utils import timezone

from events.facets import EventFacet
from events.models import Event
from participants.forms.delegations import DelegationForm
from participants.models import Delegation, User
from participants.models.delegations import SEATS
from participants.querysets.delegations import NEAR
from workshop_portal.admin import counted
from workshop_portal.facets import YesNoFacet

from .delegation_page import DelegationPage
from .overview import OverviewOfEvent

DEADLINES = ("nominate_by", "confirm_by", "offer_days")


class AnswerFacet(YesNoFacet):
    """Whether the delegation has sent or named something."""

    answers = {"yes": True, "no": False}

    def prepare(self, rows):
        return rows if "has_letter" in rows.query.annotations else rows.with_answers()


class LetterFacet(AnswerFacet):
    title, parameter_name, column = "nomination letter", "letter", "has_letter"
    labels = {True: "Sent", False: "Missing"}


class HeadFacet(AnswerFacet):
    title, parameter_name, column = "head of delegation", "head", "has_head"
    labels = {True: "Named", False: "Not named"}


class FocalPointFacet(AnswerFacet):
    title, parameter_name, column = "focal point", "focal_point", "has_focal_point"
    labels = {True: "Named", False: "None"}


class InvitationFacet(AnswerFacet):
    title, parameter_name, column = "invitation", "invited", "is_invited"
    labels = {True: "Sent", False: "Not sent"}


@admin.register(Delegation)
class DelegationAdmin(OverviewOfEvent, DelegationPage):
    form = DelegationForm
    change_form_template = "admin/participants/delegation/change_form.html"
    list_display = ["name", "event", "seats_taken", "nominate_by", "confirm_by"]
    list_filter = [EventFacet, LetterFacet, HeadFacet, FocalPointFacet, InvitationFacet]
    ordering = [
        "-event__starts_on",
        "event",
        F("jurisdiction__position").asc(nulls_last=True),
        "organisation__short_name",
    ]
    search_fields = ["jurisdiction__name", "organisation__name", "event__title"]

    def waiting(self, request):
        """Letters that are missing while the time ends."""
        if not request.user.has_perm("participants.change_delegation"):
            return []
        today = timezone.localdate()
        days = today, today + NEAR
        rows = Delegation.objects.visible_to(request.user).filter(
            Q(nominate_by__range=days) | Q(confirm_by__range=days), event__status="published", letters=None
        )
        events = rows.values_list("event", "event__title").annotate(n=Count("pk")).order_by("event__starts_on", "event")
        words = "nomination letter is missing", "nomination letters are missing"
        return [
            (f"{counted(n, *words)}, and the time ends within a week: {title}", f"event={event}&letter=no")
            for event, title, n in events
        ]

    def page_title(self, row):
        return f"{row}: {row.event}"

    def get_queryset(self, request):
        rows = super().get_queryset(request).visible_to(request.user).with_seats().with_answers()
        return rows.select_related("event", "jurisdiction", "organisation")

    def get_object(self, request, object_id, from_field=None):
        """While its form is checked and saved nobody is approved: seats never fall below those who have one."""
        row = super().get_object(request, object_id, from_field)
        if row is not None and request.method == "POST" and connection.in_atomic_block:
            Delegation.objects.select_for_update(no_key=True).get(pk=row.pk)
            row = super().get_object(request, object_id, from_field)
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
        """A focal point whom this officer may not know of is not shown, and stays one."""
        if obj:
            shown = User.objects.visible_to(request.user).order_by("sort_key", "pk")
            prefetch_related_objects([obj], Prefetch("focal_points", shown))
        form = super().get_form(request, obj, **kwargs)
        if obj and "focal_points" in form.base_fields:
            form.base_fields["focal_points"].widget.can_add_related = False  # its window needs JavaScript
            people = User.objects.visible_to(request.user).who_could_speak_for(obj)
            form.base_fields["focal_points"].queryset = people.order_by("sort_key", "pk")
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= {"page": self.page_of(request, obj), "show_save_and_add_another": False}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """Another focal point is a change of the row too, so that a page opened before does not undo it."""
        super().save_model(request, obj, form, change)
        if change and "focal_points" in form.changed_data:
            obj.save(update_fields=["revision"])

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
