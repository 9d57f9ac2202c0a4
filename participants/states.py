"""Every state of a registration and of a mail, and every move between them. Reads as the specification."""

from django.db import models


class RegistrationStatus(models.TextChoices):
    NOMINATED = "nominated", "Nominated"
    SUBMITTED = "submitted", "Awaiting decision"
    APPROVED = "approved", "Approved"
    RESERVE = "reserve", "Reserve"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REPLACED = "replaced", "Replaced"


_S = RegistrationStatus
REGISTRATION_MOVES = {
    _S.NOMINATED: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
    _S.SUBMITTED: frozenset({_S.APPROVED, _S.RESERVE, _S.DECLINED, _S.WITHDRAWN}),
    _S.APPROVED: frozenset({_S.WITHDRAWN, _S.REPLACED}),
    _S.RESERVE: frozenset({_S.APPROVED, _S.WITHDRAWN}),
    _S.DECLINED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.REPLACED: frozenset(),
}

# A person has at most one of these at an event.
LIVE = frozenset({_S.NOMINATED, _S.SUBMITTED, _S.APPROVED, _S.RESERVE})
# These count against the seats of the delegation.
HOLDS_SEAT = frozenset({_S.APPROVED})
# These were decided by somebody at some time.
DECIDED = frozenset({_S.APPROVED, _S.RESERVE, _S.DECLINED})
# These need a reason.
NEEDS_REASON = frozenset({_S.DECLINED, _S.WITHDRAWN})


class MailStatus(models.TextChoices):
    QUEUED = "queued", "Queued"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"


MAIL_MOVES = {
    MailStatus.QUEUED: frozenset({MailStatus.SENT, MailStatus.FAILED}),
    MailStatus.FAILED: frozenset({MailStatus.QUEUED}),
    MailStatus.SENT: frozenset(),
}
