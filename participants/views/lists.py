"""A ministry's list on its way in: send it, say what its columns are, look at what would happen, take it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from participants import actions, permissions
from participants.forms.lists import ListColumnsForm, ListConfirmForm, ListUploadForm
from participants.lists.comparison import CHANGED, KEPT, MAYBE, NEW, UNCHANGED, WRONG
from participants.lists.report import REPORT_HEADERS, TEMPLATE_HEADERS, report_rows, sections_of
from participants.lists.words import WHOLE, WHOLE_REVERSED
from participants.models import Delegation, ListImport
from participants.seats import seats_by_role
from participants.states import ListImportStatus
from workshop_portal.long_work import Way, carried_out
from workshop_portal.spreadsheets import XLSX, as_xlsx
from workshop_portal.transitions import TransitionError

from .delegations import NominatorsOnly, OfDelegation

DONE_AT_ONCE = 300  # rows; more of them are worth a progress bar


class ListPage(OfDelegation, NominatorsOnly):
    def get_context_data(self, **kwargs):
        refusal = None if self.is_open["nominations"] else self.refusals["nominations"]
        return super().get_context_data(refusal=refusal, **kwargs)


class ListUpload(ListPage, FormView):
    template_name = "participants/list_upload.html"
    form_class = ListUploadForm

    @staticmethod
    def takes_files(user, *, pk):
        return permissions.can_nominate_registration(user, Delegation(pk=pk))

    def form_valid(self, form):
        name = form.cleaned_data["file"].name
        try:
            found = actions.start_list(self.delegation, form.found, name=name, by=self.request.user)
        except TransitionError as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return redirect("participants:list_columns", self.delegation.pk, found.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(seats=seats_by_role(self.delegation).values(), **kwargs)


class ListTemplate(ListPage, View):
    """An empty list with the headers that are understood for certain."""

    def get(self, request, pk):
        response = HttpResponse(as_xlsx("People", TEMPLATE_HEADERS, []), content_type=XLSX)
        response.headers["Content-Disposition"] = 'attachment; filename="list-of-people.xlsx"'
        return response


class OneList(ListPage):
    """Pages of one list, for whoever sent it. What is over says so, and leads on."""

    @cached_property
    def list_import(self) -> ListImport:
        own = ListImport.objects.visible_to(self.request.user).filter(uploaded_by=self.request.user)
        return get_object_or_404(own, delegation=self.delegation, pk=self.kwargs["number"])

    def address(self, page) -> str:
        return reverse(f"participants:list_{page}", args=[self.delegation.pk, self.list_import.pk])

    def get(self, request, *args, **kwargs):
        return self.elsewhere() or super().get(request, *args, **kwargs)

    def elsewhere(self):
        """Where to go instead, when there is nothing (any more) to do here."""
        if self.list_import.status == ListImportStatus.APPLIED:
            return redirect(self.address("result"))
        if sentence := self.list_import.end():
            messages.warning(self.request, sentence)
            return redirect("participants:list_upload", self.delegation.pk)
        return None

    def work(self, steps, title, onward):
        """Do what takes long; whatever refuses it, the preview says what is so now, or leads on."""
        back = Way(self.address("preview"), "Back to the preview")
        at_once = len(self.list_import.rows) <= DONE_AT_ONCE
        return carried_out(self.request, steps, title=title, onward=onward, back=back, at_once=at_once)

    def get_context_data(self, **kwargs):
        return super().get_context_data(list=self.list_import, facts=self.list_import.outcome, **kwargs)


class ListColumns(OneList, FormView):
    template_name = "participants/list_columns.html"
    form_class = ListColumnsForm

    def get_context_data(self, **kwargs):
        whole_name = {WHOLE, WHOLE_REVERSED} & set(self.list_import.mapping.values())
        return super().get_context_data(whole_name=whole_name, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"list_import": self.list_import}

    def form_valid(self, form):
        try:
            actions.choose_columns(self.list_import, form.mapping())
        except TransitionError as refused:
            messages.warning(self.request, str(refused))
            return redirect(self.address("preview"))
        steps = actions.preview_list(self.list_import, by=self.request.user)
        return self.work(steps, "Comparing the list", Way(self.address("preview"), "See the preview"))


class ListPreview(OneList, TemplateView):
    """What would happen. Confirming it is a POST to the same address."""

    template_name = "participants/list_preview.html"

    def elsewhere(self):
        not_yet = self.list_import.status == ListImportStatus.UPLOADED
        return super().elsewhere() or (redirect(self.address("columns")) if not_yet else None)

    def post(self, request, *args, **kwargs):
        form = ListConfirmForm(request.POST, list_import=self.list_import)
        if not form.is_valid():
            messages.warning(request, "The preview is not the newest. Look at it again before you take it.")
            return redirect(self.address("preview"))
        onward = Way(self.address("result"), "See the result")
        return self.work(self.take(**form.cleaned_data), "Taking the list", onward)

    def take(self, *, seen, also, invite):
        """Where something changed since the preview, there is a new one before the reader is told."""
        by = self.request.user
        try:
            yield from actions.apply_list(self.list_import, by=by, seen=seen, ticked=also, invite=invite)
        except actions.ListChangedError:
            yield from actions.preview_list(self.list_import, by=by)
            raise

    def get_context_data(self, **kwargs):
        is_focal = not permissions.can_act_late(self.request.user, self.delegation)
        sections = sections_of(self.list_import)
        takes = sections[NEW].count + sections[CHANGED].count
        return super().get_context_data(sections=sections, takes=takes, invites=is_focal, **kwargs)


class ListReport(OneList, View):
    """Every row with what was found, to correct and to send again."""

    def get(self, request, pk, number):
        if elsewhere := self.elsewhere():
            return elsewhere
        content = as_xlsx("Preview", REPORT_HEADERS, report_rows(self.list_import))
        response = HttpResponse(content, content_type=XLSX)
        response.headers["Content-Disposition"] = 'attachment; filename="preview.xlsx"'
        return response


class ListDiscard(OneList, View):
    http_method_names = ("post", "options")

    def post(self, request, pk, number):
        try:
            actions.discard_list(self.list_import)
        except TransitionError as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, "The list was discarded. Nothing was taken.")
        return redirect("participants:list_upload", self.delegation.pk)


class ListResult(OneList, TemplateView):
    template_name = "participants/list_result.html"

    def elsewhere(self):
        applied = self.list_import.status == ListImportStatus.APPLIED
        return None if applied else redirect(self.address("preview"))

    def get_context_data(self, **kwargs):
        counts = self.list_import.outcome
        same = counts.get(UNCHANGED, 0) + counts.get(KEPT, 0)
        all_new = counts.get(NEW, 0) + counts.get(MAYBE, 0) + counts.get(WRONG, 0)
        return super().get_context_data(same=same, not_taken=all_new - counts["taken"], **kwargs)
