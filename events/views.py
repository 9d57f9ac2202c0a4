"""Pages of an event: find what the person may see, ask if they may act, do one thing, say it, go."""

import logging
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import TemplateView, View

from events import actions, kept, permissions
from events.agenda import in_days, zone_in_words
from events.models import AgendaVersion, Event, Material
from events.passes import passes_of
from events.published_agenda import published_agenda, rendered_days
from events.states import EventStatus
from workshop_portal.views import SignInFirst

log = logging.getLogger(__name__)

# What somebody who does not read the programme yet may expect, by the status of what they hold.
WHAT_FOLLOWS = {
    "nominated": "When your nomination is complete, the organisers decide and write to you. "
    "Agenda and materials open when you are approved.",
    "submitted": "The organisers decide and write to you. Agenda and materials open when you are approved.",
    "reserve": "You are on the reserve list. The organisers write to you if a seat becomes free; "
    "agenda and materials open when you are approved.",
    "offered": "A seat is kept for you. Agenda and materials open when you take it.",
}


class EventPage(SignInFirst, TemplateView):
    """A page under the heading of one event. Not visible: 404. Visible, programme not: 403."""

    section = ""
    needs_programme = True

    @cached_property
    def passes(self):
        """What the reader holds at this event. A pass is only to an event that is shown to its holder."""
        return [held for held in passes_of(self.request.user) if held.event_slug == self.kwargs["slug"]]

    @cached_property
    def event(self) -> Event:
        if not self.passes:
            return self.read_event()
        held = self.passes[0]
        return kept.events.get((held.event_id, held.event_stamp), self.read_event)

    def read_event(self) -> Event:
        events = Event.objects.visible_to(self.request.user).select_related("mandate")
        return get_object_or_404(events, slug=self.kwargs["slug"])

    def get(self, request, *args, **kwargs):
        self.reads_programme = permissions.can_read_programme(request.user, self.event)
        if self.reads_programme or not self.needs_programme:
            return super().get(request, *args, **kwargs)
        if not self.what_follows:
            raise PermissionDenied
        return render(request, "403.html", {"event": self.event, "what_follows": self.what_follows}, status=403)

    @property
    def what_follows(self) -> str:
        """What happens next with the reader's registration; nothing once the event is over, or all is open."""
        if self.reads_programme or self.event.status != EventStatus.PUBLISHED:
            return ""
        return next((WHAT_FOLLOWS[held.status] for held in self.passes if held.status in WHAT_FOLLOWS), "")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            event=self.event,
            section=self.section,
            reads_programme=self.reads_programme,
            has_registration=any(held.status for held in self.passes),
            edits_agenda=permissions.can_edit_agenda(self.request.user, self.event),
            zone_in_words=zone_in_words(self.event.zone, self.event.starts_on),
            **kwargs,
        )


class EventDetail(EventPage):
    template_name = "events/event_detail.html"
    section = "overview"
    needs_programme = False

    def get_context_data(self, **kwargs):
        context = super().get_context_data(my_passes=self.passes, what_follows=self.what_follows, **kwargs)
        if self.reads_programme and self.event.agenda_id:
            agenda = published_agenda(self.event.agenda_id)
            running, following = agenda.now_and_next(timezone.now())
            context["now"] = [slot for slot in agenda.slots if slot.pk in running]
            context["next"] = [slot for slot in agenda.slots if slot.pk in following]
        return context


class Agenda(EventPage):
    """The newest published version, or an older one by its number."""

    template_name = "events/agenda.html"
    section = "agenda"

    def get_context_data(self, **kwargs):
        version_pk = self.version_pk()
        if version_pk is None:
            return super().get_context_data(**kwargs)
        agenda = published_agenda(version_pk)
        return super().get_context_data(
            version=agenda.version,
            is_newest=version_pk == self.event.agenda_id,
            earlier=agenda.earlier,
            rows=rendered_days(self.event, version_pk, timezone.now()),
            **kwargs,
        )

    def version_pk(self):
        number = self.kwargs.get("number")
        if number is None:
            return self.event.agenda_id
        return get_object_or_404(self.event.agenda_versions.published(), number=number).pk


class WorkingCopy(EventPage):
    """What staff prepare. For everybody else it does not exist."""

    template_name = "events/working_copy.html"
    section = "agenda"

    def get_context_data(self, **kwargs):
        if not permissions.can_edit_agenda(self.request.user, self.event):
            raise Http404
        version = get_object_or_404(AgendaVersion.objects.working_copies(), event=self.event)
        slots = version.slots.select_related("session", "room").order_by("starts_at", "pk")
        days = in_days([slot.freeze() for slot in slots], self.event.zone)
        return super().get_context_data(version=version, days=days, **kwargs)


