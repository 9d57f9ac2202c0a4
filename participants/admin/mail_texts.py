"""The words of mails: what comes with the portal, and what staff wrote in its place."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from participants import permissions
from participants.forms.announcements import MailTemplateForm
from participants.languages import Language
from participants.mail_html import paragraphs
from participants.mail_texts import TEXTS
from participants.models import MailTemplate
from participants.placeholders import filled
from workshop_portal.admin import RecordAdmin


@admin.register(MailTemplate)
class MailTemplateAdmin(RecordAdmin):
    form = MailTemplateForm
    change_form_template = "admin/participants/mailtemplate/change_form.html"
    fields = ["purpose", "language", "subject", "body"]

    def changelist_view(self, request, extra_context=None):
        """Every purpose with the texts that there are, also those that come with the portal: they are few."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        written = {}
        for row in MailTemplate.objects.order_by("purpose", "language"):
            written.setdefault(row.purpose, []).append(row)
        purposes = [
            {
                "label": purpose.label,
                "subject": TEXTS[purpose].subject,
                "texts": written.get(purpose, []),
                "has_english": any(row.language == Language.ENGLISH for row in written.get(purpose, [])),
                "url": f"{reverse('admin:participants_mailtemplate_add')}?{urlencode({'purpose': purpose})}",
            }
            for purpose in MailTemplate.Purpose
        ]
        context = self.admin_site.each_context(request) | {
            "title": "Mail texts", "purposes": purposes, "may_add": self.has_add_permission(request), "opts": self.opts,
        }  # fmt: skip
        return TemplateResponse(request, "admin/participants/mailtemplate/list.html", context)

    def get_object(self, request, object_id, from_field=None):
        """Locked while its form is checked and saved."""
        row = super().get_object(request, object_id, from_field)
        if row is not None and request.method == "POST" and connection.in_atomic_block:
            return MailTemplate.objects.select_for_update().get(pk=row.pk)
        return row

    def get_changeform_initial_data(self, request):
        """A new text begins with the one that is sent now."""
        initial = super().get_changeform_initial_data(request)
        purpose = initial.get("purpose")
        if purpose in TEXTS:
            english = MailTemplate.objects.filter(purpose=purpose, language=Language.ENGLISH).first()
            source = english or TEXTS[purpose]
            initial |= {"subject": source.subject, "body": source.body}
        return initial

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["purpose", "language"] if obj else [])]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        purpose = obj.purpose if obj else request.POST.get("purpose") or request.GET.get("purpose")
        if purpose in TEXTS:
            context["placeholders"] = TEXTS[purpose].placeholders
            context["required"] = TEXTS[purpose].required
        if obj:
            examples = TEXTS[obj.purpose].examples
            context["example_subject"] = filled(obj.subject, examples)
            context["example"] = paragraphs(filled(obj.body, examples))
            context["may_drop"] = permissions.can_change_mail_text(request.user, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # --- Back to the portal's own words ---

    def get_urls(self):
        view = self.admin_site.admin_view(self.drop_view)
        return [path("<int:pk>/drop/", view, name="participants_mailtemplate_drop"), *super().get_urls()]

    def drop_view(self, request, pk):
        """A text is a setting and no record, so it is deleted; its history stays."""
        if not permissions.can_change_mail_text(request.user, None):
            raise PermissionDenied
        row = get_object_or_404(MailTemplate, pk=pk)
        if request.method == "POST":
            row.delete()
            self.message_user(request, f"{row}: mails go out with the portal's own words again.", "success")
            return redirect("admin:participants_mailtemplate_changelist")
        context = self.admin_site.each_context(request) | {
            "title": f"Take back: {row}", "row": row, "text": TEXTS[row.purpose], "opts": self.opts,
            "is_english": row.language == Language.ENGLISH,
        }  # fmt: skip
        return TemplateResponse(request, "admin/participants/mailtemplate/drop.html", context)
