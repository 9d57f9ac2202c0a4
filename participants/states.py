"""Every state of a registration, a mail and a bulk message, and every move between them. Reads as the specification."""

from django.db import models


class Role(models.TextChoices):
    """As what somebody comes. A delegation has a number of seats for each."""

    HEAD = "head", "Head of delegation"
    MEMBER = "member", "Member"
    SPEAKER = "speaker", "Speaker"
    INTERPRETER = "interpreter", "Interpreter"
    OBSERVER = "observer", "Observer"
    DRIVER = "driver", "Driver"


class RegistrationStatus(models.TextChoices):
    NOMINATED = "nominated", "Nominated"
    SUBMITTED = "submitted", "Awaiting decision"
    APPROVED = "approved", "Approved"
    RECHECK = "recheck", "Awaiting re-approval"
    RESERVE = "reserve", "Reserve"
    OFFERED = "offered", "Seat offered"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REPLACED = "replaced", "Replaced"


_S = RegistrationStatus
REGISTRATION_MOVES = {
    _S.NOMINATED: frozenset({_S.SUBMITTED, _S.WITHDRAWN, _S.REPLACED}),
    _S.SUBMITTED: frozenset({_S.APPROVED, _S.RESERVE, _S.DECLINED, _S.WITHDRAWN, _S.REPLACED}),
    _S.APPROVED: frozenset({_S.RECHECK, _S.WITHDRAWN, _S.REPLACED}),
    # The name or the service was changed after the decision: the seat stays, somebody looks again.
    _S.RECHECK: frozenset({_S.APPROVED, _S.DECLINED, _S.WITHDRAWN, _S.REPLACED}),
    _S.RESERVE: frozenset({_S.APPROVED, _S.OFFERED, _S.WITHDRAWN}),
    # A seat became free and waits for this person's yes; an offer that lapses goes on to the next.
    _S.OFFERED: frozenset({_S.APPROVED, _S.RESERVE, _S.WITHDRAWN}),
    _S.DECLINED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.REPLACED: frozenset(),
}

LIVE = frozenset({_S.NOMINATED, _S.SUBMITTED, _S.APPROVED, _S.RECHECK, _S.RESERVE, _S.OFFERED})
# A person has at most one of these at an event. A nomination that its person has not confirmed is not among them:
# refusing it would tell one delegation whom another has nominated.
ONE_PER_EVENT = LIVE - {_S.NOMINATED}
# These people come, as far as anybody knows.
COMES = frozenset({_S.APPROVED, _S.RECHECK})
# These count against the seats of the delegation: there are never more of them than seats. An offer is a promise.
HOLDS_SEAT = COMES | {_S.OFFERED}
# These ask for a seat, unless the delegation itself put them on its reserve list.
ASKS_FOR_SEAT = frozenset({_S.NOMINATED, _S.SUBMITTED})
# In the place of these, the delegation can send somebody else.
REPLACEABLE = COMES | ASKS_FOR_SEAT
# These stand on the reserve list, at a place of their own; so may people who are still asking.
ON_RESERVE = frozenset({_S.RESERVE, _S.OFFERED})
# These were decided by somebody at some time.
DECIDED = frozenset({_S.APPROVED, _S.RECHECK, _S.RESERVE, _S.OFFERED, _S.DECLINED})
# These need a reason.
NEEDS_REASON = frozenset({_S.DECLINED, _S.WITHDRAWN})


class MailStatus(models.TextChoices):
    QUEUED = "queued", "Queued"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"
    SKIPPED = "skipped", "Skipped"


MAIL_MOVES = {
    MailStatus.QUEUED: frozenset({MailStatus.SENT, MailStatus.FAILED, MailStatus.STOPPED}),
    MailStatus.FAILED: frozenset({MailStatus.QUEUED}),
    MailStatus.SENT: frozenset(),
    MailStatus.STOPPED: frozenset(),
    MailStatus.SKIPPED: frozenset(),
}


class AnnouncementStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    CONFIRMED = "confirmed", "Confirmed"
    STOPPED = "stopped", "Stopped"


ANNOUNCEMENT_MOVES = {
    AnnouncementStatus.DRAFT: frozenset({AnnouncementStatus.CONFIRMED}),
    AnnouncementStatus.CONFIRMED: frozenset({AnnouncementStatus.STOPPED}),
    AnnouncementStatus.STOPPED: frozenset(),
}


class ListImportStatus(models.TextChoices):
    UPLOADED = "uploaded", "Uploaded"
    PREVIEWED = "previewed", "Previewed"
    APPLIED = "applied", "Applied"
    DISCARDED = "discarded", "Discarded"


LIST_IMPORT_MOVES = {
    ListImportStatus.UPLOADED: frozenset({ListImportStatus.PREVIEWED, ListImportStatus.DISCARDED}),
    ListImportStatus.PREVIEWED: frozenset(
        {ListImportStatus.UPLOADED, ListImportStatus.APPLIED, ListImportStatus.DISCARDED}
    ),
    ListImportStatus.APPLIED: frozenset(),
    ListImportStatus.DISCARDED: frozenset(),
}


class DataRequestStatus(models.TextChoices):
    OPEN = "open", "Open"
    ANSWERED = "answered", "Answered"


DATA_REQUEST_MOVES = {
    DataRequestStatus.OPEN: frozenset({DataRequestStatus.ANSWERED}),
    DataRequestStatus.ANSWERED: frozenset(),
}
