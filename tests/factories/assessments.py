"""Frameworks, rounds and assessments. Versions and states are reached by the real moves."""

import factory
from django.contrib.auth.models import Permission
from factory.django import DjangoModelFactory

from assessments.models import (
    Assessment,
    Domain,
    Finding,
    Framework,
    FrameworkVersion,
    Indicator,
    Level,
    Result,
    Round,
)
from assessments.states import AssessmentStatus
from tests.factories.events import JurisdictionFactory, MandateFactory
from tests.factories.participants import UserFactory, staff_group

ROAD = ("planned", "fieldwork", "initial", "draft", "under_review", "answered", "agreed")


def assessor():
    """Somebody of the group of assessors, with everything of this app."""
    group = staff_group("Assessors")
    group.permissions.add(*Permission.objects.filter(content_type__app_label="assessments"))
    return UserFactory(staff=True, group="Assessors")


class FrameworkFactory(DjangoModelFactory):
    class Meta:
        model = Framework

    code = factory.Sequence(lambda n: f"FW-{n}")


class FrameworkVersionFactory(DjangoModelFactory):
    """A draft with one domain and `indicators` indicators of five levels; `published` and `retired` move it."""

    class Meta:
        model = FrameworkVersion
        skip_postgeneration_save = True

    framework = factory.SubFactory(FrameworkFactory)
    number = "1"
    title = "Capacities of a service"
    scale = factory.LazyFunction(
        lambda: {"labels": {str(value): {"name": f"Name {value}", "meaning": "Meaning"} for value in range(1, 6)}}
    )
    special_values = factory.LazyFunction(lambda: {"not_assessed": "Not looked at in this round."})

    @classmethod
    def _create(cls, model_class, *args, indicators=2, published=False, retired=False, **values):
        version = super()._create(model_class, *args, **values)
        domain = Domain.objects.create(version=version, code="LAW", title="Law", position=1)
        for number in range(1, indicators + 1):
            indicator = Indicator.objects.create(
                domain=domain,
                code=f"LAW-{number}",
                title=f"Indicator {number}",
                question=f"How about {number}?",
                position=number,
                sensitivity="restricted" if number == 2 else "normal",
            )
            Level.objects.bulk_create(
                Level(indicator=indicator, value=value, descriptor=f"Descriptor {number}.{value}")
                for value in range(1, 6)
            )
        if published or retired:
            version.publish()
        if retired:
            version.retire()
        return version


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = Round
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"round-{n}")
    title = factory.Sequence(lambda n: f"Needs assessment {n}")
    year = 2021
    framework_version = factory.SubFactory(FrameworkVersionFactory, published=True)

    @factory.post_generation
    def workshops(self, create, extracted, **kwargs):
        self.workshops.add(*(extracted or ()))


class AssessmentFactory(DjangoModelFactory):
    """An assessment; `status` names where the real moves take it, with one result and one finding on the way."""

    class Meta:
        model = Assessment
        skip_postgeneration_save = True

    round = factory.SubFactory(RoundFactory)
    jurisdiction = factory.SubFactory(JurisdictionFactory, is_assessed=True)
    mandate = factory.SubFactory(MandateFactory)
    marking = "amber_strict"

    @classmethod
    def _create(cls, model_class, *args, status="planned", by=None, **values):
        assessment = super()._create(model_class, *args, **values)
        if status == "planned":
            return assessment
        ResultFactory(assessment=assessment)
        FindingFactory(assessment=assessment)
        by = by or UserFactory(staff=True)
        road = (*ROAD[:-1], "noted") if status == "noted" else ROAD
        for step in road[1 : road.index(status) + 1]:
            assessment.become(AssessmentStatus(step), by=by)
        return assessment


class ResultFactory(DjangoModelFactory):
    """Level 3 on the first indicator of the round's framework."""

    class Meta:
        model = Result

    assessment = factory.SubFactory(AssessmentFactory)
    indicator = factory.LazyAttribute(
        lambda row: (
            Indicator.objects.filter(domain__version=row.assessment.round.framework_version)
            .order_by("domain__position", "position")
            .first()
        )
    )
    level = factory.LazyAttribute(lambda row: row.indicator.levels.get(value=3))
    justification = "Seen in the files."

    class Params:
        blank = factory.Trait(level=None, blank_reason="not_assessed", justification="")


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    assessment = factory.SubFactory(AssessmentFactory)
    kind = "gap"
    text = factory.Sequence(lambda n: f"Nobody is named for task {n}.")