class MaterialPage(EventPage):
    """Papers of one event; what is not for this person is not there."""

    section = "materials"

    @cached_property
    def materials(self) -> list[Material]:
        """The papers that the reader may know of, kept for all readers with the same passes to this event.

        Staff may know of more than their pass says, and nothing of that is kept for others.
        """
        if not self.passes or permissions.can_list_every_material(self.request.user):
            return self.read_materials()
        audience = frozenset(held.audience for held in self.passes)
        return kept.materials.get((self.event.pk, self.passes[0].event_stamp, audience), self.read_materials)

    def read_materials(self) -> list[Material]:
        visible = Material.objects.visible_to(self.request.user).filter(event=self.event)
        return list(visible.select_related("current").order_by("title", "pk"))


class SessionDetail(MaterialPage):
    template_name = "events/session.html"
    section = "agenda"

    def get_context_data(self, **kwargs):
        slot = self.event.agenda_id and published_agenda(self.event.agenda_id).slot(self.kwargs["code"])
        if not slot:
            raise Http404
        return super().get_context_data(slot=slot, body=self.rendered(slot), **kwargs)

    def rendered(self, slot):
        """The session as HTML, the same for all who see the same papers in the same state."""
        papers = [material for material in self.materials if material.session_id == slot.session_id]
        seen = tuple((paper.pk, paper.status, paper.is_available()) for paper in papers)
        key = ("session", slot.pk, self.event.pk, self.event.stamp, seen, get_language())
        return kept.fragments.get(key, lambda: self.render_session(slot, papers))

    def render_session(self, slot, papers):
        before, after = published_agenda(self.event.agenda_id).neighbours(slot)
        context = {"event": self.event, "slot": slot, "before": before, "after": after, "materials": papers}
        context["zone_in_words"] = zone_in_words(self.event.zone, slot.starts_at.astimezone(self.event.zone).date())
        return render_to_string("events/_session.html", context)


class MaterialList(MaterialPage):
    """Grouped by session as the published agenda tells of it, in its order.

    Papers of the whole event come first, and with them those of sessions that are not on the agenda, because
    what staff prepare is nobody else's business.
    """

    template_name = "events/materials.html"

    def get_context_data(self, **kwargs):
        slots = published_agenda(self.event.agenda_id).slots if self.event.agenda_id else ()
        place = {slot.session_id: number for number, slot in enumerate(slots, start=1)}

        def position(material):
            return place.get(material.session_id, 0)

        materials = sorted(self.materials, key=position)  # stable: they come by title
        groups = [(slots[number - 1] if number else None, list(rows)) for number, rows in groupby(materials, position)]
        return super().get_context_data(groups=groups, **kwargs)


class MaterialDetail(MaterialPage):
    template_name = "events/material.html"

    def get_context_data(self, **kwargs):
        material = next((row for row in self.materials if row.pk == self.kwargs["pk"]), None)
        if material is None:
            raise Http404
        slots = published_agenda(self.event.agenda_id).slots if self.event.agenda_id else ()
        reads_all = permissions.can_read_every_file(self.request.user, material)
        return super().get_context_data(
            material=material,
            slot=next((slot for slot in slots if slot.session_id == material.session_id), None),
            versions=material.versions.order_by("-number") if reads_all else (),
            can_open=permissions.can_open_file(self.request.user, material) and material.is_available(),
            **kwargs,
        )


class File(SignInFirst, View):
    """Every byte goes through here: one check, one row that says who took it.

    Participants get the current version only; staff who change materials get any, at any time.
    """

    http_method_names = ("get", "options")  # asking for the headers alone would be written down as taking the file

    def get(self, request, slug, pk, number):
        materials = Material.objects.visible_to(request.user).select_related("event", "current")
        material = get_object_or_404(materials, event__slug=slug, pk=pk)
        if not permissions.can_open_file(request.user, material):
            raise PermissionDenied
        if permissions.can_read_every_file(request.user, material):
            version = get_object_or_404(material.versions, number=number)
        elif material.current is None or material.current.number != number:
            raise Http404
        elif not material.is_available():
            messages.warning(request, f"“{material}” cannot be opened now.")
            return redirect(material)
        else:
            version = material.current
        try:
            return self.stream(version, download="download" in request.GET)
        except FileNotFoundError:
            log.exception("The file of version %s of a material is missing", version.pk)
            contact = material.event.contact_email
            messages.error(request, f"The file of “{material}” is missing. Write to {contact}.")
            return redirect(material)

    def stream(self, version, *, download):
        download = download or not version.opens_in_browser
        return FileResponse(
            actions.open_file(version, by=self.request.user, download=download),
            as_attachment=download,
            filename=version.marked_name,
            content_type=version.media_type,
        )
