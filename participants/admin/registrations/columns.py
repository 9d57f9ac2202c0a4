"""The columns of the list of registrations and of what is exported from it. A row is a dictionary of values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils.dates import MONTHS_3
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import make_naive

from participants.languages import Language
from participants.models import Registration
from participants.models.registrations import Diet
from participants.states import ASKS_FOR_SEAT, HOLDS_SEAT, MailStatus, RegistrationStatus
from workshop_portal.spreadsheets import Cell

Row = dict
LANGUAGES = dict(Language.choices)
ROLES = dict(Registration.Role.choices)
SEXES = dict(Registration.Sex.choices)
DIETS = dict(Diet.choices)
STATES = dict(RegistrationStatus.choices)
MONTHS = {number: str(name).capitalize() for number, name in MONTHS_3.items()}
MAILS = dict(MailStatus.choices)
# The same few pieces of HTML in every row, made once.
CHIPS = {
    status: format_html('<span class="chip chip-{}">{}</span>', status.value, status.label)
    for status in (*RegistrationStatus, *MailStatus)
}
NOT_CONFIRMED = mark_safe('<span class="cell-note">not confirmed</span>')
OVER_QUOTA = mark_safe('<span class="cell-note cell-warning">over quota</span>')


@dataclass(frozen=True, eq=False)
class Column:
    """One column: its `cell` for the page, as text or safe HTML, and the cells that an export has in its place.

    `needs` is the permission it is for. Django's list takes it for the heading.
    """

    name: str
    title: str
    cell: Callable[[Row], object]
    ordering: object = None
    needs: str = ""
    is_standard: bool = True
    exports: Sequence[tuple[str, Callable[[Row], Cell]]] = ()

    @property
    def __name__(self):
        return self.name

    @property
    def short_description(self):
        return self.title

    @property
    def admin_order_field(self):
        return self.ordering

    def __call__(self, row: Row):
        return self.cell(row)

    def html(self, row: Row) -> str:
        return f'<td class="field-{self.name}">{conditional_escape(self.cell(row))}</td>'


def columns_for(user, *, of_one_event: bool) -> list[Column]:
    """The columns that this person may see. The event is a column where there are several."""
    return [
        column
        for column in COLUMNS
        if (not column.needs or user.has_perm(column.needs)) and not (of_one_event and column.name == "event")
    ]


def name_of(row: Row) -> str:
    return f"{row['family_name']}, {row['given_name']}"


def _from(row):
    return row["jurisdiction_name"] or row["organisation_name"]


def _state(row):
    unconfirmed = row["status"] not in {RegistrationStatus.NOMINATED} and not row["confirmed_at"]
    return CHIPS[row["status"]] + NOT_CONFIRMED if unconfirmed else CHIPS[row["status"]]


def _is_over_quota(row) -> bool:
    """Of a role that more people have or ask for than there are seats, and one of those people."""
    asks = row["status"] in ASKS_FOR_SEAT and row["reserve_position"] is None
    return bool((asks or row["status"] in HOLDS_SEAT) and row["seat"].over)


def _seats(row):
    taken = f"{row['seat'].used + row['seat'].offered}/{row['seat'].seats}"
    return SafeString(taken) + OVER_QUOTA if _is_over_quota(row) else taken


def _needs(row):
    words = [
        ("Access", row["access_needs"]),
        ("Diet", row["diet"] or row["diet_note"]),
        ("Visa letter", row["visa_letter"]),
    ]
    return ", ".join(word for word, is_needed in words if is_needed)


def _diet(row):
    kinds = [DIETS.get(kind, kind) for kind in row["diet"] or ()]
    return ", ".join([*kinds, *filter(None, [row["diet_note"]])])


def _letter(row):
    if row["is_named"]:
        return "Named"
    return "Not named" if row["has_letter"] else "No letter"


def _mail(row):
    return CHIPS.get(row["mail_status"], "–")


def _time(name: str, title: str, of: str, ordering: object = None, **more) -> Column:
    """A time as people at the event read it. In a spreadsheet it is a time without a zone, because they know none."""

    def cell(row):
        if not (at := row[of]):
            return "–"
        at = at.astimezone(row["zone"])
        return f"{at.day} {MONTHS[at.month]} {at:%Y, %H:%M}"  # four times as fast as Django's formats

    def export(row):
        return make_naive(row[of], row["zone"]) if row[of] else None

    return Column(name, title, cell, ordering, exports=[(title, export)], **more)


def _word(name: str, words: dict) -> Callable[[Row], str]:
    return lambda row: words.get(row[name], "")


def _yes(name: str) -> Callable[[Row], str]:
    return lambda row: "Yes" if row[name] else "No"


def _plain(name: str) -> Callable[[Row], str]:
    return lambda row: row[name] or ""


LOGISTICS, MAIL = "participants.view_logistics", "participants.view_outgoingemail"
FAMILY_AND_GIVEN = [("Family name", _plain("family_name")), ("Given name", _plain("given_name"))]
STATE_AND_CONFIRMED = [("State", _word("status", STATES)), ("Confirmed by the person", _yes("confirmed_at"))]
SEAT_NUMBERS = [
    ("Seats taken", lambda row: row["seat"].used + row["seat"].offered),
    ("Seats", lambda row: row["seat"].seats),
    ("Over quota", lambda row: "Yes" if _is_over_quota(row) else "No"),
]
NEEDS = [
    ("Access needs", _plain("access_needs")),
    ("Diet", _diet),
    ("Visa letter", _yes("visa_letter")),
]
PLACE = F("delegation__jurisdiction__position").asc(nulls_last=True)

COLUMNS = [
    Column("name", "Name", name_of, "sort_key", exports=FAMILY_AND_GIVEN),
    Column("own_script", "Name in own script", _plain("own_script_name"), is_standard=False),
    Column("delegation", "Delegation", _from, PLACE),
    Column("event", "Event", _plain("event_title"), "event__starts_on"),
    Column("role", "Role", _word("role", ROLES), "role"),
    Column("state", "State", _state, "status", exports=STATE_AND_CONFIRMED),
    Column("seats", "Seats", _seats, exports=SEAT_NUMBERS),
    Column("interpretation", "Interpretation", _word("interpretation", LANGUAGES), "interpretation"),
    Column("needs", "Needs", _needs, needs=LOGISTICS, exports=NEEDS),
    Column("letter", "Letter", _letter),
    _time("changed", "Last change", "changed_at"),
    Column("mail", "Last mail", _mail, needs=MAIL, exports=[("Last mail", _word("mail_status", MAILS))]),
    Column("email", "E-mail", _plain("email"), is_standard=False),
    Column("rank", "Rank", _plain("rank"), "rank", is_standard=False),
    Column("position", "Position", _plain("position"), is_standard=False),
    Column("service", "Service", _plain("service"), "service", is_standard=False),
    Column("sex", "Sex", _word("sex", SEXES), "sex", is_standard=False),
    Column("photos", "Photographs", _yes("photo_consent"), "photo_consent", is_standard=False),
    _time("decided", "Decided", "decided_at", "decided_at", is_standard=False),
    _time("arrival", "Arrival", "arrives_at", "logistics__arrives_at", needs=LOGISTICS, is_standard=False),
    _time("departure", "Departure", "leaves_at", "logistics__leaves_at", needs=LOGISTICS, is_standard=False),
]
