from typing import ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from events import actions, permissions
from events.facets import EventFacet
from events.models import AgendaVersion, Event, Room, Session, Slot
from events.states import EventStatus
from workshop_portal.admin import RecordAdmin, StatefulAdmin
from workshop_portal.facets import Facet
from workshop_portal.transitions import TransitionError

from .zone import InZoneOfEvent


class EventStatusFacet(Facet):
    title, parameter_name, column = "state", "status", "status"
    labels = dict(EventStatus.choices)


class ProvenanceFacet(Facet):
    title, parameter_name, column = "where the topic comes from", "provenance", "provenance"
    labels = dict(Session.Provenance.choices)


class RoomInline(admin.TabularInline):
    model = Room
    extra = 1
    can_delete = False


@admin.register(Event)
class EventAdmin(StatefulAdmin):
    list_display = ["title", "starts_on", "ends_on", "status", "mandate"]
    list_filter = [EventStatusFacet]
    list_select_related = ["mandate"]
    ordering = ["-starts_on", "pk"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    change_form_template = "admin/events/event/change_form.html"
    inlines = [RoomInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary", "notice"]}),
        ("Where and when", {"fields": [("starts_on", "ends_on"), "time_zone", "format", "venue"]}),
        ("Behind it", {"fields": ["mandate", "contact_email", "visibility"]}),
    ]
    verbs: ClassVar = {
        EventStatus.PUBLISHED: "Publish",
        EventStatus.CLOSED: "Close",
        EventStatus.ARCHIVED: "Archive",
    }
    notes: ClassVar = {
        EventStatus.PUBLISHED: "Everybody with a registration, and every focal point, can read it from now on.",
        EventStatus.CLOSED: "Everything stays readable, and nothing is decided any more. An event is not opened again.",
        EventStatus.ARCHIVED: "It stays readable for those who took part.",
    }

    def facet_rows(self, request, search):
        return self.get_search_results(request, Event.objects.visible_to(request.user), search)[0]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def can_move(self, user, row):
        return permissions.can_move_event(user, row)

    def move(self, row, status, *, by):
        moves = {
            EventStatus.PUBLISHED: row.publish,
            EventStatus.CLOSED: row.close,
            EventStatus.ARCHIVED: row.archive,
        }
        moves[status]()

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        actions.working_copy(obj)


@admin.register(Session)
class SessionAdmin(RecordAdmin):
    list_display = ["code", "title", "kind", "presenter", "event", "provenance", "provenance_note"]
    list_display_links = ["code", "title"]
    list_filter = [EventFacet, ProvenanceFacet]
    list_select_related = ["event"]
    ordering = ["-event__starts_on", "event", "pk"]
    search_fields = ["title", "code", "presenter"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "event":
            kwargs["queryset"] = Event.objects.visible_to(request.user).open()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def facet_rows(self, request, search):
        return self.get_search_results(request, Session.objects.visible_to(request.user), search)[0]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["event", "code"] if obj else [])]


class SlotForm(forms.ModelForm):
    class Meta:
        model = Slot
        fields = ["session", "room", "starts_at", "ends_at"]

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", "The session ends before it starts.")
        return cleaned


def choices_of(request, event):
    """Sessions and rooms of the event as choices, asked for once per request and not once per row."""
    if not hasattr(request, "agenda_choices"):
        sessions = event.sessions.order_by("pk").only("code", "title", "event")
        request.agenda_choices = {
            "session": [("", "Choose a session"), *((session.pk, str(session)) for session in sessions)],
            "room": [("", "–"), *event.rooms.order_by("name").values_list("pk", "name")],
        }
    return request.agenda_choices


class SlotInline(admin.TabularInline):
    """Where and when, in the event's time zone."""

    model = Slot
    form = SlotForm
    extra = 1
    ordering = ["starts_at", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("session", "room")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        for name, choices in choices_of(request, obj.event).items() if obj else ():
            if field := formset.form.base_fields.get(name):
                field.queryset = field.queryset.filter(event=obj.event)  # what may be chosen
                field.choices = choices  # how it is shown
        return formset


class PublishForm(forms.Form):
    reason = forms.CharField(max_length=250, help_text="In a few words; participants read it beside the version.")


@admin.register(AgendaVersion)
class AgendaVersionAdmin(InZoneOfEvent, RecordAdmin):
    """The working copy of an agenda is edited here and published; published versions are only shown."""

    list_display = ["__str__", "event", "published_at", "published_by", "reason"]
    list_filter = [EventFacet]
    list_select_related = ["event", "published_by"]
    ordering = ["-event__starts_on", "event", "-number"]
    search_fields = ["event__title"]
    fields = ["event", "published_at", "published_by", "reason"]
    readonly_fields = ["event", "published_at", "published_by", "reason"]
    inlines = [SlotInline]
    page_select_related: ClassVar = ["event", "published_by"]
    change_form_template = "admin/events/agendaversion/change_form.html"

    def page_title(self, row):
        return f"{row}: {row.event}"

    def facet_rows(self, request, search):
        return self.get_search_results(request, AgendaVersion.objects.all(), search)[0]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return (obj is None or obj.number is None) and super().has_change_permission(request, obj)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What a colleague published meanwhile is not written any more: say so, and go on with the new working copy.

        The event's row is locked, as `publish_agenda` does, so that nobody publishes while this is saved.
        """
        version = self.get_object(request, object_id)
        if request.method != "POST" or version is None:
            return super().change_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            Event.objects.select_for_update(no_key=True).get(pk=version.event_id)
            del request.record  # read before the lock
            late = self.published_meanwhile(request, self.get_object(request, object_id))
            return late or super().change_view(request, object_id, form_url, extra_context)

    def published_meanwhile(self, request, version):
        if version is None or version.number is None or not permissions.can_edit_agenda(request.user, version.event):
            return None
        self.message_user(
            request,
            f"This working copy was published in the meantime, as version {version.number}, so nothing was saved. "
            "Here is the new working copy: what you changed has to be entered again.",
            "warning",
        )
        return redirect("admin:events_agendaversion_change", actions.working_copy(version.event).pk)

    def get_urls(self):
        view = self.admin_site.admin_view(self.publish_view)
        return [path("<int:pk>/publish/", view, name="events_agendaversion_publish"), *super().get_urls()]

    def publish_view(self, request, pk):
        """Ask for the reason, then number the working copy."""
        version = get_object_or_404(AgendaVersion.objects.select_related("event"), pk=pk)
        if not permissions.can_publish_agenda(request.user, version.event):
            raise PermissionDenied
        if version.number is not None:
            self.message_user(
                request, f"This working copy was published already, as version {version.number}.", "warning"
            )
            return redirect("admin:events_agendaversion_change", pk)
        form = PublishForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                published = actions.publish_agenda(version.event, by=request.user, reason=form.cleaned_data["reason"])
            except TransitionError as error:
                form.add_error(None, str(error))
            else:
                self.message_user(request, f"{published} of “{version.event}” is published.", "success")
                return redirect(reverse("admin:events_agendaversion_changelist") + f"?event={version.event_id}")
        context = self.admin_site.each_context(request) | {
            "title": f"Publish the agenda of “{version.event}”?",
            "verb": "Publish",
            "row": version,
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/move.html", context)
