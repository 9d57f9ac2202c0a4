"""Bulk messages: the list, and the page of one that was confirmed. How one is made is in `announcement_steps`."""

from typing import ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST

from events.facets import EventFacet
from events.models import Event
from participants import actions, emails, permissions
from participants.mail_html import paragraphs
from participants.models import Announcement, MailTemplate, OutgoingEmail
from participants.states import AnnouncementStatus, MailStatus
from workshop_portal.admin import RecordAdmin, counted
from workshop_portal.facets import Facet
from workshop_portal.transitions import TransitionError

from .announcement_steps import AnnouncementSteps, step_url

MAILS_A_PAGE = 200


class StatusFacet(Facet):
    title, parameter_name, column = "state", "status", "status"
    labels = dict(AnnouncementStatus.choices)


@admin.register(Announcement)
class AnnouncementAdmin(AnnouncementSteps, RecordAdmin):
    list_display = ["subject_or_not", "event", "status", "created_by", "created_at", "confirmed_at"]
    list_display_links = ["subject_or_not"]
    list_filter = [EventFacet, StatusFacet]
    list_select_related = ["event", "created_by"]
    ordering = ["-created_at", "-pk"]
    search_fields = ["subject"]
    fields = ["event", "language"]
    page_select_related: ClassVar = ["event__mandate", "confirmed_by", "stopped_by"]

    @admin.display(description="subject", ordering="subject")
    def subject_or_not(self, announcement):
        return str(announcement)

    def get_queryset(self, request):
        return Announcement.objects.visible_to(request.user)

    def facet_rows(self, request, search):
        return self.get_search_results(request, self.get_queryset(request), search)[0]

    def waiting(self, request):
        if not permissions.can_send_announcement(request.user, None):
            return []
        n = Announcement.objects.filter(status=AnnouncementStatus.DRAFT, created_by=request.user).count()
        return (
            [(counted(n, "bulk message of yours is a draft", "bulk messages of yours are drafts"), "status=draft")]
            if n
            else []
        )

    # --- A new one ---

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "event":
            kwargs["queryset"] = Event.objects.visible_to(request.user).exclude(status="archived").in_order()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """It begins with the text for bulk messages in its language."""
        obj.created_by = request.user
        obj.subject, obj.body = emails.words_for(MailTemplate.Purpose.ANNOUNCEMENT, obj.language)
        obj.save()

    def add_view(self, request, form_url="", extra_context=None):
        """One button, because the way goes on to the people."""
        one_button = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, (extra_context or {}) | one_button)

    def response_add(self, request, obj, post_url_continue=None):
        return redirect(step_url(obj, "people"))

    # --- The page of one ---

    def get_urls(self):
        return [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"participants_announcement_{name}")
            for name, view in (("stop", require_POST(self.stop_view)), ("copy", require_POST(self.copy_view)))
        ] + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A draft goes on where it was begun; what was confirmed shows what became of every mail."""
        announcement = self.get_object(request, object_id)
        if announcement is None or not self.has_view_permission(request, announcement):
            return super().change_view(request, object_id, form_url, extra_context)
        if announcement.is_draft and permissions.can_write_announcement(request.user, announcement):
            return redirect(step_url(announcement, "people"))
        mails = OutgoingEmail.objects.visible_to(request.user).filter(announcement=announcement)
        found = dict(mails.order_by().values_list("status").annotate(n=Count("pk")))
        chosen = request.GET.get("state")
        rows = mails.filter(status=chosen) if chosen in MailStatus else mails
        rows = rows.select_related("registration__delegation__jurisdiction", "registration__delegation__organisation")
        context = self.admin_site.each_context(request) | {
            "title": str(announcement),
            "row": announcement,
            "states": [(state, state.label, found[state]) for state in MailStatus if state in found],
            "chosen": chosen,
            "total": sum(found.values()),
            "waiting": found.get(MailStatus.QUEUED, 0),
            "failed": found.get(MailStatus.FAILED, 0),
            "page": Paginator(rows.order_by("registration__sort_key", "pk"), MAILS_A_PAGE).get_page(
                request.GET.get("p")
            ),
            "words": paragraphs(announcement.body),
            "may_send": permissions.can_send_announcement(request.user, announcement),
            "may_write": permissions.can_write_announcement(request.user, announcement),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/participants/announcement/sent.html", context)

    def stop_view(self, request, pk):
        """Without a question: there are five minutes, and it can be written again."""
        announcement = self.one_for(request, pk, permissions.can_send_announcement)
        try:
            n = actions.stop_announcement(announcement, by=request.user)
        except TransitionError as error:
            self.message_user(request, str(error), "error")
        else:
            self.message_user(request, f"Stopped. {counted(n, 'mail', 'mails')} will not leave.", "success")
        return redirect("admin:participants_announcement_change", pk)

    def copy_view(self, request, pk):
        announcement = self.one_for(request, pk, permissions.can_write_announcement)
        copy = actions.copy_announcement(announcement, by=request.user)
        self.message_user(request, "This is a new draft with the same words for the same people.", "success")
        return redirect(step_url(copy, "people"))

    def one_for(self, request, pk, allowed):
        announcement = self.get_object(request, pk)
        if announcement is None:
            raise Http404
        if not allowed(request.user, announcement):
            raise PermissionDenied
        return announcement
