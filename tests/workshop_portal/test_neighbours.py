"""Before and after one row in the order of a list, also where columns are empty or go down."""

import pytest
from django.db.models import F

from participants.models import User
from tests.factories import JurisdictionFactory, UserFactory
from workshop_portal.neighbours import neighbours

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """Some with a jurisdiction and some without, so that every column has empty values."""
    first, second = JurisdictionFactory(), JurisdictionFactory()
    return [
        UserFactory(jurisdiction=jurisdiction, family_name=name)
        for jurisdiction in (second, None, first, None, second)
        for name in ("Šarić", "Babić")
    ]


@pytest.mark.parametrize(
    "order",
    [
        ["pk"],
        ["-pk"],
        ["jurisdiction__position", "pk"],
        ["-jurisdiction__position", "-pk"],
        [F("jurisdiction__position").asc(nulls_first=True), "family_name", "pk"],
        [F("jurisdiction__position").desc(nulls_last=True), "-family_name", "pk"],
        [F("jurisdiction__position").asc(nulls_last=True), "jurisdiction__name", F("sort_key"), "pk"],
    ],
    ids=str,
)
def test_neighbours_are_those_of_the_list(people, order, django_assert_num_queries):
    rows = User.objects.order_by(*order)
    keys = list(rows.values_list("pk", flat=True))

    for number, pk in enumerate(keys):
        with django_assert_num_queries(2):
            found = neighbours(rows, User.objects.all(), pk)

        assert found == (keys[number - 1] if number else None, keys[number + 1] if number + 1 < len(keys) else None)


def test_a_row_that_left_the_list_keeps_its_place(people):
    rows = User.objects.filter(family_name="Babić").order_by("pk")

    found = neighbours(rows, User.objects.all(), people[2].pk)

    assert found == (people[1].pk, people[3].pk)


def test_a_row_that_nobody_knows_has_no_place(people):
    assert neighbours(User.objects.order_by("pk"), User.objects.none(), people[0].pk) == (None, None)
