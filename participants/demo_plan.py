"""The people of the demonstration: their file, read and checked as a whole before a row is written."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from events.demo_plan import COMING, WORKSHOPS, check_fields
from events.models import Jurisdiction, Organisation
from participants.groups import GROUPS
from participants.models import Move, NominationLetter, Registration, User
from participants.states import ASKS_FOR_SEAT, LIVE, NEEDS_REASON, RegistrationStatus, Role
from workshop_portal import yaml_files
from workshop_portal.yaml_files import DataFile, Key

PEOPLE = Path(__file__).parent / "data" / "demo_people.yaml"
OFFICER = "officer@seesac.example"  # who decides and publishes in the demonstration
EMPLOYER = "seesac"  # of its staff
PERSON_TEXTS = ("email", "given_name", "family_name", "own_script_name", "rank", "position", "service", "sex")
MOST_SEATS = 1000
MOST_DAYS_BEFORE = 365
SUBMITTED = RegistrationStatus.SUBMITTED
# The decisions that lead to each state; a nomination is submitted before anything is decided.
WAYS: dict[str, tuple[str, ...]] = {
    RegistrationStatus.NOMINATED: (),
    RegistrationStatus.SUBMITTED: (SUBMITTED,),
    RegistrationStatus.APPROVED: (SUBMITTED, RegistrationStatus.APPROVED),
    RegistrationStatus.RESERVE: (SUBMITTED, RegistrationStatus.RESERVE),
    RegistrationStatus.DECLINED: (SUBMITTED, RegistrationStatus.DECLINED),
    RegistrationStatus.WITHDRAWN: (SUBMITTED, RegistrationStatus.APPROVED, RegistrationStatus.WITHDRAWN),
    RegistrationStatus.REPLACED: (SUBMITTED, RegistrationStatus.APPROVED),  # then by the successor
}
KEEP_THE_SEAT = {RegistrationStatus.APPROVED, RegistrationStatus.REPLACED}


def read() -> dict[str, Any]:
    """The whole plan. Raises DataFileError at the first mistake. Needs the reference data; writes nothing."""
    file = yaml_files.load(PEOPLE)
    PeopleFile(file).check()
    data: dict[str, Any] = file.data
    return data


def read_accounts() -> list[dict[str, Any]]:
    """Who can be tried out. Raises DataFileError."""
    file = yaml_files.load(PEOPLE)
    _check_accounts(file)
    accounts: list[dict[str, Any]] = file.data["accounts"]
    return accounts


def _check_accounts(file: DataFile) -> None:
    places = [("accounts", number) for number in range(file.count("accounts"))]
    for place in places:
        file.check_values({"email": str, "role": str, "sees": str}, {}, *place)
    file.refuse_repeated(*((*place, "email") for place in places))


class PeopleFile:
    """The file of people, with what its parts say of each other."""

    def __init__(self, file: DataFile):
        self.file = file
        self.senders = [*Jurisdiction.objects.order_by("position").values_list("code", flat=True)]
        self.senders += Organisation.objects.order_by("code").values_list("code", flat=True)
        self.emails: dict[str, list[str]] = {}  # by the code of their jurisdiction or organisation

    def check(self) -> None:
        self.file.check_values({"staff": list, "people": dict, "delegations": dict, "accounts": list}, {})
        self._check_everybody()
        self.file.check_values(dict.fromkeys(WORKSHOPS, dict), {}, "delegations")
        for slug in WORKSHOPS:
            self._check_delegations("delegations", slug)
        _check_accounts(self.file)
        known = [email for emails in self.emails.values() for email in emails]
        for number in range(self.file.count("accounts")):
            self.file.one_of(known, "accounts", number, "email", of="people above")

    def _check_everybody(self) -> None:
        if EMPLOYER not in self.senders:
            raise self.file.error(f"Staff belong to “{EMPLOYER}”, which is not among the organisations.", "staff")
        staff = self._check_people({"groups": list, "is_superuser": bool}, "staff")
        if OFFICER not in self._emails(staff):
            raise self.file.error(f"“{OFFICER}” is missing, who decides and publishes.", "staff")
        groups = [group.name for group in GROUPS]
        for place in staff:
            for number in range(len(self.file.value(list, *place, "groups", default=[]))):
                self.file.one_of(groups, *place, "groups", number, of="groups")
        everybody = list(staff)
        self.emails[EMPLOYER] = self._emails(staff)
        for code in self.file.value(dict, "people"):
            self.file.refuse_unknown(code, self.senders, "people", code, of="jurisdictions and organisations")
            places = self._check_people({}, "people", code)
            self.emails[code] = self.emails.get(code, []) + self._emails(places)
            everybody += places
        self.file.refuse_repeated(*((*place, "email") for place in everybody))

    def _emails(self, places: Iterable[tuple[Key, ...]]) -> list[str]:
        return [self.file.value(str, *place, "email") for place in places]

    def _check_people(self, also: dict[Key, type], *place: Key) -> list[tuple[Key, ...]]:
        """The places of the people in a list."""
        required: dict[Key, type] = {"email": str, "given_name": str, "family_name": str}
        optional = also | {"do_not_publish": bool} | {name: str for name in PERSON_TEXTS if name not in required}
        places = [(*place, number) for number in range(self.file.count(*place))]
        for person in places:
            self.file.check_values(required, optional, *person)
            check_fields(self.file, User, {name: name for name in PERSON_TEXTS}, *person)
            email = self.file.value(str, *person, "email")
            if not email.endswith(".example") or email != email.lower():
                sentence = f"“{email}” must be in small letters and end in .example, which no mail server serves."
                raise self.file.error(sentence, *person, "email")
        return places

    def _check_delegations(self, *place: Key) -> None:
        self.file.check_values({"nominate_before": int, "confirm_before": int, "of": dict}, {}, *place)
        nominate = self.file.number(0, MOST_DAYS_BEFORE, *place, "nominate_before")
        if self.file.number(0, MOST_DAYS_BEFORE, *place, "confirm_before") > nominate:
            raise self.file.error("Confirming comes after nominating, so fewer days before.", *place, "confirm_before")
        for code in self.file.value(dict, *place, "of"):
            self.file.refuse_unknown(code, self.emails, *place, "of", code, of="groups of people above")
            self._check_delegation(self.emails[code], *place, "of", code)

    def _seats(self, *place: Key) -> dict[str, int]:
        """The seats by role; a role that is not named has none."""
        self.file.check_values({}, dict.fromkeys(Role.values, int), *place)
        named = self.file.value(dict, *place)
        return {role: self.file.number(0, MOST_SEATS, *place, role) if role in named else 0 for role in Role.values}

    def _check_delegation(self, emails: list[str], *place: Key) -> None:
        is_coming = place[1] == COMING
        optional: dict[Key, type] = {"focal_points": list} | ({"letter": dict} if is_coming else {})
        self.file.check_values({"seats": dict, "people": list}, optional, *place)
        for number in range(len(self.file.value(list, *place, "focal_points", default=[]))):
            self.file.one_of(emails, *place, "focal_points", number, of=f"people of {place[-1]}")
        free, has_head, named = self._seats(*place, "seats"), False, []
        for number in range(len(self.file.value(list, *place, "people"))):
            person = (*place, "people", number)
            row = self._check_registration(emails, *person)
            role, state = row.get("role", Role.MEMBER), row["state"]
            asks = is_coming and not row.get("reserve")
            if role == Role.HEAD:
                if has_head:
                    raise self.file.error("This delegation has a head already.", *person, "role")
                has_head = state in LIVE
            if (asks or RegistrationStatus.APPROVED in WAYS[state]) and not free[role]:
                raise self.file.error(f"Every seat for “{role}” is taken before this person.", *person)
            free[role] -= state in KEEP_THE_SEAT or (asks and state in ASKS_FOR_SEAT)
            named += [(*person, key) for key in ("email", "replaced_by") if key in row]
        self.file.refuse_repeated(*named)
        if "letter" in self.file.value(dict, *place):
            self._check_letter([self.file.value(str, *name) for name in named], *place, "letter")

    def _check_letter(self, emails: list[str], *place: Key) -> None:
        self.file.check_values({"reference": str, "signatory": str, "covers": list}, {}, *place)
        check_fields(self.file, NominationLetter, {name: name for name in ("reference", "signatory")}, *place)
        for number in range(self.file.count(*place, "covers")):
            self.file.one_of(emails, *place, "covers", number, of="people of this delegation")

    def _check_registration(self, emails: list[str], *place: Key) -> dict[str, Any]:
        optional: dict[Key, type] = {"role": str, "reason": str, "replaced_by": str}
        if place[1] == COMING:
            optional["reserve"] = bool
        self.file.check_values({"email": str, "state": str}, optional, *place)
        row: dict[str, Any] = self.file.value(dict, *place)
        self.file.one_of(emails, *place, "email", of=f"people of {place[-3]}")
        state = self.file.one_of(list(WAYS), *place, "state", of="states")
        check_fields(self.file, Registration, {"role": "role"}, *place)
        check_fields(self.file, Move, {"reason": "reason"}, *place)
        if "reason" not in row and state in NEEDS_REASON | {RegistrationStatus.REPLACED}:
            raise self.file.error(f"Somebody {state} is told why: “reason” is missing.", *place)
        if ("replaced_by" in row) != (state == RegistrationStatus.REPLACED):
            raise self.file.error("“replaced_by” and “state: replaced” belong together.", *place)
        if "replaced_by" in row:
            self.file.one_of(emails, *place, "replaced_by", of=f"people of {place[-3]}")
        return row
