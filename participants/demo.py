"""The people of the demonstration and how far they got, all by the same actions that pages and back office use.

Approving and the like write mails, as they always do, and the mails stay queued like any other: the
demonstration delivers into the folder var/mail, and every address ends in .example, which nobody serves.
An outbox in which the worker has really sent what people were told is what there is to see.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from events.demo_plan import COMING, WORKSHOPS
from events.models import Event, Jurisdiction, Organisation
from events.states import EventStatus
from participants import actions, demo_nominations, demo_plan
from participants.demo_plan import EMPLOYER, OFFICER, PERSON_TEXTS, SUBMITTED, WAYS
from participants.models import Delegation, Registration, User
from participants.models.delegations import SEATS
from participants.states import RegistrationStatus, Role

PERSON_FIELDS = (*PERSON_TEXTS[1:], "do_not_publish", "is_superuser")


@transaction.atomic
def load_staff(plan: Mapping[str, Any]) -> User:
    """Make the staff accounts that are missing; returns the event officer, who does the rest. Needs the groups."""
    for row in plan["staff"]:
        person, is_new = _person(row, organisation=Organisation.objects.get(code=EMPLOYER), is_staff=True)
        if is_new:
            person.groups.set(Group.objects.filter(name__in=row.get("groups", [])))
    return User.objects.get(email=OFFICER)


@transaction.atomic
def load(plan: Mapping[str, Any], *, by: User) -> list[str]:
    """Make people, delegations and registrations that are missing; says what it did, in sentences.

    Needs the events. A delegation that is there is left as people have changed it, and so is an event
    that is over. A second run writes nothing.
    """
    senders = _jurisdictions_and_organisations()
    new = [_person(row, **senders[code])[1] for code, rows in plan["people"].items() for row in rows]
    done = [f"Made {sum(new)} people."] if any(new) else []
    for slug in WORKSHOPS:
        event = Event.objects.get(slug=slug)
        delegations = plan["delegations"][slug]
        have = set(event.delegations.values_list("jurisdiction__code", flat=True))
        have |= set(event.delegations.values_list("organisation__code", flat=True))
        missing = [code for code in delegations["of"] if code not in have]
        if event.status != EventStatus.PUBLISHED or not missing:
            continue
        for code in missing:
            _make_delegation(event, delegations, delegations["of"][code], senders[code], by=by)
        done.append(f"Made {len(missing)} delegations to “{event}”.")
    return done


def accounts() -> list[dict[str, Any]]:
    """Who can be tried out: the person, the role in words, what they see. Raises DataFileError."""
    rows = demo_plan.read_accounts()
    people = {person.email: person for person in User.objects.filter(email__in=[row["email"] for row in rows])}
    return [row | {"person": people[row["email"]]} for row in rows if row["email"] in people]


def _jurisdictions_and_organisations() -> dict[str, dict[str, Any]]:
    """Each code with the one field of a person or delegation that it fills."""
    found: dict[str, dict[str, Any]] = {row.code: {"jurisdiction": row} for row in Jurisdiction.objects.all()}
    return found | {row.code: {"organisation": row} for row in Organisation.objects.all()}


def _person(row: Mapping[str, Any], **fields: Any) -> tuple[User, bool]:
    """The person with this address, and whether they were made just now; somebody who is there stays as is."""
    person = User.objects.filter(email=row["email"]).first()
    if person is not None:
        return person, False
    own = {name: row[name] for name in PERSON_FIELDS if name in row}
    return User.objects.create_user(row["email"], is_fictional=True, **own, **fields), True


def _make_delegation(event: Event, deadlines, row: Mapping[str, Any], sender: Mapping[str, Any], *, by: User) -> None:
    seats = {SEATS[role]: row["seats"].get(role, 0) for role in Role}
    delegation = Delegation(event=event, **seats, **sender)
    delegation.nominate_by = event.starts_on - timedelta(days=deadlines["nominate_before"])
    delegation.confirm_by = event.starts_on - timedelta(days=deadlines["confirm_before"])
    delegation.full_clean()
    delegation.save()
    focal_points = list(User.objects.filter(email__in=row.get("focal_points", ())))
    delegation.focal_points.set(focal_points)
    if event.slug == COMING:
        demo_nominations.make(delegation, row, by=by)
        return
    for person in row["people"]:
        _register(delegation, person, nominated_by=focal_points[0] if focal_points else by, by=by)


def _register(delegation: Delegation, row: Mapping[str, Any], *, nominated_by: User, by: User) -> None:
    registration = Registration(
        delegation=delegation,
        person=User.objects.get(email=row["email"]),
        role=row.get("role", Role.MEMBER),
        nominated_by=nominated_by,
    )
    registration.take_details_of(registration.person)
    registration.full_clean()
    registration.save()
    for status in WAYS[row["state"]]:
        reason = row.get("reason", "") if status == row["state"] else ""
        who = nominated_by if status == SUBMITTED else by
        actions.DECISIONS[RegistrationStatus(status)](registration, by=who, reason=reason)
    if "replaced_by" in row:
        successor = User.objects.get(email=row["replaced_by"])
        actions.replace(registration, person=successor, by=by, reason=row["reason"])
