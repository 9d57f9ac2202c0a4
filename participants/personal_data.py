"""The inventory of personal data: for every field why it is held, who sees it, and when it is erased.

Docs and the privacy notice are made from it, forms read it (`about`), the purge takes its periods from it, and a test
compares it with the models. The periods are in settings.RETENTION_DAYS.
"""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import models

ACCOUNT = "as long as the account"
AUDIT = "as long as the funding may be audited"
NOT_PERSONAL = "about nobody"
PROPOSED = "proposed"  # no period is agreed yet, and every text that names one says so


@dataclass(frozen=True)
class FieldClass:
    """Fields that are erased together: `settings.RETENTION_DAYS[key]` days after the event, or as `kept` says."""

    key: str
    title: str
    kept: str = ""
    counted_from: str = "the event"
    then: str = ""

    @property
    def days(self) -> int | None:
        """Days after the last day of the event (or after `counted_from`); None when no time ends it."""
        return None if self.kept else settings.RETENTION_DAYS[self.key]

    @property
    def erased(self) -> str:
        """When it is erased, to stand after "Erased: " or in a table."""
        if self.kept:
            return f"kept {self.kept}" if self.kept != NOT_PERSONAL else "not erased"
        days = self.days
        when = f"{days} day{'s' if days != 1 else ''} after {self.counted_from}" if days else (
            f"when {self.counted_from} is over"
        )  # fmt: skip
        return f"{when} ({PROPOSED}){self.then}"


CLASSES = {
    entry.key: entry
    for entry in (
        FieldClass("account", "Account", kept=ACCOUNT),
        FieldClass("profile", "Your own record", kept=ACCOUNT),
        FieldClass("identity", "Who came, for whom, as what", kept=AUDIT),
        FieldClass("decision", "Decisions", kept=AUDIT),
        FieldClass("record", "Records that are only added to", kept=AUDIT),
        FieldClass("letter", "Nomination letters", kept=AUDIT),
        FieldClass("invitation", "Invitations", kept=AUDIT),
        FieldClass("words", "Words of mails", kept=NOT_PERSONAL),
        FieldClass("draft", "Forms that were begun and not sent"),
        FieldClass("list", "Content of an uploaded list", counted_from="the upload"),
        FieldClass("logistics", "Travel, nights, meals, access"),
        FieldClass("link", "Personal links"),
        FieldClass("details", "Details for one event"),
        FieldClass("sex", "Sex", then="; counts stay"),
        FieldClass("consent", "What you agreed to"),
        FieldClass("correspondence", "Mails"),
        FieldClass("remark", "Reasons and remarks"),
        FieldClass("request", "What you asked about your data", counted_from="the answer"),
    )
}

VIEWERS = {
    "P": "you",
    "F": "the focal point of your delegation",
    "H": "your head of delegation",
    "O": "event officers",
    "D": "the registration desk",
    "S": "staff who see the row",
    "U": "auditors",
    "A": "administrators",
}


@dataclass(frozen=True)
class Line:
    """Fields with one purpose. `what` names them for the privacy notice; empty when they say nothing of a person.

    `who` are keys of VIEWERS, empty for nobody; `also` a viewer in words.
    """

    fields: tuple[str, ...]
    what: str
    why: str
    who: str
    kept: str
    also: str = ""

    @property
    def field_class(self) -> FieldClass:
        return CLASSES[self.kept]

    @property
    def erased(self) -> str:
        return self.field_class.erased

    @property
    def seen_by(self) -> str:
        """Who sees it, as a phrase."""
        names = [*(VIEWERS[key] for key in self.who), *([self.also] if self.also else [])]
        if not names:
            return "nobody"
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _line(model: str, names: str, what: str, why: str, who: str, kept: str, also: str = "") -> Line:
    return Line(tuple(f"{model}.{name}" for name in names.split()), what, why, who, kept, also)


