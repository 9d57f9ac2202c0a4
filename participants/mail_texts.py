"""The words of every mail about an event: what can stand in them, and how they come with the portal.

Staff write others per purpose and language (`MailTemplate`). The acknowledgement of the mandate and the footnotes
of designations stand at the end of every mail by themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from participants.placeholders import Placeholder, check

NAME = Placeholder("name", "The name of the person, as the registration has it.", "Ana Šarić")
EVENT = Placeholder("event", "The title of the event.", "Workshop on firearms investigations")
DATES = Placeholder("dates", "The days of the event.", "14 to 15 December 2027")
VENUE = Placeholder("venue", "Where it is held; empty when not announced.", "Hotel Metropol, Belgrade")
CONTACT = Placeholder("contact", "The address of the organisers. Answers go there.", "workshop@seesac.example")
DELEGATION = Placeholder("delegation", "The jurisdiction or organisation.", "Albania")
ROLE = Placeholder("role", "As what the person comes.", "Member")
REASON = Placeholder("reason", "The reason that was given for the decision; may be empty.", "The seats are taken.")
NOMINATE_BY = Placeholder("deadline", "Until when people are nominated; may be empty.", "1 November 2027")
CONFIRM_BY = Placeholder("deadline", "Until when people confirm their data; may be empty.", "15 November 2027")
UNTIL = Placeholder("until", "Until when the seat is kept, in the zone of the event.", "3 December 2027, 14:30")
SUCCESSOR = Placeholder("successor", "Who comes instead.", "Gëzim Çela")
PERSONAL_LINK = Placeholder(
    "link",
    "The personal link. It opens for this person only, after a code to the same address.",
    "https://portal.example/link/Ab3dEf6hIj9kLm2nOp5qRs/",
)
REGISTRATION_PAGE = Placeholder(
    "link", "The address of the person's own registration.", "https://portal.example/events/workshop/registration/"
)
EVENT_PAGE = Placeholder("link", "The address of the event's page.", "https://portal.example/events/workshop/")

OF_EVENT = (EVENT, DATES, VENUE, CONTACT)
OF_REGISTRATION = (NAME, *OF_EVENT, DELEGATION, ROLE)


@dataclass(frozen=True)
class MailText:
    """What can stand in the text of one purpose, what must, and the text that comes with the portal, in English."""

    placeholders: tuple[Placeholder, ...]
    subject: str
    body: str
    required: tuple[str, ...] = ()

    def check_subject(self, subject: str) -> None:
        """Raises ValidationError. A link has no use in a subject."""
        check(subject, [placeholder for placeholder in self.placeholders if placeholder.name != "link"])

    def check_body(self, body: str) -> None:
        check(body, self.placeholders, self.required)

    @property
    def examples(self) -> dict[str, str]:
        return {placeholder.name: placeholder.example for placeholder in self.placeholders}


# By MailTemplate.Purpose.
TEXTS: Mapping[str, MailText] = {
    "invitation": MailText(
        (NAME, *OF_EVENT, DELEGATION, NOMINATE_BY, PERSONAL_LINK),
        "Invitation: {event}",
        """\
Dear {name},

{delegation} is invited to {event}, {dates}. You are a focal point of the delegation: you say who comes.

Please nominate until {deadline}.

The page of your delegation. It opens for you only, after a code that comes to this e-mail address:
{link}

Questions: {contact}
""",
        required=("link",),
    ),
    "nomination": MailText(
        (*OF_REGISTRATION, CONFIRM_BY, PERSONAL_LINK),
        "You were nominated: {event}",
        """\
Dear {name},

{delegation} nominated you for {event}, {dates}. Please confirm or correct your data. The organisers decide after that.

Please do so until {deadline}.

Your page. It opens for you only, after a code that comes to this e-mail address:
{link}

If you do not know of this, please write to {contact}.
""",
        required=("link",),
    ),
    "reminder": MailText(
        (*OF_REGISTRATION, CONFIRM_BY, PERSONAL_LINK),
        "Please confirm your data: {event}",
        """\
Dear {name},

{delegation} nominated you for {event}, {dates}, and your data is not confirmed yet.

Please confirm it until {deadline}.

Your page. It opens for you only, after a code that comes to this e-mail address:
{link}

Questions: {contact}
""",
        required=("link",),
    ),
    "submitted": MailText(
        (*OF_REGISTRATION, REGISTRATION_PAGE),
        "Your data is with the organisers: {event}",
        """\
Dear {name},

Thank you for confirming your data for {event}. The organisers decide now, and write to you. This is not an approval \
yet: please do not book any travel.

You can look at your registration, correct it or withdraw here:
{link}

Questions: {contact}
""",
    ),
    "approved": MailText(
        (*OF_REGISTRATION, REASON, EVENT_PAGE),
        "You are registered: {event}",
        """\
Dear {name},

You are registered for {event}, {dates}.

{reason}

The agenda and the materials are on the event's page. Sign in with this e-mail address; there is no password:
{link}

Questions: {contact}
""",
    ),
    "reserve": MailText(
        (*OF_REGISTRATION, REASON, REGISTRATION_PAGE),
        "You are on the reserve list: {event}",
        """\
Dear {name},

You are on the reserve list of your delegation for {event}. If a seat is given to you, we write to you.

{reason}

Please do not book any travel yet.

Questions: {contact}
""",
    ),
    "offer": MailText(
        (*OF_REGISTRATION, UNTIL, REGISTRATION_PAGE),
        "A seat is offered to you: {event}",
        """\
Dear {name},

A seat of your delegation for {event} is free, and you are the first on the reserve list. It is kept for you until \
{until}. After that it goes on to the next.

Say yes or no on the page of your registration:
{link}

Questions: {contact}
""",
        required=("until", "link"),
    ),
    "lapsed": MailText(
        (*OF_REGISTRATION, REASON, REGISTRATION_PAGE),
        "You are on the reserve list: {event}",
        """\
Dear {name},

The seat for {event} that was offered to you went on to the next. You are on the reserve list of your delegation \
again. If another seat is given to you, we write to you.

{reason}

Please do not book any travel yet.

Questions: {contact}
""",
    ),
    "declined": MailText(
        (*OF_REGISTRATION, REASON),
        "Your registration was declined: {event}",
        """\
Dear {name},

Your registration for {event} was declined.

Reason: {reason}

Questions: {contact}
""",
        required=("reason",),
    ),
    "recheck": MailText(
        (*OF_REGISTRATION, REGISTRATION_PAGE),
        "Your changed data is looked at: {event}",
        """\
Dear {name},

Your name or your service was changed after you were approved for {event}. Your seat stays yours; the organisers \
look at the change and write to you again.

Questions: {contact}
""",
    ),
    "withdrawn": MailText(
        (*OF_REGISTRATION, REASON),
        "Your registration was withdrawn: {event}",
        """\
Dear {name},

Your registration for {event} was withdrawn.

Reason: {reason}

If this is a mistake, please write to {contact}.
""",
        required=("reason",),
    ),
    "replaced": MailText(
        (*OF_REGISTRATION, REASON, SUCCESSOR),
        "Your place was given to a colleague: {event}",
        """\
Dear {name},

Your place at {event} was given to {successor} of your delegation.

{reason}

If this is a mistake, please write to {contact}.
""",
    ),
    "announcement": MailText(
        (*OF_REGISTRATION, CONFIRM_BY, REGISTRATION_PAGE),
        "{event}",
        """\
Dear {name},



Your registration: {link}
Questions: {contact}
""",
    ),
}
