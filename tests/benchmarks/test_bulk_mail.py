"""A bulk message to 5,000 people: queued in one transaction in less than five seconds, and stopped in less."""

import pytest
from django.db import connection
from django.utils import timezone

from participants import actions
from participants.announcements import recipients_of
from participants.models import Registration, User
from tests.benchmarks.conftest import with_database
from tests.factories import AnnouncementFactory, DelegationFactory, EventFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, SECONDS = 5000, 5
BODY = "Dear {name},\n\n" + "The workshop begins an hour later. " * 20 + "\n\nVenue: {venue}\n{link}\n{contact}\n"


@pytest.fixture
def message():
    """A draft to the people of six delegations."""
    officer = UserFactory(staff=True, group="Event officers")
    event = EventFactory(published=True)
    delegations = DelegationFactory.create_batch(6, event=event, seats_member=PEOPLE // 5)
    people = User.objects.bulk_create(
        User(email=f"bulk{n}@police.example", given_name="Ana", family_name=f"Šarić {n}") for n in range(PEOPLE)
    )
    decided = {"status": "approved", "decided_at": timezone.now(), "decided_by": officer}
    Registration.objects.bulk_create(
        Registration(
            delegation=delegations[n % 6], event=event, person=person, family_name=person.family_name, **decided
        )
        for n, person in enumerate(people)
    )
    return AnnouncementFactory(event=event, created_by=officer, subject="{event}: for {name}", body=BODY)


def test_5000_mails_are_queued_and_stopped(benchmark, message):
    officer = message.created_by
    seen = recipients_of(message, officer).fingerprint
    connection.ensure_connection()

    before = with_database()
    queued = benchmark.pedantic(actions.announce, args=(message,), kwargs={"by": officer, "seen": seen})
    seconds = with_database() - before
    before = with_database()
    stopped = actions.stop_announcement(message, by=officer)
    seconds_to_stop = with_database() - before

    assert (queued, stopped) == (PEOPLE, PEOPLE)
    assert seconds < SECONDS, f"{seconds:.1f} s of CPU, the database's included"
    assert seconds_to_stop < SECONDS
    print(f"\n{PEOPLE} mails queued in {seconds:.1f} s of CPU, stopped in {seconds_to_stop:.1f} s")
