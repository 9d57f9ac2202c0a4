"""The outbox: what was said to whom, and whether the mail server took it."""

from django.contrib import admin

from participants import permissions
from participants.models import OutgoingEmail
from participants.states import MailStatus
from workshop_portal.admin import ViewOnlyAdmin, carry_out, confirm, counted
from workshop_portal.facets import Facet

Purpose = OutgoingEmail.Purpose


class StatusFacet(Facet):
    title, parameter_name, column = "state", "status", "status"
    labels = dict(MailStatus.choices)


class PurposeFacet(Facet):
    title, parameter_name, column = "purpose", "purpose", "purpose"
    labels = dict(Purpose.choices)


class EventFacet(Facet):
    title, parameter_name, column, label_column = "event", "event", "event_key", "event_title"
    key_type = int

    def prepare(self, rows):
        return rows.with_event()


class AnnouncementFacet(Facet):
    title, parameter_name, column, label_column = "bulk message", "message", "announcement_id", "announcement__subject"
    key_type = int


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(ViewOnlyAdmin):
    list_display = ["subject", "to", "purpose", "status", "attempts", "created_at", "sent_at"]
    list_filter = [StatusFacet, PurposeFacet, EventFacet, AnnouncementFacet]
    search_fields = ["to", "subject"]
    ordering = ["-created_at", "-pk"]
    actions = ["try_again", "stop"]
    fields = [
        "subject", "to", "reply_to", "purpose", "announcement", "status", "created_at", "send_after", "sent_at",
        "attempts", "last_error", "message_id", "text",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    @admin.display(description="text")
    def text(self, mail):
        """A sign-in code is for one person; it is not shown even while it waits."""
        return "Not shown: it holds a sign-in code." if mail.purpose == Purpose.CODE else mail.body

    def facet_rows(self, request, search):
        return self.get_search_results(request, self.get_queryset(request), search)[0]

    def waiting(self, request):
        if not permissions.can_retry_mail(request.user, None):
            return []
        n = self.get_queryset(request).filter(status=MailStatus.FAILED).count()
        return [(counted(n, "mail could not be sent", "mails could not be sent"), "status=failed")] if n else []

    def has_retry_permission(self, request):
        return permissions.can_retry_mail(request.user, None)

    def has_stop_permission(self, request):
        return permissions.can_stop_mail(request.user, None)

    @admin.action(description="Send failed mails again…", permissions=["retry"])
    def try_again(self, request, queryset):
        return self.move_selected(
            request, queryset, MailStatus.QUEUED, OutgoingEmail.try_again, permissions.can_retry_mail,
            action="try_again", title="Send {n} of {of} mails again?", verb="Send again", done="{n} queued again.",
        )  # fmt: skip

    @admin.action(description="Stop queued mails…", permissions=["stop"])
    def stop(self, request, queryset):
        return self.move_selected(
            request, queryset, MailStatus.STOPPED, OutgoingEmail.stop, permissions.can_stop_mail,
            action="stop", title="Stop {n} of {of} mails?", verb="Stop", done="{n} stopped; they will not leave.",
        )  # fmt: skip

    def move_selected(self, request, queryset, status, move, allowed, *, action, title, verb, done):
        """Ask first: each of these goes to a person, or is kept from one."""
        rows = list(queryset.select_related("announcement").order_by("pk"))
        if "confirmed" in request.POST:
            return carry_out(self, request, rows, move, allowed=allowed, done=done)
        refused = [(mail, mail.refusal(status)) for mail in rows]
        changing = [mail for mail, sentence in refused if sentence is None]
        return confirm(
            self, request, title=title.format(n=len(changing), of=len(rows)), action=action,
            changing=changing, skipped=[row for row in refused if row[1]], verb=verb,
        )  # fmt: skip
