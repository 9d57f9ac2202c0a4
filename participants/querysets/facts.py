"""What querysets of registrations and of seats share."""

from django.db.models import Case, F, When

from participants.states import Role

# How many seats the delegation of a registration has for its role.
SEATS = Case(*(When(role=role, then=F(f"delegation__seats_{role.value}")) for role in Role))
