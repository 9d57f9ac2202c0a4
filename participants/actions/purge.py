"""The purge: what is due is erased, by class of data and event, also in the history; counts stay.

Each event and class is one transaction: killed in between, nothing is half done, and the next run does the rest. A dry
run does the same and takes it back.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone

from events.models import Event
from participants.models import (
    DataRequest,
    Delegation,
    KeptCount,
    ListImport,
    Logistics,
    Move,
    OutgoingEmail,
    PersonalLink,
    PurgeRun,
    Registration,
    User,
)
from participants.personal_data import CLASSES, fields_of_class
from participants.redaction import erase, erase_with_history
from participants.states import MailStatus
from workshop_portal.audit import history_rows

WITHOUT_EVENT = "–"  # in the report, where an event's name stands otherwise
Step = Callable[[Event], int]


def purge(*, dry_run: bool = False, today: date | None = None) -> PurgeRun:
    """Erase everything whose time is over, or find out what that would be, and keep a report of it.

    The report says of each class how many rows, and how many at which event (by slug): {"logistics": {"rows": 3,
    "events": {"first-workshop": 3}}}. A run that fails reports what it had done, and raises.
    """
    today = today or timezone.localdate()
    done: dict[str, Counter[str]] = {key: Counter() for key, entry in CLASSES.items() if entry.days is not None}
    try:
        for key, place, step in _steps(today):
            with transaction.atomic():
                done[key][place] += step()
                transaction.set_rollback(dry_run)
    finally:
        report = {
            key: {"rows": places.total(), "events": {place: n for place, n in places.items() if n}}
            for key, places in done.items()
        }
        run = PurgeRun.objects.create(is_dry_run=dry_run, report=report)
    return run


def _steps(today: date) -> Iterator[tuple[str, str, Callable[[], int]]]:
    """Everything that is due: the class, the event's slug, and what does it in one transaction."""
    for key, step in OF_EVENT.items():
        for event in _over(key, today):
            yield key, event.slug, partial(_do, step, event)
    for key, of_time in OF_TIME.items():
        before = today - timedelta(days=CLASSES[key].days or 0)
        yield key, WITHOUT_EVENT, partial(of_time, before)


def _do(step: Step, event: Event) -> int:
    return step(_locked(event))


def _over(key: str, today: date) -> models.QuerySet[Event]:
    """Events that ended more than the days of the class ago, whatever their state."""
    return Event.objects.filter(ends_on__lt=today - timedelta(days=CLASSES[key].days or 0)).order_by("ends_on", "pk")


def _locked(event: Event) -> Event:
    """Two runs at once do one event after the other."""
    return Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=event.pk)


# --- Of one event ---------------------------------------------------------------------------------


def _registrations(key: str) -> Step:
    """Erase the fields of the class in the registrations of an event."""

    def step(event: Event) -> int:
        return erase_with_history(Registration.objects.filter(event=event), fields_of_class(key)["Registration"])

    return step


def _logistics(event: Event) -> int:
    return delete_logistics(Registration.objects.filter(event=event))


def delete_logistics(registrations: models.QuerySet[Registration]) -> int:
    """The rows go; their history stays, emptied. Says how many rows went."""
    n, _ = Logistics.objects.filter(registration__in=registrations).delete()
    asked = set(fields_of_class("logistics")["Logistics"]) - {"registration", "answered_at", "revision"}
    erase(history_rows(Logistics).filter(registration__in=registrations), sorted(asked))
    return n


def _links(event: Event) -> int:
    rows = PersonalLink.objects.filter(Q(delegation__event=event) | Q(registration__event=event))
    return rows.delete()[0]


def _sex(event: Event) -> int:
    """First the counts that stay, then the answers."""
    keep_counts(event)
    return _registrations("sex")(event)


def keep_counts(event: Event) -> None:
    """Write down how many came, by jurisdiction or organisation, role and sex; once and for all."""
    if event.kept_counts.exists():
        return
    coming = Registration.objects.coming().filter(event=event).order_by()
    groups = coming.values("delegation__jurisdiction", "delegation__organisation", "role", "sex")
    KeptCount.objects.bulk_create(
        KeptCount(
            event=event,
            jurisdiction_id=group["delegation__jurisdiction"],
            organisation_id=group["delegation__organisation"],
            role=group["role"],
            sex=group["sex"],
            people=group["n"],
        )
        for group in groups.annotate(n=Count("pk"))
    )


def _mails(event: Event) -> int:
    """What waits to be sent is left alone: it is erased once it was sent or stopped."""
    about = (
        Q(registration__event=event)
        | Q(move__registration__event=event)
        | Q(delegation__event=event)
        | Q(announcement__event=event)
    )
    rows = OutgoingEmail.objects.filter(about).exclude(status=MailStatus.QUEUED)
    return erase_with_history(rows, fields_of_class("correspondence")["OutgoingEmail"])


def _remarks(event: Event) -> int:
    names = fields_of_class("remark")
    return erase(Move.objects.filter(registration__event=event), names["Move"]) + erase_with_history(
        Delegation.objects.filter(event=event), names["Delegation"]
    )


# --- Of no event ----------------------------------------------------------------------------------


def _sex_of_people(before: date) -> int:
    """People all of whose workshops are so long over; who was at none yet is left alone."""
    recent = Registration.objects.filter(event__ends_on__gte=before)
    people = User.objects.filter(pk__in=Registration.objects.values("person")).exclude(pk__in=recent.values("person"))
    return erase_with_history(people, ["sex"])


def _lists(before: date) -> int:
    """Of an outcome the counts stay, not the sentences about rows."""
    lists = ListImport.objects.filter(uploaded_at__date__lt=before).exclude(rows=[], outcome={}).order_by("pk")
    n = 0
    for uploaded in lists.select_for_update():
        counts = {name: value for name, value in uploaded.outcome.items() if isinstance(value, int)}
        if uploaded.rows or counts != uploaded.outcome:
            n += ListImport.objects.filter(pk=uploaded.pk).update(rows=[], outcome=counts)
    return n


def _mails_of_accounts(before: date) -> int:
    rows = OutgoingEmail.objects.filter(
        created_at__date__lt=before, registration=None, move=None, delegation=None, announcement=None
    ).exclude(status=MailStatus.QUEUED)
    return erase_with_history(rows, fields_of_class("correspondence")["OutgoingEmail"])


def _requests(before: date) -> int:
    rows = DataRequest.objects.filter(answered_at__date__lt=before)
    return erase_with_history(rows, fields_of_class("request")["DataRequest"])


OF_EVENT: dict[str, Step] = {
    "draft": _registrations("draft"),
    "logistics": _logistics,
    "link": _links,
    "details": _registrations("details"),
    "sex": _sex,
    "consent": _registrations("consent"),
    "correspondence": _mails,
    "remark": _remarks,
}
OF_TIME: dict[str, Callable[[date], int]] = {
    "list": _lists,
    "sex": _sex_of_people,
    "correspondence": _mails_of_accounts,
    "request": _requests,
}
