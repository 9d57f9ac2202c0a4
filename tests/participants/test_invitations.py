"""Whom the portal asks by mail, and how often."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participants import actions
from participants.models import OutgoingEmail, PersonalLink
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory
from workshop_portal.transitions import TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    return DelegationFactory(seats_member=5)


def test_every_focal_point_is_invited_with_a_link_of_their_own(delegation, officer):
    people = UserFactory.create_batch(2)
    delegation.focal_points.add(*people)

    mailed = actions.invite_focal_points(delegation, by=officer)

    assert set(mailed.to) == set(people)
    assert mailed.skipped == []
    for person in people:
        link = PersonalLink.objects.get(person=person, delegation=delegation)
        assert link.get_absolute_url() in OutgoingEmail.objects.get(to=person.email).body


def test_two_clicks_are_one_invitation_and_an_hour_later_it_can_be_sent_again(delegation, officer, time_machine):
    person = UserFactory(given_name="Ana", family_name="Šarić")
    delegation.focal_points.add(person)
    time_machine.move_to(timezone.now(), tick=False)
    actions.invite_focal_points(delegation, by=officer)

    again = actions.invite_focal_points(delegation, by=officer)
    time_machine.shift(timedelta(minutes=61))
    later = actions.invite_focal_points(delegation, by=officer)

    assert (again.to, again.skipped) == ([], [(person, "Ana Šarić was invited less than a minute ago.")])
    assert later.to == [person]
    assert PersonalLink.objects.count() == 1


def test_who_cannot_sign_in_is_not_invited(delegation, officer):
    person = UserFactory(is_active=False)
    delegation.focal_points.add(person)

    mailed = actions.invite_focal_points(delegation, by=officer)

    assert mailed.skipped == [(person, f"{person} cannot sign in: the account is not active.")]


def test_nobody_is_invited_to_a_draft(officer):
    with pytest.raises(TransitionError, match="is draft"):
        actions.invite_focal_points(DelegationFactory(event=EventFactory()), by=officer)


def test_those_who_have_not_confirmed_are_reminded_once_a_day(delegation, officer, time_machine):
    waiting = RegistrationFactory(delegation=delegation)
    done = RegistrationFactory(delegation=delegation, submitted=True, confirmed_at=timezone.now())
    handed_over = RegistrationFactory(delegation=delegation, submitted=True)
    gone = RegistrationFactory(delegation=delegation, withdrawn=True)
    time_machine.move_to(timezone.now(), tick=False)

    first = actions.remind([waiting, done, handed_over, gone], by=officer)
    time_machine.shift(timedelta(hours=23))
    second = actions.remind([waiting], by=officer)
    time_machine.shift(timedelta(hours=1))
    third = actions.remind([waiting], by=officer)

    assert (first.to, second.to, third.to) == ([waiting], [], [waiting])
    name = waiting.get_full_name()
    assert dict(first.skipped) == {
        done: f"{done.get_full_name()} has confirmed already.",
        handed_over: f"{handed_over.get_full_name()} is awaiting decision.",
        gone: f"{gone.get_full_name()} is withdrawn.",
    }
    assert [sentence.replace("\xa0", " ") for _, sentence in second.skipped] == [f"{name} was written to 23 hours ago."]
    assert OutgoingEmail.objects.filter(purpose="reminder", to=waiting.person.email).count() == 2


def test_an_outdated_row_does_not_remind_who_has_confirmed_in_between(delegation, officer):
    outdated = RegistrationFactory(delegation=delegation)
    actions.submit(type(outdated).objects.get(pk=outdated.pk), by=outdated.person)

    assert actions.remind([outdated], by=officer).to == []


def test_after_the_deadline_only_staff_remind(delegation, officer):
    focal_point = UserFactory()
    delegation.focal_points.add(focal_point)
    registration = RegistrationFactory(delegation=delegation)
    delegation.confirm_by = timezone.localdate() - timedelta(days=2)
    delegation.save()

    with pytest.raises(TransitionError, match="Confirmations closed"):
        actions.remind([registration], by=focal_point)

    assert actions.remind([registration], by=officer).to == [registration]


def test_asking_twice_within_the_hour_is_refused_with_a_sentence(delegation, officer):
    registration = RegistrationFactory(delegation=delegation)
    actions.ask_person(registration, by=officer)

    with pytest.raises(TransitionError, match="was written to less than a minute ago"):
        actions.ask_person(registration, by=officer)


@pytest.mark.parametrize("count", [1, 3])
def test_asking_many_costs_no_more_than_asking_one(delegation, officer, count, django_assert_num_queries):
    RegistrationFactory.create_batch(count, delegation=delegation)
    registrations = list(delegation.registrations.for_mail())

    with django_assert_num_queries(8):
        actions.ask_people(registrations, by=officer)


def test_a_link_is_kept_while_it_works_and_made_anew_for_another_address(delegation):
    registration = RegistrationFactory(delegation=delegation)

    first = actions.link_to_registration(registration)
    again = actions.link_to_registration(registration)
    registration.person.email = "new@police.example"
    registration.person.save()
    other = actions.link_to_registration(registration)

    assert first == again
    assert (other.email, other.key != first.key) == ("new@police.example", True)


def test_a_link_works_for_some_weeks_after_the_event(delegation):
    link = actions.link_to_registration(RegistrationFactory(delegation=delegation))

    last_day = timezone.localtime(link.expires_at, delegation.event.zone).date()
    assert last_day - delegation.event.ends_on == timedelta(days=29)


def test_an_expired_link_is_followed_by_a_new_one(delegation, time_machine):
    person = UserFactory()
    first = actions.link_to_delegation(delegation, person)
    time_machine.move_to(first.expires_at)

    second = actions.link_to_delegation(delegation, person)

    assert second != first
    assert not second.is_expired
