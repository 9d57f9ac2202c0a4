"""The list of one delegation as a spreadsheet, and the row that says who took it."""

from django.db import transaction
from django.utils import timezone

from events.designations import marked_in
from participants.models import Delegation, Disclosure, Registration, User
from participants.querysets import led_delegations
from participants.states import RegistrationStatus
from workshop_portal.spreadsheets import as_xlsx

HEADERS = (
    "Role", "State", "Reserve place", "Given name", "Family name", "Name in own script", "Rank", "Position", "Service",
    "Sex", "E-mail",
)  # fmt: skip
LEFT_OUT = "People who asked to be in no list are not in this file, unless they are nominated and have not confirmed."


@transaction.atomic
def delegation_as_xlsx(delegation: Delegation, *, by: User) -> bytes:
    """Everybody on the list whom `by` may take out, as they were nominated or as they confirmed it.

    A nomination that its person has not confirmed says only what the delegation typed, so the delegation always gets
    it: a row that is missing would tell it something of the owner of any address that it cares to nominate.
    """
    known = Registration.objects.visible_to(by).filter(delegation=delegation).live()
    registrations = known.exportable_by(by)
    if delegation.pk in led_delegations(by):
        registrations |= known.filter(status=RegistrationStatus.NOMINATED, confirmed_at=None)
    rows = [_row(row) for row in registrations.select_related("person").order_by("sort_key", "pk")]
    today = timezone.localdate(timezone=delegation.event.zone)
    notes = [f"Delegation of {delegation} to {delegation.event}, {today:%-d %B %Y}.", LEFT_OUT]
    notes += [f"* {jurisdiction.footnote}" for jurisdiction in marked_in(" ".join(notes))]
    notes.append(delegation.event.mandate.acknowledgement)
    Disclosure.objects.create(
        kind=Disclosure.Kind.DELEGATION,
        by=by,
        event=delegation.event,
        delegation=delegation,
        rows=len(rows),
        detail="XLSX, everybody on the list",
    )
    return as_xlsx(str(delegation), HEADERS, rows, notes=notes)


def _row(registration: Registration) -> tuple:
    return (
        registration.get_role_display(),
        registration.get_status_display(),
        registration.reserve_position,
        registration.given_name,
        registration.family_name,
        registration.own_script_name,
        registration.rank,
        registration.position,
        registration.service,
        registration.get_sex_display(),
        registration.person.email,
    )
