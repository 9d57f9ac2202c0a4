"""The steps in which a bulk message is made: people, text, preview with a test, and the yes. Each is a page of its own
that saves, so that a draft can be left and found again.
"""

from collections import Counter
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from participants import actions, emails, permissions
from participants.announcements import Recipients, recipients_of
from participants.forms.announcements import ConfirmForm, PeopleForm, StartForm, TextForm
from participants.mail_texts import TEXTS
from participants.models import Announcement, MailTemplate
from participants.placeholders import is_left_out, lines_of, names_in
from workshop_portal.admin import counted
from workshop_portal.transitions import TransitionError

STEPS = {"people": "People", "text": "Text", "preview": "Preview", "confirm": "Send"}
NAMES_A_PAGE = 200
TEXT = TEXTS[MailTemplate.Purpose.ANNOUNCEMENT]
OTHERS = "The message or the people it reaches were changed since you opened the page. This is how it is now."


def of_draft(allowed):
    """A step of a draft, for whom `allowed(user, announcement)` lets. Somebody who writes has the row locked."""

    def decorate(step):
        @wraps(step)
        def guarded(self, request, pk):
            with transaction.atomic():
                announcement = self.draft(request, pk, lock=request.method == "POST")
                if not allowed(request.user, announcement):
                    raise PermissionDenied
                if announcement.is_draft:
                    return step(self, request, announcement)
            state = announcement.get_status_display().lower()
            self.message_user(request, f"This message is {state} already. Nothing was changed.", "warning")
            return redirect("admin:participants_announcement_change", announcement.pk)

        return guarded

    return decorate


