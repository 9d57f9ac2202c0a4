"""The 2021 round as a fictional example: the same levels and texts for every jurisdiction, on purpose.

Real results are nobody's business here, and invented ones must not be taken for them. As all six read
alike, nothing can be read into them and no two can be compared.
"""

from django.db import transaction

from assessments import actions, framework_file
from assessments.actions import Answer
from assessments.models import Assessment, Finding, FrameworkVersion, Indicator, Round
from assessments.states import AssessmentStatus
from events.models import Event, Jurisdiction, Mandate
from events.reference import DATA, MANDATES
from workshop_portal.markings import Marking
from workshop_portal.yaml_files import DataFileError

MANDATE = "(CFSP) 2018/1788"  # SEESAC's notice on the completed missions credits this decision
WORKSHOP = "criminal-police-2021"
NOTICE = (
    "Fictional example. Every level and every text below is invented and is the same for each jurisdiction. "
    "Nothing here says anything about any jurisdiction."
)
OUTCOMES = ["3", "2", "insufficient_evidence", "4", "2", "3", "not_assessed", "1", "3", "not_applicable", "2", "5"]
JUSTIFICATIONS = {
    "not_assessed": "",
    "not_applicable": "Fictional example: this lies outside the mandate of the assessed service.",
    "insufficient_evidence": "Fictional example: the papers that were asked for had not arrived.",
}
LEVEL_JUSTIFICATION = "Fictional example: the justification of the assessor, with the evidence it rests on."
FINDINGS = [
    ("strength", "A written rule names the service that leads, and the hand-over points are known.", ["LEG-4"]),
    ("strength", "Officers share experience in a network beyond their own unit.", ["ORG-1", "COO-1"]),
    ("gap", "Requests for tracing are sent late because nobody is named for them.", ["TRC-1"]),
    ("gap", "Equipment for comparison is shared between several units.", ["BAL-1", "RES-1"]),
    ("observation", "A new procedure was being written at the time of the visit.", []),
]


def check() -> None:
    """That the files hold what the example speaks of. Raises DataFileError. Needs the reference data."""
    if not Mandate.objects.filter(code=MANDATE).exists():
        raise DataFileError(MANDATES.path(DATA), None, f"The mandate “{MANDATE}” of the example round is missing.")
    domains = framework_file.read(actions.FRAMEWORK_FILE)["domains"]
    known = {indicator["code"] for domain in domains for indicator in domain["indicators"]}
    for code in [code for _, _, codes in FINDINGS for code in codes]:
        if code not in known:
            sentence = f"The indicator “{code}” is missing, and a finding of the example round names it."
            raise DataFileError(actions.FRAMEWORK_FILE, None, sentence)


@transaction.atomic
def load(by) -> list[str]:
    """Make the round with an assessment for each assessed jurisdiction; says what it did, in sentences.

    Needs the reference data and the seed workshop. What is there already is left as people have changed it.
    """
    version = actions.import_framework(actions.FRAMEWORK_FILE, publish=True).version
    round_ = _round(version)
    mandate = Mandate.objects.get(code=MANDATE)
    indicators = list(Indicator.objects.filter(domain__version=version).order_by("domain__position", "position"))
    made = []
    missing = Jurisdiction.objects.filter(is_assessed=True).exclude(assessments__round=round_)
    for jurisdiction in missing.order_by("position"):
        assessment = Assessment(
            round=round_,
            jurisdiction=jurisdiction,
            mandate=mandate,
            marking=Marking.AMBER_STRICT,
            notice=NOTICE,
        )
        assessment.full_clean()
        assessment.save()
        _fill(assessment, indicators, by)
        made.append(f"Made the assessment “{assessment}”.")
    return made


def _round(version: FrameworkVersion) -> Round:
    round_, created = Round.objects.get_or_create(
        code="2021",
        defaults={
            "title": "Needs assessment 2021",
            "kind": Round.Kind.BASELINE,
            "year": 2021,
            "framework_version": version,
        },
    )
    if created:
        round_.workshops.add(Event.objects.get(slug=WORKSHOP))
    return round_


def _fill(assessment: Assessment, indicators: list[Indicator], by) -> None:
    assessment.become(AssessmentStatus.FIELDWORK, by=by)
    answers = {}
    for number, indicator in enumerate(indicators):
        outcome = OUTCOMES[number % len(OUTCOMES)]
        answers[indicator.pk] = Answer(outcome, JUSTIFICATIONS.get(outcome, LEVEL_JUSTIFICATION))
    actions.record_results(assessment, answers)
    by_code = {indicator.code: indicator for indicator in indicators}
    for kind, text, codes in FINDINGS:
        finding = Finding.objects.create(assessment=assessment, kind=kind, text=f"Fictional example: {text}")
        finding.indicators.set([by_code[code] for code in codes])
    assessment.become(AssessmentStatus.INITIAL, by=by)
