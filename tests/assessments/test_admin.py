"""The back office of assessments: results that survive two assessors, stages by buttons, nothing deleted."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Finding, Indicator, Result
from tests.clients import signed_in
from tests.factories import EventFactory, JurisdictionFactory, MandateFactory, UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    FindingFactory,
    FrameworkVersionFactory,
    ResultFactory,
    RoundFactory,
    assessor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return assessor()


@pytest.fixture
def back_office(person):
    return signed_in(Client(), person)


@pytest.fixture
def assessment():
    return AssessmentFactory()


def of(assessment, name, *extra):
    return reverse(f"admin:assessments_assessment_{name}", args=[assessment.pk, *extra])


def text(response):
    return " ".join(response.content.decode().split())


def as_shown(client, assessment):
    """What a browser would send back when nothing was changed."""
    response = client.get(of(assessment, "results"))
    data = {}
    for form in [form for _, forms in response.context["chapters"] for form in forms]:
        for name in form.fields:
            data[form.add_prefix(name)] = data[form.add_initial_prefix(name)] = form.initial[name]
    return data


def answer(data, indicator, outcome, justification=""):
    prefix = f"indicator-{indicator.pk}-"
    return data | {f"{prefix}outcome": outcome, f"{prefix}justification": justification}


def indicators():
    return list(Indicator.objects.order_by("position"))


# --- Who -----------------------------------------------------------------------------------------

VIEWERS = ["anonymous", "stranger", "officer", "desk", "auditor", "assessor", "superuser"]


@pytest.mark.parametrize(
    ("page", "officer"),
    [
        ("admin:assessments_assessment_changelist", 403),
        ("admin:assessments_assessment_add", 403),
        ("change", 403),
        ("results", 404),
        ("move", 404),
        ("admin:assessments_round_changelist", 403),
        ("admin:assessments_frameworkversion_changelist", 403),
    ],
)
def test_who_works_on_assessments(assessment, page, officer):
    people = {
        "anonymous": None,
        "stranger": UserFactory(),
        "officer": UserFactory(staff=True, group="Event officers"),
        "desk": UserFactory(staff=True, group="Registration desk"),
        "auditor": UserFactory(staff=True, group="Auditors"),
        "assessor": assessor(),
        "superuser": UserFactory(staff=True, is_superuser=True),
    }
    if page in {"change", "results", "move"}:
        address = of(assessment, page, *(["fieldwork"] if page == "move" else []))
    else:
        address = reverse(page)

    seen = {
        name: (signed_in(Client(), person) if person else Client()).get(address).status_code
        for name, person in people.items()
    }

    staff = {"officer": officer, "desk": officer, "auditor": officer, "assessor": 200, "superuser": 200}
    assert seen == {"anonymous": 302, "stranger": 404} | staff


def test_nobody_deletes_an_assessment_a_round_or_a_framework(assessment):
    client = signed_in(Client(), UserFactory(staff=True, is_superuser=True))

    for name, pk in (
        ("assessment", assessment.pk),
        ("round", assessment.round_id),
        ("frameworkversion", assessment.round.framework_version_id),
    ):
        assert client.get(reverse(f"admin:assessments_{name}_delete", args=[pk])).status_code == 403


# --- Results -------------------------------------------------------------------------------------


def test_results_are_stored_level_and_blank(back_office, assessment):
    first, second = indicators()
    data = answer(as_shown(back_office, assessment), first, "4", "Seen in the files.\r\nTwice.")
    data = answer(data, second, "not_assessed")

    response = back_office.post(of(assessment, "results"), data, follow=True)

    assert "2 results changed." in text(response)
    assert list(
        assessment.results.order_by("indicator__position").values_list("level__value", "blank_reason", "justification")
    ) == [(4, "", "Seen in the files.\nTwice."), (None, "not_assessed", "")]


def test_what_was_not_touched_stays_open(back_office, assessment):
    first, _ = indicators()

    back_office.post(of(assessment, "results"), answer(as_shown(back_office, assessment), first, "1", "Seen."))

    assert assessment.results.get().indicator == first
    assert assessment.open_indicators().count() == 1


@pytest.mark.parametrize(
    ("outcome", "justification", "sentence"),
    [
        ("3", "", "Say why: a level or “not applicable” needs a justification."),
        ("not_applicable", " ", "Say why: a level or “not applicable” needs a justification."),
        ("", "Words without a level.", "Choose a level, or the reason why there is none."),
        ("9", "Seen.", "Select a valid choice."),
    ],
)
def test_a_wrong_answer_is_said_beside_it_stores_nothing_and_loses_nothing(
    back_office, assessment, outcome, justification, sentence
):
    first, second = indicators()
    data = answer(as_shown(back_office, assessment), first, "2", "Right answer, typed with care.")
    data = answer(data, second, outcome, justification)

    page = text(back_office.post(of(assessment, "results"), data))

    assert sentence in page
    assert 'href="#LAW-2"' in page
    assert "Right answer, typed with care." in page
    assert justification in page
    assert not assessment.results.exists()


def test_a_result_is_changed_and_never_emptied(back_office, assessment):
    ResultFactory(assessment=assessment)
    first, _ = indicators()

    page = text(back_office.post(of(assessment, "results"), answer(as_shown(back_office, assessment), first, "")))

    assert "Choose a level, or the reason why there is none." in page
    assert assessment.results.get().level.value == 3


def test_a_page_opened_long_ago_changes_only_what_its_reader_changed(back_office, assessment):
    first, second = indicators()
    old_page = as_shown(back_office, assessment)
    ResultFactory(assessment=assessment, indicator=first)

    back_office.post(of(assessment, "results"), answer(old_page, second, "5", "Seen."))

    assert list(assessment.results.order_by("indicator__position").values_list("level__value", flat=True)) == [3, 5]


def test_two_assessors_on_the_same_indicator_never_overwrite_each_other_silently(back_office, assessment):
    first, _ = indicators()
    old_page = as_shown(back_office, assessment)
    ResultFactory(assessment=assessment, indicator=first, justification="The other one was faster.")

    response = back_office.post(of(assessment, "results"), answer(old_page, first, "1", "Mine."))

    page = text(response)
    assert "Somebody else changed this in the meantime. Now it says: level 3. The other one was faster." in page
    assert "Mine." in page
    assert assessment.results.get().level.value == 3

    shown = dict(old_page)
    for form in [form for _, forms in response.context["chapters"] for form in forms]:
        for name in form.fields:
            shown[form.add_initial_prefix(name)] = form.data[form.add_initial_prefix(name)]
    back_office.post(of(assessment, "results"), answer(shown, first, "1", "Mine."))
    assert assessment.results.get().level.value == 1


def test_a_final_assessment_takes_no_results(back_office):
    assessment = AssessmentFactory(status="agreed")
    Result.objects.create(assessment=assessment, indicator=indicators()[1], blank_reason="not_assessed")
    assessment.become("final", by=UserFactory(staff=True))

    assert back_office.get(of(assessment, "results")).status_code == 403
    assert back_office.post(of(assessment, "results"), {}).status_code == 403
    assert back_office.post(of(assessment, "change"), {}).status_code == 403
    assert back_office.get(of(assessment, "change")).status_code == 200


# --- The assessment itself -----------------------------------------------------------------------


def test_an_assessment_is_planned_for_an_assessed_jurisdiction_only(back_office):
    round_, mandate = RoundFactory(), MandateFactory()
    assessed, guest = JurisdictionFactory(is_assessed=True), JurisdictionFactory()
    add = reverse("admin:assessments_assessment_add")
    data = {"round": round_.pk, "mandate": mandate.pk, "marking": "amber_strict", "notice": ""}

    refused = text(back_office.post(add, data | {"jurisdiction": guest.pk}))
    back_office.post(add, data | {"jurisdiction": assessed.pk})

    assert "Select a valid choice." in refused
    assert Assessment.objects.get().jurisdiction == assessed


def test_a_marking_must_be_chosen(back_office):
    data = {"round": RoundFactory().pk, "mandate": MandateFactory().pk, "marking": "", "notice": ""}
    jurisdiction = JurisdictionFactory(is_assessed=True)

    page = text(back_office.post(reverse("admin:assessments_assessment_add"), data | {"jurisdiction": jurisdiction.pk}))

    assert "This field is required." in page
    assert not Assessment.objects.exists()


def finding_data(*findings, initial=0):
    data = {"findings-TOTAL_FORMS": len(findings), "findings-INITIAL_FORMS": initial}
    for number, finding in enumerate(findings):
        data |= {f"findings-{number}-{name}": value for name, value in finding.items()}
    return data


def test_findings_are_entered_on_the_page(back_office, assessment):
    first, second = indicators()
    data = {"mandate": assessment.mandate_id, "marking": "amber", "notice": ""}
    finding = {"kind": "gap", "text": "Nobody is named.", "sensitivity": "normal", "indicators": [first.pk, second.pk]}

    back_office.post(of(assessment, "change"), data | finding_data(finding))

    finding = Finding.objects.get()
    assert (finding.assessment, finding.text) == (assessment, "Nobody is named.")
    assert list(finding.indicators.order_by("position")) == [first, second]


def test_indicators_of_another_framework_are_no_choice(back_office, assessment):
    foreign = Indicator.objects.filter(domain__version=FrameworkVersionFactory(published=True)).first()
    data = {"mandate": assessment.mandate_id, "marking": "amber", "notice": ""}
    finding = {"kind": "gap", "text": "Nobody is named.", "sensitivity": "normal", "indicators": [foreign.pk]}

    page = text(back_office.post(of(assessment, "change"), data | finding_data(finding)))

    assert "is not one of the available choices" in page
    assert not Finding.objects.exists()


@pytest.mark.parametrize(("status", "left"), [("fieldwork", 0), ("initial", 1)])
def test_a_finding_is_removed_only_before_it_is_shared(back_office, status, left):
    assessment = AssessmentFactory(status=status)
    finding = assessment.findings.get()
    data = {"mandate": assessment.mandate_id, "marking": "amber", "notice": ""}
    row = {"id": finding.pk, "assessment": assessment.pk, "kind": "gap", "text": "x", "sensitivity": "normal",
           "DELETE": "on"}  # fmt: skip

    back_office.post(of(assessment, "change"), data | finding_data(row, initial=1))

    assert assessment.findings.count() == left


def test_the_status_moves_by_buttons_only(back_office, person, assessment):
    FindingFactory(assessment=assessment)
    page = text(back_office.get(of(assessment, "change")))
    assert of(assessment, "move", "fieldwork") in page
    assert of(assessment, "move", "initial") not in page

    back_office.post(of(assessment, "change"), {"mandate": assessment.mandate_id, "marking": "amber", "notice": "",
                                                "status": "final"} | finding_data())  # fmt: skip
    assessment.refresh_from_db()
    assert assessment.status == "planned"

    for step in ("fieldwork", "initial"):
        back_office.post(of(assessment, "move", step), {"reason": ""})
    assessment.refresh_from_db()
    assert (assessment.status, assessment.shared_by) == ("initial", person)


def test_a_move_that_is_not_possible_now_is_a_sentence(back_office, assessment):
    assessment.become("fieldwork", by=UserFactory(staff=True))

    page = text(back_office.post(of(assessment, "move", "initial"), {"reason": ""}))

    assert "there is no result and no finding to share yet" in page
    assert Assessment.objects.get().status == "fieldwork"


def test_whoever_may_read_but_not_move_gets_403(assessment):
    from django.contrib.auth.models import Permission

    reader = UserFactory(staff=True, group="Auditors")
    reader.groups.get().permissions.add(Permission.objects.get(codename="view_assessment"))
    client = signed_in(Client(), reader)

    assert client.get(of(assessment, "change")).status_code == 200
    assert client.post(of(assessment, "move", "fieldwork")).status_code == 403
    assert client.get(of(assessment, "results")).status_code == 403


# --- Rounds and frameworks -----------------------------------------------------------------------


def test_a_round_is_set_up_with_a_published_version_and_its_workshops(back_office):
    published, draft = FrameworkVersionFactory(published=True), FrameworkVersionFactory()
    event = EventFactory(published=True)
    add = reverse("admin:assessments_round_add")
    data = {"title": "Follow-up 2024", "code": "2024", "kind": "follow_up", "year": 2024, "workshops": [event.pk]}

    refused = text(back_office.post(add, data | {"framework_version": draft.pk}))
    response = back_office.post(add, data | {"framework_version": published.pk})

    assert "Select a valid choice." in refused
    assert response.status_code == 302
    assert list(published.rounds.get().workshops.all()) == [event]


def test_a_framework_version_is_read_published_and_retired(back_office):
    version = FrameworkVersionFactory()
    change = reverse("admin:assessments_frameworkversion_change", args=[version.pk])

    page = text(back_office.get(change))
    assert "Descriptor 2.5" in page
    assert back_office.post(change, {"title": "Other words"}).status_code == 403
    for step in ("published", "retired"):
        back_office.post(reverse("admin:assessments_frameworkversion_move", args=[version.pk, step]), {"reason": ""})

    version.refresh_from_db()
    assert (version.status, version.title) == ("retired", "Capacities of a service")


# --- Costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_or_many(django_assert_num_queries, back_office, count):
    AssessmentFactory.create_batch(count, status="initial")

    for name, queries in (("assessment", 6), ("round", 5), ("frameworkversion", 5)):
        with django_assert_num_queries(queries):
            response = back_office.get(reverse(f"admin:assessments_{name}_changelist"))
        assert len(response.context["cl"].result_list) == count


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_one_cost_the_same(django_assert_num_queries, back_office, person, count):
    version = FrameworkVersionFactory(indicators=count, published=True)
    assessment = AssessmentFactory(round=RoundFactory(framework_version=version))
    for indicator in Indicator.objects.all():
        ResultFactory(assessment=assessment, indicator=indicator)
        FindingFactory(assessment=assessment).indicators.add(indicator)
    for step in ("fieldwork", "initial"):
        assessment.become(step, by=person)

    for address, queries in (
        (of(assessment, "change"), 8),
        (of(assessment, "results"), 6),
        (of(assessment, "move", "draft"), 4),
        (reverse("admin:assessments_round_change", args=[assessment.round_id]), 6),
        (reverse("admin:assessments_frameworkversion_change", args=[version.pk]), 7),
        (reverse("admin:assessments_assessment_add"), 6),
    ):
        back_office.get(address)  # content types are remembered by Django
        with django_assert_num_queries(queries):
            assert back_office.get(address).status_code == 200
