"""Two who change the same list in the same moment, with real threads: one gets a sentence, nothing is doubled."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from participants import actions
from participants.models import OutgoingEmail, User
from participants.seats import seats_by_role
from tests.factories import DelegationFactory, RegistrationFactory, UserFactory
from workshop_portal.transitions import TransitionError

pytestmark = pytest.mark.django_db(transaction=True)
ANA = {"given_name": "Ana", "family_name": "Šarić"}


@pytest.fixture
def delegation():
    delegation = DelegationFactory(event__starts_on=timezone.localdate() + timedelta(days=60), seats_member=1)
    delegation.focal_points.add(*UserFactory.create_batch(2))
    return delegation


def at_once(*acts):
    """Run each act in a thread of its own, from the same moment; the sentences with which some were refused."""
    start, sentences, failures = threading.Barrier(len(acts)), [], []

    def run(act):
        start.wait()
        try:
            act()
        except TransitionError as refused:
            sentences.append(str(refused))
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    return sentences


def nominate(delegation, by, email, **more):
    return lambda: actions.nominate(delegation, email=email, details=ANA, role="member", by=by, **more)


def test_two_focal_points_nominate_for_the_last_seat(delegation):
    first, second = delegation.focal_points.all()

    sentences = at_once(
        nominate(delegation, first, "ana@mup.example"), nominate(delegation, second, "boris@mup.example")
    )

    assert delegation.registrations.count() == 1
    assert [sentence[:50] for sentence in sentences] == ["No seat is free for “member”: 1 in all, 0 used, 1 "]
    assert OutgoingEmail.objects.count() == 1


def test_a_double_click_on_nominate_is_one_person_and_one_nomination(delegation):
    by = delegation.focal_points.earliest("pk")

    sentences = at_once(*[nominate(delegation, by, "ana@mup.example")] * 2)

    assert (delegation.registrations.count(), User.objects.filter(email="ana@mup.example").count()) == (1, 1)
    assert sentences == ["Ana Šarić is on this list already (nominated)."]


def test_two_delegations_nominate_one_unknown_person(delegation):
    other = DelegationFactory(event=delegation.event)
    by = delegation.focal_points.earliest("pk")

    sentences = at_once(nominate(delegation, by, "ana@mup.example"), nominate(other, by, "ana@mup.example"))

    assert sentences == []
    assert User.objects.get(email="ana@mup.example").registrations.count() == 2


def test_two_reserves_at_once_get_two_places(delegation):
    first, second = delegation.focal_points.all()

    at_once(
        nominate(delegation, first, "ana@mup.example", as_reserve=True),
        nominate(delegation, second, "boris@mup.example", as_reserve=True),
    )

    places = delegation.registrations.listed_as_reserves().values_list("reserve_position", flat=True)
    assert list(places) == [1, 2]


def test_a_replacement_and_an_approval_at_once_leave_one_of_both(delegation, officer):
    registration = RegistrationFactory(delegation=delegation, submitted=True, by=officer)
    by = delegation.focal_points.earliest("pk")
    own = type(registration).objects.get(pk=registration.pk)

    at_once(
        lambda: actions.approve(own, by=officer),
        lambda: actions.replace_nominee(registration, email="ana@mup.example", details=ANA, by=by, reason="On leave."),
    )

    count = seats_by_role(delegation)["member"]
    assert (count.used + count.held, count.over) == (1, 0)
    registration.refresh_from_db()
    assert registration.status == "replaced"


def test_two_who_replace_the_same_person_name_one_successor(delegation):
    registration = RegistrationFactory(delegation=delegation)
    first, second = delegation.focal_points.all()

    sentences = at_once(
        lambda: actions.replace_nominee(registration, email="a@mup.example", details=ANA, by=first, reason="Ill."),
        lambda: actions.replace_nominee(registration, email="b@mup.example", details=ANA, by=second, reason="Ill."),
    )

    assert delegation.registrations.live().count() == 1
    assert len(sentences) == 1
    assert "is replaced: there is nobody to replace." in sentences[0]


def test_two_who_invite_or_remind_at_once_write_one_mail(delegation, officer):
    registration = RegistrationFactory(delegation=delegation)
    rows = list(delegation.registrations.for_mail())

    at_once(
        *[lambda: actions.remind(rows, by=officer)] * 2,
        *[lambda: actions.invite_focal_points(delegation, by=officer)] * 2,
    )

    assert OutgoingEmail.objects.filter(registration=registration).count() == 1
    assert OutgoingEmail.objects.filter(purpose="invitation").count() == 2
