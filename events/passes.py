"""What a viewer brings along. `events` asks the user object it is given and knows nothing of registrations."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Pass:
    """What one person holds at one event: a live registration, or the duty of a focal point.

    `participants.User.passes` computes them once per request. No pass, no rows.
    """

    event_id: int
    event_slug: str
    event_stamp: int
    delegation_id: int
    jurisdiction_id: int | None
    organisation_id: int | None
    is_approved: bool = False
    is_head: bool = False
    is_focal_point: bool = False
    status: str = ""
    status_label: str = ""
    asked: str = ""  # what the person is asked for now, and the last day for it where the event is
    asked_by: date | None = None

    @property
    def reads_programme(self) -> bool:
        """Approved people and focal points read agenda and materials; others see the event page only."""
        return self.is_approved or self.is_focal_point

    @property
    def audience(self) -> tuple:
        """All that decides which papers of the event this pass may know of (`MaterialQuerySet.visible_to`)."""
        return self.reads_programme, self.is_head and self.is_approved, self.jurisdiction_id, self.organisation_id

    @property
    def leads(self) -> bool:
        """Speaks for the delegation: its focal point, or its approved head."""
        return self.is_focal_point or (self.is_head and self.is_approved)


def passes_of(user) -> tuple[Pass, ...]:
    """The passes of a user; none for somebody who is not signed in."""
    return user.passes if user.is_authenticated else ()
