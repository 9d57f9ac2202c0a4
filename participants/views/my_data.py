"""What the portal holds about me: read, correct, download, object."""

import json

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.views import View
from django.views.generic import FormView, TemplateView, UpdateView

from events.models import Event
from participants import actions
from participants.forms.my_data import DataRequestForm, OwnRecordForm
from participants.models import Disclosure, Registration, User
from participants.my_data import HEADERS, as_document, as_rows, everything_about
from workshop_portal.spreadsheets import XLSX, as_xlsx
from workshop_portal.transitions import TransitionError

MOST_SHOWN = 30  # of each kind; the download holds all


class MyData(LoginRequiredMixin, TemplateView):
    template_name = "participants/my_data.html"

    def get_context_data(self, **kwargs):
        parts = everything_about(self.request.user)
        return super().get_context_data(
            parts=[(part, part.entries[:MOST_SHOWN], len(part.entries) > MOST_SHOWN) for part in parts if part.entries],
            empty=[part for part in parts if not part.entries],
            **kwargs,
        )


class OwnRecord(LoginRequiredMixin, UpdateView):
    """Correct what nobody else decides about."""

    form_class = OwnRecordForm
    template_name = "participants/own_record.html"
    success_url = reverse_lazy("participants:my_data")

    def get_object(self, queryset=None):
        return User.objects.get(pk=self.request.user.pk)

    def get_context_data(self, **kwargs):
        registrations = Registration.objects.filter(person=self.request.user, event__status="published").live()
        events = Event.objects.filter(pk__in=registrations.values("event")).order_by("starts_on", "pk")
        return super().get_context_data(events=events, **kwargs)

    def form_valid(self, form):
        messages.success(self.request, "Saved." if form.changed_data else "Nothing was changed.")
        return super().form_valid(form)


class AskAboutData(LoginRequiredMixin, FormView):
    """Object, ask for erasure, or ask for a correction."""

    form_class = DataRequestForm
    template_name = "participants/data_request.html"

    def form_valid(self, form):
        try:
            actions.ask_about_data(self.request.user, **form.cleaned_data)
        except TransitionError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, "The organisers were asked. The answer will stand on this page.")
        return redirect("participants:my_data")


class DownloadMyData(LoginRequiredMixin, View):
    """Everything as a file; that it was taken is written down."""

    def get(self, request, kind):
        if kind not in {"json", "xlsx"}:
            raise Http404
        parts = everything_about(request.user)
        Disclosure.objects.create(kind=Disclosure.Kind.OWN_DATA, by=request.user, detail=kind.upper())
        if kind == "json":
            content = json.dumps(as_document(parts), ensure_ascii=False, indent=1)
            return self.answer(content, "application/json", kind)
        return self.answer(as_xlsx("My data", HEADERS, as_rows(parts)), XLSX, kind)

    def answer(self, content, content_type, kind):
        name = f"my-data-{timezone.localdate():%Y-%m-%d}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return HttpResponse(content, content_type=content_type, headers=headers)
