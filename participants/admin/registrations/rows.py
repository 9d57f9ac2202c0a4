"""The rows of the list and of its exports: all that any column reads, in one query, however many rows there are."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from participants.models.delegations import seats_for
from participants.seats import SeatCount
from participants.states import ASKS_FOR_SEAT, COMES

from .columns import Column, Row, name_of

EXPORTED_AT_ONCE = 1000

# Written out, because building it by the ORM cost as much as reading the rows (docs/decisions/0006-speed.md).
# The keys were found by the queryset, which knows who may see whom.
ROWS_SQL = f"""
WITH chosen AS (SELECT * FROM participants_registration WHERE id = ANY(%(pks)s)),
taken AS (
    SELECT delegation_id, role, count(*) FILTER (WHERE status = ANY(%(comes)s)) AS seats_used,
        count(*) FILTER (WHERE status = 'offered') AS seats_offered,
        count(*) FILTER (WHERE status = ANY(%(asks)s) AND reserve_position IS NULL) AS seats_asked
    FROM participants_registration WHERE delegation_id IN (SELECT delegation_id FROM chosen)
    GROUP BY delegation_id, role
)
SELECT r.id, r.event_id, r.status, r.role, r.reserve_position, r.family_name, r.given_name, r.own_script_name, r.rank,
    r.position, r.service, r.sex, r.interpretation, r.photo_consent, r.confirmed_at, r.decided_at,
    j.name AS jurisdiction_name, o.short_name AS organisation_name, e.title AS event_title, e.time_zone,
    (SELECT p.email FROM participants_user p WHERE p.id = r.person_id) AS email,
    l.diet, l.diet_note, l.access_needs, l.visa_letter, l.arrives_at, l.leaves_at,
    taken.seats_used, taken.seats_offered, taken.seats_asked, {seats_for("r.role", "d")} AS seats,
    letter.newest IS NOT NULL AS has_letter,
    EXISTS (SELECT FROM participants_nominationletter_covers c
        WHERE c.nominationletter_id = letter.newest AND c.registration_id = r.id) AS is_named,
    (SELECT max(pgh_created_at) FROM participants_registrationhistory h WHERE h.pgh_obj_id = r.id) AS changed_at,
    (SELECT m.status FROM participants_outgoingemail m WHERE m.registration_id = r.id ORDER BY m.id DESC LIMIT 1)
        AS mail_status
FROM chosen r
JOIN participants_delegation d ON d.id = r.delegation_id
JOIN taken ON taken.delegation_id = r.delegation_id AND taken.role = r.role
JOIN events_event e ON e.id = r.event_id
LEFT JOIN events_jurisdiction j ON j.id = d.jurisdiction_id
LEFT JOIN events_organisation o ON o.id = d.organisation_id
LEFT JOIN participants_logistics l ON l.registration_id = r.id
LEFT JOIN (SELECT delegation_id, max(id) AS newest FROM participants_nominationletter GROUP BY delegation_id) letter
    ON letter.delegation_id = r.delegation_id
"""  # noqa: S608 – only names of columns


def rows_of(pks: Sequence[int]) -> list[Row]:
    """The registrations with these keys, in the order of the keys. Who shows them leaves out what may not be read."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS_SQL, {"pks": list(pks), "comes": sorted(COMES), "asks": sorted(ASKS_FOR_SEAT)})
        names = [column.name for column in cursor.description]
        rows = {found[0]: dict(zip(names, found, strict=True)) for found in cursor.fetchall()}
    for row in rows.values():
        row["seat"] = SeatCount(row["role"], row["seats"], row["seats_used"], row["seats_offered"], row["seats_asked"])
        row["zone"] = ZoneInfo(row["time_zone"])
    return [rows[pk] for pk in pks if pk in rows]


def rows_one_by_one(pks: Sequence[int]) -> Iterator[Row]:
    """The same for as many as wanted, with no more than a thousand of them in memory."""
    for start in range(0, len(pks), EXPORTED_AT_ONCE):
        yield from rows_of(pks[start : start + EXPORTED_AT_ONCE])


def html_of(rows: Sequence[Row], columns: Sequence[Column], *, query: str, with_boxes: bool) -> SafeString:
    """The body of the table. Each name leads to its page, `query` back to where one was."""
    return mark_safe("".join(_html_of(row, columns, escape(query), with_boxes) for row in rows))  # noqa: S308 – escaped


def _html_of(row: Row, columns: Sequence[Column], query: str, with_boxes: bool) -> str:
    name = escape(name_of(row))
    box = (
        f'<td class="action-checkbox"><input type="checkbox" name="_selected_action" class="action-select"'
        f' value="{row["id"]}" aria-label="Select {name}"></td>'
    )
    head = f'<th class="field-name"><a href="{row["id"]}/change/{query}">{name}</a></th>'
    cells = "".join(head if column.name == "name" else column.html(row) for column in columns)
    return f"<tr>{box if with_boxes else ''}{cells}</tr>"
