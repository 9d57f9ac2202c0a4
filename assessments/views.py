"""Reading assessments. For whoever may not, there is none: 404, and before signing in every address asks to."""

from itertools import groupby

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView, View

from assessments import permissions
from assessments.models import Assessment
from assessments.reading import chapters_of, findings_by_kind
from workshop_portal.views import SignInFirst


class AssessmentList(SignInFirst, TemplateView):
    """By round, newest first."""

    template_name = "assessments/assessment_list.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        assessments = list(Assessment.objects.visible_to(user).select_related("round", "jurisdiction").in_order())
        if not assessments and not permissions.reads_every_assessment(user):
            raise Http404
        rounds = [(round_, list(rows)) for round_, rows in groupby(assessments, key=lambda row: row.round)]
        return super().get_context_data(rounds=rounds, reads_assessments=True, **kwargs)


class AssessmentDetail(SignInFirst, TemplateView):
    template_name = "assessments/assessment_detail.html"

    def get_context_data(self, **kwargs):
        visible = Assessment.objects.visible_to(self.request.user).select_related(
            "jurisdiction", "mandate", "round__framework_version__framework"
        )
        assessment = get_object_or_404(
            visible, round__code=self.kwargs["round"], jurisdiction__code=self.kwargs["jurisdiction"]
        )
        return super().get_context_data(
            assessment=assessment,
            chapters=chapters_of(assessment),
            findings=findings_by_kind(assessment),
            can_edit=permissions.can_edit_assessment(self.request.user, assessment),
            reads_assessments=True,
            **kwargs,
        )


class NotHere(SignInFirst, View):
    """Any other address of this app: asks to sign in like those that exist."""

    def get(self, request, *args, **kwargs):
        raise Http404
