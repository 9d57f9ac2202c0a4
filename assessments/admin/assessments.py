"""Assessments: stages as buttons, findings on the page of one, results on a page of their own."""

from itertools import groupby
from typing import ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html

from assessments import actions, permissions
from assessments.forms import ResultForm, outcome_choices
from assessments.models import Assessment, Finding
from assessments.reading import indicators_of
from assessments.states import AssessmentStatus
from events.models import Jurisdiction
from workshop_portal.admin import StatefulAdmin
from workshop_portal.facets import Facet
from workshop_portal.transitions import TransitionError


class StatusFacet(Facet):
    title, parameter_name, column = "state", "status", "status"
    labels = dict(AssessmentStatus.choices)


class RoundFacet(Facet):
    title, parameter_name = "round", "round"
    column, label_column, key_type = "round_id", "round__title", int


class FindingInline(admin.StackedInline):
    model = Finding
    fields = ["kind", "text", "indicators", "sensitivity"]
    extra = 1
    ordering = ["pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("indicators")

    def has_delete_permission(self, request, obj=None):
        """What its jurisdiction has read is reworded, not removed."""
        return bool(obj) and not obj.is_shared and super().has_delete_permission(request, obj)

    def get_formset(self, request, obj=None, **kwargs):
        """Indicators of the round's framework, as one list of choices for all findings."""
        formset = super().get_formset(request, obj, **kwargs)
        if obj and "indicators" in formset.form.base_fields:
            indicators = indicators_of(obj.round.framework_version_id)
            field = formset.form.base_fields["indicators"]
            field.queryset = indicators
            field.choices = [
                (domain.title, [(indicator.pk, str(indicator)) for indicator in below])
                for domain, below in groupby(indicators, key=lambda indicator: indicator.domain)
            ]
        return formset


@admin.register(Assessment)
class AssessmentAdmin(StatefulAdmin):
    list_display = ["jurisdiction", "round", "state", "marking", "mandate", "shared_at"]
    list_filter = [RoundFacet, StatusFacet]
    ordering = ["-round__year", "round__code", "jurisdiction__position", "pk"]
    search_fields = ["jurisdiction__name", "round__title"]
    fields = ["round", "jurisdiction", "mandate", "marking", "notice", "shared_at", "shared_by"]
    readonly_fields = ["shared_at", "shared_by"]
    change_form_template = "admin/assessments/assessment/change_form.html"
    view_on_site = False  # the template links to the page itself, without a redirect
    verbs: ClassVar = {
        AssessmentStatus.FIELDWORK: "Begin fieldwork",
        AssessmentStatus.INITIAL: "Share initial findings",
        AssessmentStatus.DRAFT: "Begin the draft",
        AssessmentStatus.UNDER_REVIEW: "Give to review",
        AssessmentStatus.ANSWERED: "Close the review",
        AssessmentStatus.AGREED: "Agreed",
        AssessmentStatus.NOTED: "Noted",
        AssessmentStatus.FINAL: "Make final",
    }
    notes: ClassVar = {
        AssessmentStatus.INITIAL: "The focal points and heads of its jurisdiction read it from now on.",
        AssessmentStatus.FINAL: "Nothing in it can be changed after that.",
    }

    # --- The list ---

    def get_queryset(self, request):
        return Assessment.objects.visible_to(request.user).select_related(
            "round__framework_version__framework", "jurisdiction", "mandate", "shared_by"
        )

    def facet_rows(self, request, search):
        visible = Assessment.objects.visible_to(request.user)
        return super().get_search_results(request, visible, search)[0]

    @admin.display(description="state", ordering="status")
    def state(self, assessment):
        return format_html('<span class="chip chip-{}">{}</span>', assessment.status, assessment.get_status_display())

    # --- The page of one assessment ---

    def has_change_permission(self, request, obj=None):
        """A final report stays as it is."""
        if obj and obj.status == AssessmentStatus.FINAL:
            return False
        return permissions.can_edit_assessment(request.user, obj)

    def get_inlines(self, request, obj):
        return [FindingInline] if obj else []

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["round", "jurisdiction"] if obj else [])]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "jurisdiction":
            kwargs["queryset"] = Jurisdiction.objects.filter(is_assessed=True).order_by("position")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def can_move(self, user, row):
        return permissions.can_move_assessment(user, row)

    def move(self, row, status, *, by):
        row.become(status, by=by)

    # --- The results of one assessment ---

    def get_urls(self):
        view = self.admin_site.admin_view(self.results_view)
        return [path("<int:pk>/results/", view, name="assessments_assessment_results"), *super().get_urls()]

    def results_view(self, request, pk):
        """Every indicator of the framework with its level or blank; only what was changed is stored."""
        if request.method != "POST":
            return self.show_results(request, self.assessment_to_answer(request, pk))
        with transaction.atomic():  # two assessors at once: the second waits, and is told what changed
            locked = self.get_queryset(request).select_for_update(of=("self",), no_key=True)
            return self.show_results(request, self.assessment_to_answer(request, pk, locked))

    def assessment_to_answer(self, request, pk, rows=None):
        assessment = get_object_or_404(self.get_queryset(request) if rows is None else rows, pk=pk)
        if not self.has_change_permission(request, assessment):
            raise PermissionDenied
        return assessment

    def show_results(self, request, assessment):
        forms = self.result_forms(assessment, request.POST if request.method == "POST" else None)
        wrong = [form for form in forms if form.is_bound and not form.is_valid()]
        if request.method == "POST" and not wrong:
            return self.store_results(request, assessment, forms)
        context = self.admin_site.each_context(request) | {
            "title": f"Results: {assessment}",
            "assessment": assessment,
            "chapters": [
                (domain, list(below)) for domain, below in groupby(forms, key=lambda form: form.indicator.domain)
            ],
            "wrong": wrong,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/assessments/assessment/results.html", context)

    def result_forms(self, assessment, data):
        results = {result.indicator_id: result for result in assessment.results.select_related("level")}
        version = assessment.round.framework_version
        choices = outcome_choices(version)
        return [
            ResultForm(data, indicator=indicator, result=results.get(indicator.pk), choices=choices)
            for indicator in indicators_of(version)
        ]

    def store_results(self, request, assessment, forms):
        answers = {form.indicator.pk: actions.Answer(**form.cleaned_data) for form in forms if form.has_changed()}
        try:
            changed = actions.record_results(assessment, answers)
        except TransitionError as error:
            self.message_user(request, str(error), "error")
        else:
            self.message_user(request, f"{changed} {'result' if changed == 1 else 'results'} changed.", "success")
        return redirect("admin:assessments_assessment_results", assessment.pk)
