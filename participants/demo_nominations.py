"""Delegations to the workshop that is still to come: invited, nominated and asked, by the actions of their pages."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from events.demo_papers import upload
from participants import actions
from participants.demo_plan import SUBMITTED, WAYS
from participants.models import Delegation, Registration, User
from participants.models.details import DETAILS
from participants.states import RegistrationStatus, Role

LETTER_BEFORE = timedelta(days=3)


def make(delegation: Delegation, row: Mapping[str, Any], *, by: User) -> None:
    """Invite the focal points and let the first of them do what the plan says; `by` decides."""
    actions.invite_focal_points(delegation, by=by)
    focal_point = delegation.focal_points.earliest("pk")
    for person in row["people"]:
        _nominate(delegation, person, focal_point=focal_point, by=by)
    if "letter" in row:
        _send_letter(delegation, row["letter"], focal_point)


def _nominate(delegation: Delegation, row: Mapping[str, Any], *, focal_point: User, by: User) -> None:
    registration = actions.nominate(
        delegation,
        email=row["email"],
        details=_details(row["email"]),
        role=row.get("role", Role.MEMBER),
        as_reserve=row.get("reserve", False),
        by=focal_point,
    )
    for status in WAYS[row["state"]]:
        reason = row.get("reason", "") if status == row["state"] else ""
        if status == SUBMITTED:
            _confirm(registration)
        else:
            actions.DECISIONS[RegistrationStatus(status)](registration, by=by, reason=reason)
    if "replaced_by" in row:
        email = row["replaced_by"]
        actions.replace_nominee(
            registration, email=email, details=_details(email), by=focal_point, reason=row["reason"]
        )


def _confirm(registration: Registration) -> None:
    """The person finds everything right."""
    person = registration.person
    said = {name: getattr(registration, name) for name in (*DETAILS, "interpretation", "photo_consent")}
    said |= {"list_consent": not person.do_not_publish, "mail_language": person.mail_language}
    actions.confirm_own_data(registration, said, by=person)
    registration.refresh_from_db()


def _details(email: str) -> dict[str, Any]:
    """What a focal point types, who knows the colleague."""
    person = User.objects.get(email=email)
    return {name: getattr(person, name) for name in DETAILS}


def _send_letter(delegation: Delegation, row: Mapping[str, Any], focal_point: User) -> None:
    named = Registration.objects.filter(delegation=delegation, person__email__in=row["covers"])
    people = [f"{person.get_full_name()}, {person.get_role_display().lower()}" for person in named.order_by("pk")]
    paper = {
        "title": "Nomination letter",
        "subtitle": f"Reference {row['reference']}",
        "sections": [{"heading": "We nominate", "points": people, "paragraphs": [f"Signed: {row['signatory']}"]}],
    }
    file = upload(
        "Nomination letter.pdf", paper, event=delegation.event, originator=str(delegation), marking="", sessions=()
    )
    actions.add_letter(
        delegation,
        file,
        reference=row["reference"],
        dated_on=timezone.localdate(timezone=delegation.event.zone) - LETTER_BEFORE,
        signatory=row["signatory"],
        covers=list(named.values_list("pk", flat=True)),
        by=focal_point,
    )