class AnnouncementSteps:
    """Mixin of the model admin."""

    def get_urls(self):
        views = [(name, getattr(self, f"{name}_view")) for name in (*STEPS, "test")]
        return [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"participants_announcement_{name}")
            for name, view in views
        ] + super().get_urls()

    def draft(self, request, pk, *, lock):
        rows = Announcement.objects.visible_to(request.user).select_related("event__mandate")
        if lock:
            rows = rows.select_for_update(no_key=True, of=("self",))
        announcement = rows.filter(pk=pk).first()
        if announcement is None:
            raise Http404
        return announcement

    def step_page(self, request, announcement, step, **context):
        steps = [
            {"label": label, "url": step_url(announcement, name), "is_current": name == step}
            for name, label in STEPS.items()
        ]
        context |= self.admin_site.each_context(request) | {
            "title": f"Bulk message: {STEPS[step].lower()}",
            "steps": steps,
            "row": announcement,
            "opts": self.opts,
        }
        return TemplateResponse(request, f"admin/participants/announcement/{step}.html", context).render()

    @of_draft(permissions.can_write_announcement)
    def people_view(self, request, announcement):
        """Whom the message is for: a filter, the people it finds, and who of them is left out."""
        form = PeopleForm(request.POST or None, instance=announcement, user=request.user)
        if form.is_valid():
            form.save()
            return redirect(step_url(announcement, "text" if "_next" in request.POST else "people"))
        recipients = recipients_of(announcement, request.user)
        page = Paginator(recipients.rows, NAMES_A_PAGE).get_page(request.GET.get("p"))
        shown = ",".join(str(registration.pk) for registration, _ in page)
        return self.step_page(
            request, announcement, "people", form=form, recipients=recipients, page=page, shown=shown,
            left_out=form.left_out,
        )  # fmt: skip

    @of_draft(permissions.can_write_announcement)
    def text_view(self, request, announcement):
        """Subject and text. Starting from another text only fills the form; nothing is saved by it."""
        start = StartForm(
            request.POST if "_start" in request.POST else None, user=request.user, announcement=announcement
        )
        form = TextForm(None if start.is_bound else request.POST or None, instance=announcement)
        if start.is_valid():
            form = TextForm(instance=announcement, initial=words_to_start(start.chosen()))
        if form.is_valid():
            form.save()
            return redirect(step_url(announcement, "text" if "_save" in request.POST else "preview"))
        return self.step_page(
            request, announcement, "text", form=form, start=start, placeholders=TEXT.placeholders,
        )  # fmt: skip

    @of_draft(permissions.can_write_announcement)
    def preview_view(self, request, announcement):
        """The message as one of its people gets it, and which placeholders stay empty for how many."""
        recipients = recipients_of(announcement, request.user)
        page = Paginator(recipients.reached, 1).get_page(request.GET.get("person"))
        preview = preview_of(announcement, page[0]) if recipients.reached else None
        seen = urlencode({"seen": recipients.fingerprint})
        return self.step_page(
            request, announcement, "preview", recipients=recipients, page=page, preview=preview,
            missing=missing_in(recipients), refusal=announcement.refusal("confirmed"),
            may_send=permissions.can_send_announcement(request.user, announcement),
            next_url=f"{step_url(announcement, 'confirm')}?{seen}",
        )  # fmt: skip

    @of_draft(permissions.can_send_announcement)
    def test_view(self, request, announcement):
        """One mail, to the officer only."""
        if request.method != "POST":
            return redirect(step_url(announcement, "preview"))
        page = Paginator(recipients_of(announcement, request.user).reached, 1).get_page(request.POST.get("person"))
        try:
            if not page.object_list:
                raise TransitionError("This message reaches nobody, so there is nobody to test it with.")
            mail = actions.send_test(announcement, registration=page[0], by=request.user)
        except TransitionError as error:
            self.message_user(request, str(error), "error")
        else:
            self.message_user(request, f"A test is on its way to {mail.to}, and to nobody else.", "success")
        return redirect(f"{step_url(announcement, 'preview')}?person={page.number}")

    @of_draft(permissions.can_send_announcement)
    def confirm_view(self, request, announcement):
        """Who gets it, once more, and the yes. It counts for what is on this page and for nothing else."""
        recipients = recipients_of(announcement, request.user)
        form = ConfirmForm(request.POST or None, people=len(recipients.reached))
        if "seen" in request.POST and request.POST["seen"] != recipients.fingerprint:
            form = ConfirmForm(people=len(recipients.reached))
            self.message_user(request, OTHERS, "error")
        elif form.is_valid():
            try:
                n = actions.announce(announcement, by=request.user, seen=form.cleaned_data["seen"])
            except TransitionError as error:
                form.add_error(None, str(error))
            else:
                self.message_user(request, f"{counted(n, 'mail', 'mails')} will leave in five minutes.", "success")
                return redirect("admin:participants_announcement_change", announcement.pk)
        elif request.GET.get("seen", recipients.fingerprint) != recipients.fingerprint:
            self.message_user(request, OTHERS, "warning")
        return self.step_page(
            request, announcement, "confirm", form=form, recipients=recipients,
            seen=recipients.fingerprint, missing=missing_in(recipients), refusal=announcement.refusal("confirmed"),
        )  # fmt: skip


def step_url(announcement, name):
    return reverse(f"admin:participants_announcement_{name}", args=[announcement.pk])


def words_to_start(row):
    """Subject and text of a mail text or of an earlier message; our own when there is none."""
    source = row or TEXT
    return {"subject": source.subject, "body": source.body}


def preview_of(announcement, registration):
    """The lines of subject and text, each with its parts and whether it is left out, and what follows by itself."""
    values = emails.values_of_registration(registration, announcement.language)
    body = emails.body_of(announcement.body, values, announcement.event)
    return {
        "person": registration,
        "subject": lines_of(announcement.subject, values),
        "lines": [(line, is_left_out(line)) for line in lines_of(announcement.body, values)],
        "ending": body[body.rindex(announcement.event.mandate.acknowledgement) :],
    }


def missing_in(recipients: Recipients):
    """Each placeholder of the message that is empty for somebody, with for how many."""
    announcement, found = recipients.announcement, Counter()
    used = names_in(announcement.subject, announcement.body)
    shared = emails.values_of_event(announcement.event, announcement.language)
    for registration in recipients.reached:
        values = emails.values_of_registration(registration, announcement.language, shared)
        found.update(name for name in used if not values.get(name))
    return sorted(found.items())
