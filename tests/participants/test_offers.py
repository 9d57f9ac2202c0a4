"""Reserve lists: places, offers of a seat that became free, and offers that lapse."""

import io
import random
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from participants import actions
from participants.models import Delegation, OutgoingEmail, Registration
from participants.seats import seats_by_role
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory
from workshop_portal.transitions import TransitionError


@pytest.fixture
def event(db):
    soon = timezone.localdate() + timedelta(days=20)
    return EventFactory(published=True, starts_on=soon, ends_on=soon)


@pytest.fixture
def delegation(event):
    return DelegationFactory(event=event, seats_member=1)


@pytest.fixture
def seated(delegation):
    return RegistrationFactory(approved=True, delegation=delegation)


@pytest.fixture
def reserves(delegation, seated):
    return RegistrationFactory.create_batch(2, reserve=True, delegation=delegation)


def states(*registrations):
    rows = Registration.objects.in_bulk([row.pk for row in registrations])
    return [rows[row.pk].status for row in registrations]


def reloaded(registration):
    return Registration.objects.get(pk=registration.pk)


def let_lapse(registration):
    over = timezone.now() - timedelta(minutes=1)
    Registration.objects.filter(pk=registration.pk, status="offered").update(offer_expires_at=over)


def test_reserves_stand_in_the_order_in_which_they_came(delegation, reserves):
    assert [row.reserve_position for row in delegation.registrations.on_reserve()] == [1, 2]
    assert list(delegation.registrations.on_reserve()) == reserves


def test_a_freed_seat_is_offered_to_the_first_reserve_with_a_mail_and_a_time(seated, reserves, officer):
    actions.withdraw(seated, by=officer, reason="Ill.")

    first = reloaded(reserves[0])
    assert states(*reserves) == ["offered", "reserve"]
    assert timedelta(days=2, hours=23) < first.offer_expires_at - timezone.now() <= timedelta(days=3)
    mail = OutgoingEmail.objects.get(move__registration=first, move__after="offered")
    assert mail.subject.startswith("A seat is offered to you")


def test_an_offer_ends_at_the_latest_when_the_event_begins(seated, reserves, officer, event):
    tomorrow = timezone.now().astimezone(event.zone).date() + timedelta(days=1)
    type(event).objects.filter(pk=event.pk).update(starts_on=tomorrow, ends_on=tomorrow)

    actions.withdraw(reloaded(seated), by=officer, reason="Ill.")

    assert reloaded(reserves[0]).offer_expires_at.astimezone(event.zone).date() == tomorrow


def test_nothing_is_offered_once_the_event_has_begun(seated, reserves, officer, event):
    today = timezone.now().astimezone(event.zone).date()
    type(event).objects.filter(pk=event.pk).update(starts_on=today, ends_on=today)

    actions.withdraw(reloaded(seated), by=officer, reason="Ill.")

    assert states(*reserves) == ["reserve", "reserve"]


def test_whoever_takes_the_offered_seat_is_approved(delegation, seated, reserves, officer):
    actions.withdraw(seated, by=officer, reason="Ill.")
    first = reloaded(reserves[0])

    move = actions.accept_offer(first, by=first.person)

    assert (first.status, first.reserve_position, move.by) == ("approved", None, first.person)
    assert reloaded(first).offer_expires_at is None
    assert seats_by_role(delegation)["member"].free == 0


def test_an_offered_seat_is_promised_to_nobody_else(seated, reserves, officer, delegation):
    actions.withdraw(seated, by=officer, reason="Ill.")
    other = RegistrationFactory(submitted=True, delegation=delegation)

    with pytest.raises(TransitionError, match="for “member” is taken"):
        actions.approve(other, by=officer)


def test_an_offer_that_lapses_goes_on_to_the_next_and_its_person_to_the_end(seated, reserves, officer):
    actions.withdraw(seated, by=officer, reason="Ill.")
    let_lapse(reserves[0])

    assert actions.lapse_offers() == 1

    first, second = map(reloaded, reserves)
    assert (first.status, second.status) == ("reserve", "offered")
    assert first.reserve_position > second.reserve_position
    move = first.moves_made.latest("pk")
    assert (move.by, move.reason) == (None, "Not answered in time.")
    assert "went on to the next" in move.mail.body
    assert actions.lapse_offers() == 0


def test_the_worker_passes_on_offers_that_lapsed(seated, reserves, officer):
    actions.withdraw(seated, by=officer, reason="Ill.")
    let_lapse(reserves[0])

    call_command("send_mail", "--once", stdout=io.StringIO())

    assert states(*reserves) == ["reserve", "offered"]
    mail = OutgoingEmail.objects.get(move__registration=reserves[1], move__after="offered")
    assert (mail.to, mail.status) == (reserves[1].person.email, "sent")


def test_a_seat_whose_only_reserve_did_not_answer_is_free_again(delegation, seated, officer):
    only = RegistrationFactory(reserve=True, delegation=delegation)
    actions.withdraw(seated, by=officer, reason="Ill.")
    let_lapse(only)

    actions.lapse_offers()

    assert states(only) == ["reserve"]
    assert seats_by_role(delegation)["member"].free == 1


def test_an_offer_cannot_be_taken_late(seated, reserves, officer):
    actions.withdraw(seated, by=officer, reason="Ill.")
    let_lapse(reserves[0])
    first = reloaded(reserves[0])

    with pytest.raises(TransitionError, match="The time to take this seat is over"):
        actions.accept_offer(first, by=first.person)


