"""What writes several rows: importing a framework, and the results of an assessment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from assessments import framework_file
from assessments.models import Assessment, Domain, Framework, FrameworkVersion, Indicator, Level, Result
from assessments.states import FROZEN, AssessmentStatus, FrozenError, VersionStatus
from workshop_portal.transitions import TransitionError

FRAMEWORK_FILE = Path(__file__).parent / "data" / "framework.yaml"


@dataclass(frozen=True)
class Imported:
    """What an import did: the version, and what became of it in words."""

    version: FrameworkVersion
    outcome: str  # created, updated or unchanged
    is_newly_published: bool


@transaction.atomic
def import_framework(path: Path, *, publish: bool = False) -> Imported:
    """Store the framework of a file as the version it names, all of it or nothing.

    A draft of that number is replaced when the file differs. Raises DataFileError when the file is not
    right, and FrozenError when that number is published with another content.
    """
    content = framework_file.read(path)
    framework, _ = Framework.objects.get_or_create(code=content["code"])
    Framework.objects.select_for_update(no_key=True).get(pk=framework.pk)
    version = framework.versions.filter(number=content["number"]).select_related("framework").first()
    if version and framework_file.stored(version) == content:
        outcome = "unchanged"
    elif version and version.status in FROZEN:
        raise FrozenError(f"{version} is published with another content: give the file a new version number.")
    else:
        outcome = "updated" if version else "created"
        version = _store(framework, version or FrameworkVersion(framework=framework), content)
    newly = publish and version.status == VersionStatus.DRAFT
    if newly:
        version.publish()
    return Imported(version, outcome, newly)


def _store(framework: Framework, version: FrameworkVersion, content: framework_file.Content) -> FrameworkVersion:
    """Write the version and everything below it anew; only a draft comes here."""
    version.number = content["number"]
    for name in (*framework_file.TEXTS_OF_VERSION, *framework_file.JSON_OF_VERSION):
        setattr(version, name, content[name])
    version.save()
    version.domains.all().delete()
    for position, part in enumerate(content["domains"], start=1):
        values = {name: part[name] for name in framework_file.FIELDS_OF_DOMAIN}
        domain = Domain(version=version, position=position, **values)
        domain.save()
        indicators = Indicator.objects.bulk_create(
            Indicator(
                domain=domain,
                position=place,
                **{name: below[name] for name in framework_file.FIELDS_OF_INDICATOR},
            )
            for place, below in enumerate(part["indicators"], start=1)
        )
        Level.objects.bulk_create(
            Level(indicator=indicator, value=value, descriptor=descriptor)
            for indicator, below in zip(indicators, part["indicators"], strict=True)
            for value, descriptor in below["levels"].items()
        )
    return version


@dataclass(frozen=True)
class Answer:
    """What an assessor enters for one indicator: `outcome` is a level as text, or a reason for a blank."""

    outcome: str
    justification: str = ""


@transaction.atomic
def record_results(assessment: Assessment, answers: Mapping[int, Answer]) -> int:
    """Store the answers by indicator key, and nothing else; returns how many there were.

    Raises ValidationError when an answer is not allowed, TransitionError when the assessment is final.
    """
    assessment = Assessment.objects.select_for_update(no_key=True, of=("self",)).select_related("round").get(
        pk=assessment.pk
    )  # fmt: skip
    if assessment.status == AssessmentStatus.FINAL:
        raise TransitionError(f"{assessment} is final: its results stay as they are.")
    indicators = Indicator.objects.select_related("domain").prefetch_related("levels").in_bulk(answers)
    results = {result.indicator_id: result for result in assessment.results.filter(indicator__in=answers)}
    for key, answer in answers.items():
        result = results.get(key) or Result(assessment=assessment, indicator=indicators[key])
        result.assessment, result.indicator = assessment, indicators[key]
        levels = {str(level.value): level for level in result.indicator.levels.all()}
        result.level = levels.get(answer.outcome)
        result.blank_reason = "" if result.level else answer.outcome
        result.justification = answer.justification
        result.clean_fields(exclude=["assessment", "indicator", "level"])  # found above, not typed
        result.clean()
        result.save()
    return len(answers)
