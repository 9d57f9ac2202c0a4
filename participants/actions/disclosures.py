"""Writing down who took personal data out of the portal, in the transaction that takes it out."""

from events.models import Event
from participants.models import Disclosure, User


def disclose_list(*, by: User, event: Event | None, rows: int, detail: str) -> Disclosure:
    """A list of registrations leaves the portal. `detail` says format, columns and filter; it is cut to fit."""
    return Disclosure.objects.create(kind=Disclosure.Kind.LIST, by=by, event=event, rows=rows, detail=detail[:500])
