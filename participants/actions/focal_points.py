"""Who speaks for a delegation."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from participants.models import Delegation, User
from workshop_portal.transitions import TransitionError


@transaction.atomic
def add_focal_point(delegation: Delegation, *, email: str, given_name: str, family_name: str, by: User) -> User:
    """Let whoever signs in with this address speak for the delegation; made known to the portal if nobody does.

    What the portal knows of somebody already stays as it is. Nothing is mailed. Raises TransitionError when the
    address is of somebody who belongs elsewhere, cannot sign in, or is a focal point of the delegation already.
    """
    person, _ = User.objects.get_or_create(
        email=email.strip().lower(),
        defaults={
            "password": make_password(None),
            "given_name": given_name,
            "family_name": family_name,
            "jurisdiction_id": delegation.jurisdiction_id,
            "organisation_id": delegation.organisation_id,
        },
    )
    delegation = Delegation.objects.select_for_update(no_key=True, of=("self",)).get(pk=delegation.pk)
    if sentence := _refusal(delegation, person):
        raise TransitionError(sentence)
    delegation.focal_points.add(person)
    delegation.save(update_fields=["revision"])  # counts as a change: a page that was opened before does not know it
    return person


def _refusal(delegation: Delegation, person: User) -> str | None:
    theirs = person.jurisdiction_id, person.organisation_id
    if any(theirs) and theirs != (delegation.jurisdiction_id, delegation.organisation_id):
        return f"{person.email} is known as of {person.jurisdiction or person.organisation}: correct that first."
    if not person.is_active:
        return f"The account of {person.email} is not active: nobody can sign in with it."
    if delegation.focal_points.filter(pk=person.pk).exists():
        return f"{person.email} is a focal point of {delegation} already."
    return None
