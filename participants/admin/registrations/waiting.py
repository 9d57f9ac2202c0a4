"""What of registrations waits for a decision today, by event."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from participants import permissions
from participants.models import Registration
from participants.querysets.delegations import NEAR
from participants.states import RegistrationStatus
from workshop_portal.admin import RecordAdmin, counted

# By the state that finds them in the list: one, and many.
SENTENCES = {
    RegistrationStatus.SUBMITTED: ("registration awaits a decision", "registrations await a decision"),
    RegistrationStatus.RECHECK: ("change after the approval waits", "changes after the approval wait"),
    RegistrationStatus.OFFERED: ("offered seat lapses today", "offered seats lapse today"),
    RegistrationStatus.NOMINATED: (
        "person has not confirmed, and the time ends within a week",
        "people have not confirmed, and the time ends within a week",
    ),
}


class Waiting(RecordAdmin):
    def waiting(self, request):
        """One query, whatever waits."""
        if not permissions.can_decide_registration(request.user, None):
            return []
        events = Registration.objects.visible_to(request.user).filter(event__status="published")
        events = events.values("event", "event__title").annotate(**_counts()).order_by("event__starts_on", "event")
        return [
            (f"{counted(event[status.value], *words)}: {event['event__title']}",
             f"event={event['event']}&status={status.value}")
            for event in events
            for status, words in SENTENCES.items()
            if event[status.value]
        ]  # fmt: skip


def _counts():
    today = timezone.localdate()
    tomorrow = timezone.make_aware(datetime.combine(today + timedelta(days=1), time()))
    is_near = Q(delegation__confirm_by__range=(today, today + NEAR))
    conditions = {
        RegistrationStatus.SUBMITTED: Q(),
        RegistrationStatus.RECHECK: Q(),
        RegistrationStatus.OFFERED: Q(offer_expires_at__lt=tomorrow),
        RegistrationStatus.NOMINATED: is_near,
    }
    return {status.value: Count("pk", filter=Q(status=status) & condition) for status, condition in conditions.items()}
