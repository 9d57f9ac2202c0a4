"""What an assessment allows, by the model with a sentence and by the database in any case."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, InternalError, models, transaction

from assessments import actions
from assessments.actions import Answer
from assessments.models import Assessment, Finding, Indicator, Level, Result, Round
from assessments.states import ASSESSMENT_MOVES, AssessmentStatus
from tests.factories import EventFactory, JurisdictionFactory, MandateFactory, UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    FindingFactory,
    FrameworkVersionFactory,
    ResultFactory,
    RoundFactory,
)
from workshop_portal.audit import history_of
from workshop_portal.transitions import TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return AssessmentFactory()


@pytest.fixture
def indicator(assessment):
    return Indicator.objects.get(domain__version=assessment.round.framework_version, code="LAW-1")


def refused_by(name, change):
    """The constraint or the trigger with these words refuses."""
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        change()


# --- Rounds --------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [{}, {"retired": True}])
def test_a_round_uses_a_published_framework_version(state):
    version = FrameworkVersionFactory(**state)

    with pytest.raises(ValidationError, match="A round uses a published framework version"):
        Round(code="x", title="X", year=2021, framework_version=version).full_clean()
    with pytest.raises(InternalError, match="A round uses a published framework version"), transaction.atomic():
        RoundFactory(framework_version=version)


def test_a_round_keeps_its_framework_version():
    round_ = RoundFactory()
    other = FrameworkVersionFactory(published=True)

    with pytest.raises(InternalError), transaction.atomic():
        Round.objects.filter(pk=round_.pk).update(framework_version=other)


def test_a_version_that_a_round_uses_may_be_retired_and_is_never_lost():
    version = RoundFactory().framework_version

    version.retire()
    with pytest.raises((models.ProtectedError, TransitionError)):
        version.delete()


def test_sharing_a_round_at_a_workshop_is_kept_in_its_history():
    round_, event = RoundFactory(), EventFactory(published=True)
    round_.workshops.add(event)
    round_.workshops.remove(event)

    history = Round.workshops.through.history.rel.related_model.objects.order_by("pgh_id")
    assert list(history.values_list("pgh_label", "round", "event")) == [
        ("insert", round_.pk, event.pk),
        ("delete", round_.pk, event.pk),
    ]


# --- Assessments ---------------------------------------------------------------------------------


def test_only_assessed_jurisdictions_are_assessed(assessment):
    guest = JurisdictionFactory(is_assessed=False)

    with pytest.raises(ValidationError, match="takes part without being assessed"):
        Assessment(round=assessment.round, jurisdiction=guest, mandate=assessment.mandate, marking="amber").full_clean()


def test_a_marking_must_be_chosen(assessment):
    other = JurisdictionFactory(is_assessed=True)
    row = Assessment(round=assessment.round, jurisdiction=other, mandate=assessment.mandate)

    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    assert set(caught.value.message_dict) == {"marking"}
    refused_by("assessment_marking_is_known", row.save)
    row.marking = "red"
    refused_by("assessment_marking_is_known", row.save)


def test_a_jurisdiction_is_assessed_once_in_a_round(assessment):
    refused_by(
        "assessment_is_one_per_round_and_jurisdiction",
        lambda: AssessmentFactory(round=assessment.round, jurisdiction=assessment.jurisdiction),
    )


def test_round_and_jurisdiction_are_final(assessment):
    for change in ({"round": RoundFactory()}, {"jurisdiction": JurisdictionFactory()}):
        with pytest.raises(InternalError), transaction.atomic():
            Assessment.objects.filter(pk=assessment.pk).update(**change)


@pytest.mark.parametrize("start", AssessmentStatus)
@pytest.mark.parametrize("end", AssessmentStatus)
def test_the_table_of_moves_holds(assessment, start, end):
    """Every pair of states, also the many that are no move."""
    by = UserFactory(staff=True)
    ResultFactory(assessment=assessment)
    Result.objects.create(
        assessment=assessment, indicator=Indicator.objects.get(code="LAW-2"), blank_reason="not_assessed"
    )
    road = {"planned": [], "noted": ["fieldwork", "initial", "draft", "under_review", "answered", "noted"]}
    whole = ["fieldwork", "initial", "draft", "under_review", "answered", "agreed", "final"]
    for step in road.get(start, whole[: whole.index(start) + 1] if start in whole else []):
        assessment.become(step, by=by)
    assert assessment.status == start

    if end in ASSESSMENT_MOVES[start]:
        assessment.become(end, by=by)
        assert Assessment.objects.get().status == end
    else:
        with pytest.raises(TransitionError, match="is " + start.label.lower()):
            assessment.become(end, by=by)
        assert Assessment.objects.get().status == start


def test_sharing_stamps_who_and_when_and_the_history_says_the_move(assessment):
    by = UserFactory(staff=True)
    ResultFactory(assessment=assessment)
    assessment.become("fieldwork", by=by)
    assert assessment.shared_at is None

    assessment.become("initial", by=by)

    assessment.refresh_from_db()
    assert assessment.shared_by == by
    assert assessment.shared_at is not None
    assert history_of(assessment)[0].what == "Fieldwork → Initial findings"


def test_nothing_is_shared_before_something_was_found(assessment):
    assessment.become("fieldwork", by=UserFactory(staff=True))

    with pytest.raises(TransitionError, match="there is no result and no finding to share yet"):
        assessment.become("initial", by=UserFactory(staff=True))


def test_final_leaves_no_indicator_open():
    assessment = AssessmentFactory(status="agreed")

    with pytest.raises(TransitionError, match="1 indicators have neither a level nor a reason"):
        assessment.become("final", by=UserFactory(staff=True))


def test_of_two_people_who_share_at_once_one_wins():
    assessment = AssessmentFactory(status="fieldwork")
    seen_by_other = Assessment.objects.get(pk=assessment.pk)
    assessment.become("initial", by=UserFactory(staff=True))

    with pytest.raises(TransitionError, match="was changed by someone else just now"):
        seen_by_other.become("initial", by=UserFactory(staff=True))


def test_the_database_knows_the_states_and_wants_the_stamp(assessment):
    shared = Assessment.objects.filter(pk=AssessmentFactory(status="initial").pk)
    rows = Assessment.objects.filter(pk=assessment.pk)

    refused_by("Invalid transition", lambda: shared.update(status="done"))
    refused_by("Invalid transition", lambda: shared.update(status="fieldwork"))
    refused_by("assessment_shared_means_by_someone_at_some_time", lambda: shared.update(shared_by=None))
    rows.update(status="fieldwork")
    refused_by("assessment_shared_means_by_someone_at_some_time", lambda: rows.update(status="initial"))


# --- Results -------------------------------------------------------------------------------------


def test_a_result_is_a_level_or_a_blank_with_a_reason(assessment, indicator):
    level = indicator.levels.get(value=2)
    create = Result.objects.create

    for values in (
        {"level": None, "blank_reason": ""},
        {"level": level, "blank_reason": "not_assessed"},
        {"level": None, "blank_reason": "forgotten"},
    ):
        refused_by(
            "result_has_either_a_level_or_a_blank_reason",
            lambda values=values: create(assessment=assessment, indicator=indicator, justification="x", **values),
        )
    with pytest.raises(ValidationError, match="either a level or the reason"):
        Result(assessment=assessment, indicator=indicator).clean()


@pytest.mark.parametrize(
    ("outcome", "needs"),
    [("4", True), ("not_applicable", True), ("not_assessed", False), ("insufficient_evidence", False)],
)
@pytest.mark.parametrize("justification", ["", " \n"])
def test_a_level_and_not_applicable_need_a_justification(assessment, indicator, outcome, needs, justification):
    level = indicator.levels.get(value=4) if outcome == "4" else None
    values = {"level": level, "blank_reason": "" if level else outcome, "justification": justification}
    row = Result(assessment=assessment, indicator=indicator, **values)

    if needs:
        refused_by("result_with_a_level_or_not_applicable_is_justified", row.save)
        with pytest.raises(ValidationError, match="Say why"):
            row.clean()
    else:
        row.clean()
        row.save()


def test_an_indicator_has_one_result(assessment):
    ResultFactory(assessment=assessment)

    refused_by("result_is_one_per_assessment_and_indicator", lambda: ResultFactory(assessment=assessment))


def test_a_level_is_of_its_indicator(assessment, indicator):
    other = Level.objects.get(indicator__code="LAW-2", value=1)
    row = Result(assessment=assessment, indicator=indicator, level=other, justification="x")

    with pytest.raises(ValidationError, match="This level is of another indicator"):
        row.clean()
    with pytest.raises(InternalError, match="The level is of another indicator"), transaction.atomic():
        row.save()


def test_an_indicator_is_of_the_framework_version_of_the_round(assessment):
    foreign = Indicator.objects.filter(domain__version=FrameworkVersionFactory(published=True)).first()
    row = Result(assessment=assessment, indicator=foreign, blank_reason="not_assessed")

    with pytest.raises(ValidationError, match="This indicator is of another framework version"):
        row.clean()
    with pytest.raises(InternalError, match="not of the framework version"), transaction.atomic():
        row.save()


def test_results_are_recorded_changed_and_kept_in_their_history(assessment, indicator):
    actions.record_results(assessment, {indicator.pk: Answer("2", "Seen once.")})
    actions.record_results(assessment, {indicator.pk: Answer("insufficient_evidence")})

    result = assessment.results.get()
    assert (result.level, result.blank_reason, result.justification) == (None, "insufficient_evidence", "")
    assert list(result.history.order_by("pgh_id").values_list("pgh_label", "justification")) == [
        ("insert", "Seen once."),
        ("update", ""),
    ]


def test_one_wrong_answer_stores_none(assessment, indicator):
    second = Indicator.objects.get(code="LAW-2")

    for wrong in (Answer("9", "x"), Answer("forgotten", "x"), Answer("", "x"), Answer("3", "")):
        with pytest.raises(ValidationError):
            actions.record_results(assessment, {indicator.pk: Answer("1", "Seen."), second.pk: wrong})
    assert not assessment.results.exists()


def test_results_of_a_final_assessment_stay(assessment, indicator):
    by = UserFactory(staff=True)
    every = {row.pk: Answer("not_assessed") for row in Indicator.objects.all()}
    actions.record_results(assessment, every)
    for step in ("fieldwork", "initial", "draft", "under_review", "answered", "noted", "final"):
        assessment.become(step, by=by)

    with pytest.raises(TransitionError, match="is final: its results stay"):
        actions.record_results(assessment, {indicator.pk: Answer("5", "x")})


# --- Findings ------------------------------------------------------------------------------------


def test_kinds_and_sensitivities_of_findings_are_known(assessment):
    refused_by("finding_kind_is_known", lambda: FindingFactory(assessment=assessment, kind="praise"))
    refused_by("finding_sensitivity_is_known", lambda: FindingFactory(assessment=assessment, sensitivity="secret"))


def test_codes_of_a_finding_follow_the_framework(assessment):
    finding = FindingFactory(assessment=assessment)
    finding.indicators.set(Indicator.objects.order_by("-code"))
    FindingFactory(assessment=assessment)

    codes = Finding.objects.with_indicator_codes().order_by("pk").values_list("codes", flat=True)
    assert list(codes) == [["LAW-1", "LAW-2"], []]


def test_an_assessment_may_have_another_mandate_than_its_workshop(assessment):
    assessment.round.workshops.add(EventFactory(published=True, mandate=MandateFactory()))

    assert assessment.mandate != assessment.round.workshops.get().mandate
