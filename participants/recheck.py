"""What the person changed after the approval: names and service as an officer knew them, and as they are now."""

from participants.models import Registration
from participants.models.details import IDENTITY
from participants.states import RegistrationStatus


def identity_changes(registration: Registration) -> list[tuple[str, str, str]]:
    """What is asked to be approved again, as (field in words, before, after); empty unless it waits for that.

    Before is what the newest approved edition said that somebody else than the person wrote: what was approved, and
    what officers corrected since. One query.
    """
    if registration.status != RegistrationStatus.RECHECK:
        return []
    approved = registration.history.filter(status=RegistrationStatus.APPROVED)
    known = approved.exclude(pgh_context__user=registration.person_id).order_by("-pgh_id").first()
    if known is None:
        return []
    fields = [registration._meta.get_field(name) for name in IDENTITY]
    values = [(field.verbose_name, getattr(known, field.name), getattr(registration, field.name)) for field in fields]
    return [(str(name), before, after) for name, before, after in values if before != after]
