"""Which rows a person may read, and the rows that nobody may change any more."""

from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Q, Value

from assessments.states import FROZEN, SHARED, FrozenError
from events.passes import passes_of
from events.states import PUBLIC_EVENT_STATES


class FreezingQuerySet(models.QuerySet):
    """Rows of a framework version, or the versions themselves: refuses bulk changes of published ones.

    The model says where the state of the version is (`version_status`, a lookup path). The database
    refuses as well; this is the sentence before it.
    """

    def _refuse_frozen(self) -> None:
        if self.filter(**{f"{self.model.version_status}__in": FROZEN}).exists():
            raise FrozenError

    def update(self, **values: Any) -> int:
        self._refuse_frozen()
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_frozen()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        if any(version.status in FROZEN for version in {row.framework_version for row in rows}):
            raise FrozenError
        return super().bulk_create(rows, *args, **kwargs)

    bulk_create.alters_data = True  # type: ignore[attr-defined]


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The assessments this person may know of.

        Assessors all. Otherwise those of a jurisdiction whose delegation the person leads, as its focal
        point or its approved head, at a workshop where the round is shared; and only once the initial
        findings are shared. For everybody else, other jurisdictions included, there is no assessment. Staff read
        as staff only: who leads a delegation is written by officers, who must not let themselves in.
        """
        if user.has_perm("assessments.view_assessment"):
            return self.all()
        if user.is_staff:
            return self.none()
        led = [held for held in passes_of(user) if held.leads and held.jurisdiction_id]
        if not led:
            return self.none()
        shared = self.model.round.field.related_model.workshops.through.objects.filter(
            event__status__in=PUBLIC_EVENT_STATES
        )
        own = Q()
        for held in led:
            own |= Q(jurisdiction=held.jurisdiction_id, round__in=shared.filter(event=held.event_id).values("round"))
        return self.filter(own, status__in=SHARED)

    def in_order(self):
        """Newest round first; in a round the portal's order of jurisdictions."""
        return self.order_by("-round__year", "round__code", "jurisdiction__position", "pk")


class FindingQuerySet(models.QuerySet):
    def with_indicator_codes(self):
        """Adds `codes`, the codes of the indicators a finding is about, in the order of the framework."""
        order = ("indicators__domain__position", "indicators__position")
        there = Q(indicators__isnull=False)
        return self.annotate(codes=ArrayAgg("indicators__code", filter=there, order_by=order, default=Value([])))
