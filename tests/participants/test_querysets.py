"""Who finds which people, delegations and registrations, and how people are found by name."""

import pytest
from django.contrib.auth.models import AnonymousUser

from participants.models import Delegation, Registration, User
from tests.factories import DelegationFactory, EventFactory, JurisdictionFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(officer):
    """Two delegations to one event, somebody of every kind in each."""
    event = EventFactory(published=True)
    made = {
        "anonymous": AnonymousUser(),
        "stranger": UserFactory(given_name="stranger"),
        "officer": officer,
        "desk": UserFactory(staff=True, group="Registration desk"),
        "assessor": UserFactory(staff=True, group="Assessors"),
        "auditor": UserFactory(staff=True, group="Auditors"),
    }
    for code in ("AL", "RS"):
        delegation = DelegationFactory(event=event, jurisdiction=JurisdictionFactory(code=code), seats_member=5)
        made[f"focal point {code}"] = UserFactory(given_name=f"focal point {code}")
        delegation.focal_points.add(made[f"focal point {code}"])
        for name, role, state in (
            ("head", "head", "approved"),
            ("member", "member", "approved"),
            ("awaiting", "member", "submitted"),
        ):
            person = UserFactory(given_name=f"{name} {code}")
            RegistrationFactory(delegation=delegation, person=person, role=role, by=officer, **{state: True})
            made[f"{name} {code}"] = person
    return made


DELEGATION_AL = {"head AL", "member AL", "awaiting AL"}
REGISTERED = DELEGATION_AL | {"head RS", "member RS", "awaiting RS"}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("anonymous", set()),
        ("stranger", set()),
        ("member AL", {"member AL"}),
        ("awaiting AL", {"awaiting AL"}),
        ("head AL", DELEGATION_AL),
        ("focal point AL", DELEGATION_AL),
        ("focal point RS", REGISTERED - DELEGATION_AL),
        ("assessor", set()),
        ("auditor", set()),
        ("desk", REGISTERED),
        ("officer", REGISTERED),
    ],
)
def test_registrations(people, who, sees):
    found = Registration.objects.visible_to(people[who])

    assert set(found.values_list("person__given_name", flat=True)) == sees


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("anonymous", set()),
        ("member AL", set()),
        ("awaiting AL", set()),
        ("head AL", {"AL"}),
        ("focal point AL", {"AL"}),
        ("auditor", set()),
        ("desk", {"AL", "RS"}),
        ("officer", {"AL", "RS"}),
    ],
)
def test_delegations(people, who, sees):
    found = Delegation.objects.visible_to(people[who])

    assert set(found.values_list("jurisdiction__code", flat=True)) == sees


@pytest.mark.parametrize("who", ["anonymous", "stranger", "head AL", "focal point AL", "assessor", "auditor"])
def test_of_people_everybody_finds_only_themselves(people, who):
    assert list(User.objects.visible_to(people[who])) == ([people[who]] if people[who].pk else [])


@pytest.mark.parametrize("who", ["officer", "desk"])
def test_staff_who_work_with_people_find_all_of_them(people, who):
    assert User.objects.visible_to(people[who]).count() == User.objects.count()


def test_a_head_who_is_not_approved_leads_nothing(officer):
    delegation = DelegationFactory(event=EventFactory(published=True))
    RegistrationFactory(submitted=True, delegation=delegation, by=officer)
    head = RegistrationFactory(submitted=True, delegation=delegation, role="head", by=officer)

    assert list(Registration.objects.visible_to(head.person)) == [head]
    assert not Delegation.objects.visible_to(head.person).exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (("Đorđe", "Šarić"), "dorde saric"),
        (("Đorđe", "Šarić"), "djordje"),
        (("Ђорђе", "Шарић"), "đorđe šarić"),
        (("Gëzim", "Çela"), "gezim cela"),
        (("Ștefan", "Țurcanu"), "stefan turcanu"),
        (("Ѓорѓи", "Ќосев"), "gorgi kosev"),
        (("Љубиша", "Његош"), "ljubisa njegos"),
        (("Cormac", "Ó Gleannáin"), "gleannain o"),
    ],
)
def test_people_are_found_without_their_marks_and_in_either_script(name, words):
    person = UserFactory(given_name=name[0], family_name=name[1])
    UserFactory(given_name="Petar", family_name="Petrov")

    assert list(User.objects.matching(words)) == [person]