def test_an_offer_that_moved_on_cannot_be_taken_from_an_old_page(seated, reserves, officer):
    actions.withdraw(seated, by=officer, reason="Ill.")
    page = reloaded(reserves[0])
    let_lapse(page)
    actions.lapse_offers()

    with pytest.raises(TransitionError, match="not offered to you any more"):
        actions.accept_offer(page, by=page.person)


def test_who_withdraws_from_an_offer_passes_it_on(seated, reserves, officer):
    actions.withdraw(seated, by=officer, reason="Ill.")
    first = reloaded(reserves[0])

    actions.withdraw(first, by=first.person, reason="Cannot come.")

    assert states(*reserves) == ["withdrawn", "offered"]


def test_a_seat_for_which_somebody_asks_is_not_offered(delegation, seated, reserves, officer):
    RegistrationFactory(submitted=True, delegation=delegation)

    actions.withdraw(seated, by=officer, reason="Ill.")

    assert states(*reserves) == ["reserve", "reserve"]


def test_declining_the_one_who_asked_offers_the_seat(delegation, officer):
    reserve = RegistrationFactory(reserve=True, delegation=delegation)
    asking = RegistrationFactory(submitted=True, delegation=delegation)

    actions.decline(asking, by=officer, reason="Another time.")

    assert states(reserve) == ["offered"]


def test_a_seat_is_offered_for_its_role_only(event, officer):
    delegation = DelegationFactory(event=event, seats_member=1, seats_driver=1)
    driver = RegistrationFactory(approved=True, delegation=delegation, role="driver")
    reserve = RegistrationFactory(reserve=True, delegation=delegation)

    actions.withdraw(driver, by=officer, reason="Ill.")

    assert states(reserve) == ["reserve"]


def test_replacing_offers_no_seat(seated, reserves, officer):
    actions.replace(seated, person=UserFactory(), by=officer)

    assert states(*reserves) == ["reserve", "reserve"]


def test_seats_are_counted_as_used_offered_asking_and_free(event, officer):
    delegation = DelegationFactory(event=event, seats_member=4)
    RegistrationFactory(approved=True, delegation=delegation)
    RegistrationFactory(submitted=True, delegation=delegation)
    RegistrationFactory(nominated=True, delegation=delegation)
    RegistrationFactory(nominated=True, delegation=delegation, reserve_position=5)

    count = seats_by_role(delegation)["member"]

    assert (count.seats, count.used, count.offered, count.asking, count.held, count.free, count.over) == (
        4, 1, 0, 2, 2, 1, 0,
    )  # fmt: skip


def test_the_database_gives_each_place_once(delegation, reserves):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="its_own_place"), transaction.atomic():
        delegation.registrations.on_reserve().update(reserve_position=7)


@pytest.mark.parametrize("change", [{"reserve_position": None}, {"offer_expires_at": timezone.now()}])
def test_the_database_keeps_place_and_time_with_the_state(reserves, change):
    with pytest.raises(IntegrityError, match=r"registration_(on_reserve|offered)_means"), transaction.atomic():
        Registration.objects.filter(pk=reserves[0].pk).update(**change)


# --- Four people at once --------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(6))
def test_any_interleaving_of_four_threads_keeps_to_the_seats(seed):
    """Approve, withdraw, replace, take an offer and let offers lapse, in any order: never more people than seats."""
    random.seed(seed)
    soon = timezone.localdate() + timedelta(days=20)
    event = EventFactory(published=True, starts_on=soon, ends_on=soon)
    delegation = DelegationFactory(event=event, seats_member=2)
    officer = UserFactory(staff=True)
    for trait in ("approved", "approved", "reserve", "reserve", "submitted", "submitted"):
        RegistrationFactory(delegation=delegation, by=officer, **{trait: True})
    spare = UserFactory.create_batch(4, jurisdiction=delegation.jurisdiction)
    scripts = [[random.random() for _ in range(8)] for _ in range(4)]
    too_many, unexpected = [], []

    def run(script, successor):
        try:
            for roll in script:
                act(roll, successor)
                taken = delegation.registrations.holding_seat().filter(role="member").count()
                too_many.extend([taken] if taken > 2 else [])
        except Exception as error:  # whatever it is, the test has to fail
            unexpected.append(error)
        finally:
            connection.close()

    def act(roll, successor):
        rows = list(Registration.objects.filter(delegation=delegation, status__in=WAYS[int(roll * 5)][0]))
        if not rows:
            return
        row = rows[int(roll * 1000) % len(rows)]
        try:
            WAYS[int(roll * 5)][1](row, officer, successor)
        except TransitionError:
            return  # a sentence for the one who came late

    threads = [threading.Thread(target=run, args=pair) for pair in zip(scripts, spare, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert unexpected == []
    assert too_many == []
    assert not any(thread.is_alive() for thread in threads)
    assert Delegation.objects.get(pk=delegation.pk).registrations.holding_seat().count() <= 2


def lapse_one(row, officer, successor):
    let_lapse(row)
    actions.lapse_offers()


WAYS = [
    (["submitted", "reserve"], lambda row, officer, successor: actions.approve(row, by=officer)),
    (["approved", "submitted"], lambda row, officer, successor: actions.withdraw(row, by=officer, reason="Ill.")),
    (["approved"], lambda row, officer, successor: actions.replace(row, person=successor, by=officer)),
    (["offered"], lambda row, officer, successor: actions.accept_offer(row, by=row.person)),
    (["offered"], lapse_one),
]
