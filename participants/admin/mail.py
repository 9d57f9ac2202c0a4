from django.contrib import admin

from participants import permissions
from participants.models import OutgoingEmail
from participants.states import MailStatus
from workshop_portal.admin import ViewOnlyAdmin, carry_out, confirm, counted
from workshop_portal.facets import Facet


class StatusFacet(Facet):
    title, parameter_name, column = "state", "status", "status"
    labels = dict(MailStatus.choices)


class PurposeFacet(Facet):
    title, parameter_name, column = "purpose", "purpose", "purpose"
    labels = dict(OutgoingEmail.Purpose.choices)


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(ViewOnlyAdmin):
    """The outbox: what was said to whom, and whether the mail server took it."""

    list_display = ["subject", "to", "purpose", "status", "attempts", "created_at", "sent_at"]
    list_filter = [StatusFacet, PurposeFacet]
    search_fields = ["to", "subject"]
    ordering = ["-created_at", "-pk"]
    actions = ["try_again"]
    fields = [
        "subject", "to", "reply_to", "purpose", "status", "created_at", "send_after", "sent_at",
        "attempts", "last_error", "message_id", "text",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    @admin.display(description="text")
    def text(self, mail):
        """A sign-in code is for one person; it is not shown even while it waits."""
        return "Not shown: it holds a sign-in code." if mail.purpose == OutgoingEmail.Purpose.CODE else mail.body

    def facet_rows(self, request, search):
        return self.get_search_results(request, OutgoingEmail.objects.visible_to(request.user), search)[0]

    def waiting(self, request):
        if not permissions.can_retry_mail(request.user, None):
            return []
        n = OutgoingEmail.objects.visible_to(request.user).filter(status=MailStatus.FAILED).count()
        return [(counted(n, "mail could not be sent", "mails could not be sent"), "status=failed")] if n else []

    def has_retry_permission(self, request):
        return permissions.can_retry_mail(request.user, None)

    @admin.action(description="Send failed mails again…", permissions=["retry"])
    def try_again(self, request, queryset):
        """Ask first: each of these goes to a person."""
        rows = list(queryset.order_by("pk"))
        if "confirmed" in request.POST:
            return carry_out(
                self, request, rows, OutgoingEmail.try_again,
                allowed=permissions.can_retry_mail, done="{n} queued again.",
            )  # fmt: skip
        refused = [(mail, mail.refusal(MailStatus.QUEUED)) for mail in rows]
        changing = [mail for mail, sentence in refused if sentence is None]
        return confirm(
            self, request, title=f"Send {len(changing)} of {len(rows)} mails again?", action="try_again",
            changing=changing, skipped=[row for row in refused if row[1]], verb="Send again",
        )  # fmt: skip