LINES = (
    # --- The person, as of now ---
    _line("User", "email", "E-mail address", "it is the sign-in, and mail goes there", "PODA", "account",
          also="the focal point who nominated you with it"),
    _line("User", "given_name family_name own_script_name", "Your names", "to address and list you, as typed",
          "PODA", "profile"),
    _line("User", "mail_language", "Language of mails", "so that you can read what is written", "POA", "account"),
    _line("User", "badge_name rank position service working_languages",
          "Name for the badge, rank, position, service, languages",
          "to fill the form of your next workshop, so that you need not type them again", "PODA", "profile"),
    _line("User", "jurisdiction organisation", "Jurisdiction or organisation", "whom you belong to", "PODA", "profile"),
    _line("User", "sex", "Sex, if stated", "counts of women and men for the donor; “not stated” is an answer", "PODA",
          "sex"),
    _line("User", "do_not_publish", "That you are in no list",
          "whoever has it is in no list, export or photograph, and two named officers see the record", "POA",
          "account"),
    _line("User", "is_fictional", "", "made up for the demonstration; the only people who get sign-in links", "ODA",
          "words"),
    _line("User", "is_active is_staff is_superuser groups user_permissions", "What your account may do",
          "staff get their rights by group; single permissions are never given", "PODA", "account"),
    _line("User", "password", "", "always unusable: there are no passwords", "", "account"),
    _line("User", "last_login joined_at", "When your account was made and last used",
          "to find accounts that nobody uses", "PODA", "account"),
    _line("User", "search_key sort_key", "", "names and address folded for searching; the database makes them", "",
          "profile"),
    _line("User", "session_seal", "", "random; a new one ends every session", "", "account"),
    # --- Delegations ---
    _line("Delegation", "event jurisdiction organisation seats seats_head seats_member seats_speaker "
          "seats_interpreter seats_observer seats_driver nominate_by confirm_by offer_days revision", "",
          "whom was invited, for how many, until when", "FHODA", "invitation"),
    _line("Delegation", "focal_points", "That you are a focal point", "who nominates, and reads what the delegation "
          "reads", "PFHODA", "invitation"),
    _line("Delegation", "notes", "What staff noted of a delegation", "what staff have to remember", "ODA", "remark"),
    _line("NominationLetter", "delegation file original_name sha256 size media_type reference dated_on signatory "
          "covers uploaded_at uploaded_by", "The nomination letter: file, number, date, who signed, whom it names",
          "that the authority itself sends these people", "FOA", "letter"),
    # --- Registrations ---
    _line("Registration", "given_name family_name own_script_name service", "Your names and service at an event",
          "who comes, as you and your delegation say", "PFHODA", "identity",
          also="by mail whoever gives up or takes a seat with you"),
    _line("Registration", "badge_name rank position working_languages",
          "Name for the badge, rank, position and languages at an event", "to seat, address and group people",
          "PFHODA", "details"),
    _line("Registration", "sex", "Sex at an event, if stated",
          "counts of women and men for the donor; “not stated” is an answer", "PFHODA", "sex"),
    _line("Registration", "interpretation", "Interpretation you need", "which booth is needed for how many", "PFHODA",
          "details"),
    _line("Registration", "photo_consent list_consent", "Consent to photographs and to the participants’ list",
          "what you agreed to; no is the default", "PODA", "consent"),
    _line("Registration", "delegation event person role", "Your delegation and role", "who comes for whom, as what",
          "PFHODA", "identity"),
    _line("Registration", "status created_at decided_at decided_by replaced_by reserve_position offer_expires_at",
          "State of your registration, who decided, your place on the reserve list", "how far it got", "PFHODA",
          "decision"),
    _line("Registration", "nominated_by confirmed_at", "Who nominated you, and when you confirmed",
          "who asserted the data", "PFHODA", "decision"),
    _line("Registration", "draft", "A form you began and did not send", "so that nothing typed is lost", "P", "draft"),
    _line("Registration", "revision search_key sort_key", "",
          "counts changes; names folded for searching; the database makes them", "", "identity"),
    _line("Move", "registration before after by at", "Each step of your registration",
          "what was decided, by whom, when; never changed", "PFHODA", "decision"),
    _line("Move", "reason", "The reason of a step", "you are told why", "PODA", "remark"),
    # --- Logistics ---
    _line("Logistics", "arrives_at arrives_by arrival_note leaves_at leaves_by departure_note",
          "Arrival and departure", "to fetch you and to bring you back", "PFOA", "logistics"),
    _line("Logistics", "nights_from nights_until", "Nights", "to book your room", "PFOA", "logistics"),
    _line("Logistics", "diet diet_note", "Diet", "to order meals that you can eat", "PFOA", "logistics"),
    _line("Logistics", "access_needs", "Access needs", "to choose rooms that you can reach", "PFOA", "logistics"),
    _line("Logistics", "visa_letter", "Whether you want a letter for the visa", "to write it", "PFOA", "logistics"),
    _line("Logistics", "registration answered_at revision", "", "whose it is and when it was answered", "PFOA",
          "logistics"),
    # --- Mail ---
    _line("OutgoingEmail", "to reply_to subject body last_error", "Mails that the portal sent you",
          "what was told to whom; a sign-in code is erased once it is sent", "POA", "correspondence"),
    _line("OutgoingEmail", "registration delegation announcement purpose move message_id status created_at send_after "
          "attempts sent_at", "Whether a mail left the portal", "that you were told, and when", "POA", "decision"),
    _line("MailTemplate", "purpose language subject body revision", "", "the words of mails", "OA", "words"),
    _line("Announcement", "event criterion language subject body status created_at confirmed_at send_after "
          "stopped_at revision", "", "what was told to many", "OA", "invitation", also="who matches its filter"),
    _line("Announcement", "excluded created_by confirmed_by stopped_by", "", "who wrote it, and who was left out",
          "OA", "decision"),
    _line("PersonalLink", "key person email registration delegation created_at expires_at opened_at",
          "Personal links sent to you", "the way in by mail; opens nothing without a code to the same address", "P",
          "link"),
    # --- Lists from ministries ---
    _line("ListImport", "rows outcome", "Lists that a focal point uploaded",
          "read, checked and taken over or thrown away", "OA", "list", also="who uploaded it"),
    _line("ListImport", "delegation uploaded_by uploaded_at expires_at original_name headers mapping status "
          "applied_at", "That a list was uploaded", "who said what, and how the columns were read", "OA", "decision",
          also="who uploaded it"),
    # --- The record of what became of the data ---
    _line("Disclosure", "kind by at event delegation registration rows detail", "Who took data about people out of "
          "the portal, or read logistics", "so that it can be answered for", "POA", "record"),
    _line("DataRequest", "kind person status made_at answered_at answered_by", "That you asked about your data",
          "that it was answered", "POA", "record"),
    _line("DataRequest", "text answer", "What you asked about your data, and the answer", "to answer it", "POA",
          "request"),
    _line("PurgeRun", "at is_dry_run report", "", "what was erased when; counts only", "OUA", "record"),
    _line("KeptCount", "event jurisdiction organisation role sex people counted_at", "",
          "how many came, for the donor; counts only", "OUA", "record"),
    # --- References to people in events and assessments ---
    _line("MaterialAccess", "person", "Which files you opened or downloaded, and when",
          "to know who has a paper that was withdrawn", "POUA", "record"),
    _line("AgendaVersion", "published_by", "", "which member of staff did it", "S", "record"),
    _line("Material", "decided_by", "", "which member of staff did it", "S", "record"),
    _line("MaterialVersion", "uploaded_by", "", "which member of staff did it", "S", "record"),
    _line("Assessment", "shared_by", "", "which member of staff did it", "S", "record"),
)  # fmt: skip


