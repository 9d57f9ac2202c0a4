"""The demonstration's round: plainly fictional, the same for all, made once."""

import pytest

from assessments import demo
from assessments.models import Assessment, Finding, Result
from events.models import Jurisdiction
from tests.factories import EventFactory, JurisdictionFactory, MandateFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    for code in ("AL", "BA", "XK", "ME", "MK", "RS"):
        JurisdictionFactory(code=code, is_assessed=True)
    JurisdictionFactory(code="MD")
    MandateFactory(code=demo.MANDATE)
    EventFactory(slug=demo.WORKSHOP, closed=True)
    return UserFactory(staff=True)


def test_every_assessed_jurisdiction_has_initial_findings_under_the_decision_of_the_missions(by):
    said = demo.load(by)

    assessments = list(Assessment.objects.select_related("round", "mandate", "jurisdiction").in_order())
    assert len(said) == len(assessments) == Jurisdiction.objects.filter(is_assessed=True).count() == 6
    assert {(row.status, row.mandate.code, row.round.code) for row in assessments} == {
        ("initial", "(CFSP) 2018/1788", "2021")
    }
    assert [event.slug for event in assessments[0].round.workshops.all()] == [demo.WORKSHOP]


def test_all_read_alike_so_nothing_can_be_read_into_them(by):
    demo.load(by)

    results, findings = set(), set()
    for assessment in Assessment.objects.all():
        answers = assessment.results.order_by("indicator")
        results.add(tuple(answers.values_list("indicator", "level", "blank_reason", "justification")))
        findings.add(tuple(assessment.findings.order_by("pk").values_list("kind", "text", "sensitivity")))
    assert (len(results), len(findings)) == (1, 1)
    assert len(results.pop()) == 48


def test_every_text_says_that_it_is_fictional(by):
    demo.load(by)

    texts = [
        *Assessment.objects.values_list("notice", flat=True),
        *Finding.objects.values_list("text", flat=True),
        *Result.objects.exclude(justification="").values_list("justification", flat=True),
    ]
    assert [text for text in texts if not text.startswith("Fictional example")] == []
    assert not Result.objects.filter(level__isnull=False, justification="").exists()


def test_loading_again_changes_nothing(by):
    demo.load(by)
    before = list(Result.objects.order_by("pk").values()), list(Assessment.objects.order_by("pk").values())

    assert demo.load(by) == []
    assert (list(Result.objects.order_by("pk").values()), list(Assessment.objects.order_by("pk").values())) == before


def test_what_people_changed_is_left_alone(by):
    demo.load(by)
    assessment = Assessment.objects.first()
    assessment.become("draft", by=by)

    demo.load(by)

    assessment.refresh_from_db()
    assert assessment.status == "draft"
