"""One assessment as it is read: each domain with its indicators, and beside each what was found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from assessments.models import Assessment, Domain, Finding, FrameworkVersion, Indicator, Result


@dataclass(frozen=True)
class Line:
    """An indicator with its result. Without a level there is no number, only the reason in words."""

    indicator: Indicator
    result: Result | None
    level_name: str = ""
    blank: str = ""
    blank_meaning: str = ""


@dataclass(frozen=True)
class Chapter:
    domain: Domain
    lines: list[Line] = field(default_factory=list)


def chapters_of(assessment: Assessment) -> list[Chapter]:
    """The domains of the framework in their order, in two queries."""
    version = assessment.round.framework_version
    results = {result.indicator_id: result for result in assessment.results.select_related("level")}
    return in_chapters(version, indicators_of(version), results)


def indicators_of(version: FrameworkVersion) -> Iterable[Indicator]:
    indicators = Indicator.objects.filter(domain__version=version).select_related("domain")
    return indicators.order_by("domain__position", "position")


def in_chapters(
    version: FrameworkVersion, indicators: Iterable[Indicator], results: Mapping[int, Result]
) -> list[Chapter]:
    """`results` by the key of their indicator; indicators in their order."""
    return [
        Chapter(domain, [line_of(version, indicator, results.get(indicator.pk)) for indicator in below])
        for domain, below in groupby(indicators, key=lambda indicator: indicator.domain)
    ]


def line_of(version: FrameworkVersion, indicator: Indicator, result: Result | None) -> Line:
    if result is None:
        return Line(indicator, None, blank="No result yet")
    if result.level:
        return Line(indicator, result, level_name=version.level_name(result.level.value))
    meaning = version.special_values.get(result.blank_reason, "")
    return Line(indicator, result, blank=result.get_blank_reason_display(), blank_meaning=meaning)


def findings_by_kind(assessment: Assessment) -> list[tuple[str, list[Finding]]]:
    """Strengths, gaps, observations: the kinds that there are, with the word for each."""
    words = {Finding.Kind.STRENGTH: "Strengths", Finding.Kind.GAP: "Gaps", Finding.Kind.OBSERVATION: "Observations"}
    findings = list(assessment.findings.with_indicator_codes().order_by("pk"))
    grouped = [(word, [finding for finding in findings if finding.kind == kind]) for kind, word in words.items()]
    return [(word, rows) for word, rows in grouped if rows]