@cache
def _by_field() -> dict[str, Line]:
    return {field: line for line in LINES for field in line.fields}


def about(model: type[models.Model] | models.Model, field: str) -> Line:
    """Why the field is held (`.why`), who sees it (`.seen_by`) and when it is erased (`.erased`), each a phrase.

    Raises KeyError for a field that the inventory does not have.
    """
    return _by_field()[f"{model._meta.object_name}.{field}"]


def fields_of_class(key: str) -> dict[str, list[str]]:
    """The fields that are erased together, by the name of their model."""
    found: dict[str, list[str]] = {}
    for line in LINES:
        if line.kept == key:
            for field in line.fields:
                model, name = field.split(".")
                found.setdefault(model, []).append(name)
    return found


def as_markdown() -> str:
    """The tables of docs/data-and-privacy.md."""
    periods = "\n".join(f"| {entry.title} | {entry.erased} |" for entry in CLASSES.values())
    lines = "\n".join(
        f"| {_marked(line.fields)} | {line.why} | {_codes(line)} | {line.field_class.title} |" for line in LINES
    )
    return (
        f"| class | how long |\n|---|---|\n{periods}\n\n"
        f"| field | what for | who sees it | class |\n|---|---|---|---|\n{lines}\n"
    )


def _marked(fields: tuple[str, ...]) -> str:
    return " ".join(f"`{field}`" for field in fields)


def _codes(line: Line) -> str:
    return "; ".join(part for part in (" ".join(line.who), line.also) if part) or "nobody"
