"""People, delegations and registrations. Registrations reach their state by the real moves."""

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from participants import actions
from participants.models import Announcement, Delegation, OutgoingEmail, Registration, User
from participants.models.delegations import SEATS
from tests.factories.events import EventFactory, JurisdictionFactory

GIVEN = ["Ana", "Šemso", "Gëzim", "Đorđe", "Ștefania", "Чедомир", "Ljubiša", "Ѓорѓи"]
FAMILY = ["Šarić", "Çela", "Đukanović", "Țurcanu", "Јовановић", "Ќосев", "Hadžić", "Rexhepi"]


class UserFactory(DjangoModelFactory):
    """A person; `staff=True, group="Event officers"` for somebody of the back office."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        staff = factory.Trait(is_staff=True)

    email = factory.Sequence(lambda n: f"person{n}@police.example")
    given_name = factory.Iterator(GIVEN)
    family_name = factory.Iterator(FAMILY)
    password = "!"
    is_fictional = True

    @factory.post_generation
    def group(self, create, extracted, **kwargs):
        if extracted:
            self.groups.add(staff_group(extracted))


def staff_group(name):
    """A group with the permissions that the portal gives it."""
    from participants.groups import load_groups

    if not Group.objects.filter(name=name).exists():
        load_groups()
    return Group.objects.get(name=name)


class DelegationFactory(DjangoModelFactory):
    """A delegation with one seat for its head, and three for members unless told otherwise."""

    class Meta:
        model = Delegation

    event = factory.SubFactory(EventFactory, published=True)
    jurisdiction = factory.SubFactory(JurisdictionFactory)
    seats_member = 3


def seats(**by_role):
    """What the form of a delegation sends for its seats: those named, none for the other roles."""
    return {column: str(by_role.get(role.value, 0)) for role, column in SEATS.items()} | {"offer_days": "3"}


class RegistrationFactory(DjangoModelFactory):
    """A registration; one of the traits submitted, approved, reserve, declined, withdrawn moves it there."""

    class Meta:
        model = Registration
        skip_postgeneration_save = True

    delegation = factory.SubFactory(DelegationFactory)
    person = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, by=None, nominated=True, **values):
        ways = {
            "submitted": (),
            "approved": (actions.approve,),
            "reserve": (actions.put_on_reserve,),
            "declined": (actions.decline,),
            "withdrawn": (actions.withdraw,),
        }
        wanted = [name for name in ways if values.pop(name, False)]
        registration = super()._create(model_class, *args, **values)
        for name in wanted:
            by = by or UserFactory(staff=True)
            actions.submit(registration, by=by)
            for move in ways[name]:
                move(registration, by=by, reason="For the test.")
        return registration


class OutgoingEmailFactory(DjangoModelFactory):
    class Meta:
        model = OutgoingEmail

    purpose = OutgoingEmail.Purpose.DECISION
    to = factory.Sequence(lambda n: f"reader{n}@police.example")
    subject = "You are registered"
    body = "Dear colleague"


class AnnouncementFactory(DjangoModelFactory):
    """A draft of a bulk message to everybody who comes."""

    class Meta:
        model = Announcement

    event = factory.SubFactory(EventFactory, published=True)
    created_by = factory.SubFactory(UserFactory, staff=True)
    subject = factory.Sequence(lambda n: f"Message number {n}")
    body = "Dear {name}, see you in {venue}."
