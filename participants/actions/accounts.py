from participants import emails
from participants.models import User


def tell_old_address(person: User, old: str) -> None:
    """Another address signs in as `person` from now on; only the owner of the `old` one can know that it is wrong."""
    emails.address_changed(person, old)
