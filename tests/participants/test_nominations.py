"""What a delegation says of its people: nominate, correct, replace, withdraw, put in order."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from participants import actions
from participants.models import OutgoingEmail, Registration, User
from participants.seats import seats_by_role
from tests.factories import DelegationFactory, RegistrationFactory, UserFactory
from workshop_portal.revisions import OUTDATED
from workshop_portal.transitions import TransitionError

pytestmark = pytest.mark.django_db
ANA = {"given_name": "Ana", "family_name": "Šarić", "rank": "Inspector"}


@pytest.fixture
def delegation(focal_point):
    starts_on = timezone.localdate() + timedelta(days=60)
    delegation = DelegationFactory(event__starts_on=starts_on, seats_member=2, seats_driver=1)
    delegation.focal_points.add(focal_point)
    return delegation


@pytest.fixture
def focal_point():
    return UserFactory()


def nominate(delegation, by, email="ana@mup.example", role="member", **more):
    return actions.nominate(delegation, email=email, details=ANA, role=role, by=by, **more)


def close_nominations(delegation):
    delegation.nominate_by = timezone.localdate() - timedelta(days=2)
    delegation.save()


def close_confirmations(delegation):
    delegation.confirm_by = timezone.localdate() - timedelta(days=2)
    delegation.save()


def test_a_nomination_makes_an_unknown_address_known(delegation, focal_point):
    registration = nominate(delegation, focal_point, email=" Ana@MUP.example ")

    person = registration.person
    assert (person.email, person.get_full_name(), person.jurisdiction) == (
        "ana@mup.example", "Ana Šarić", delegation.jurisdiction,
    )  # fmt: skip
    assert (person.is_staff, person.has_usable_password(), person.rank) == (False, False, "")
    assert (registration.status, registration.nominated_by, registration.rank) == (
        "nominated", focal_point, "Inspector",
    )  # fmt: skip


def test_a_nomination_neither_reads_nor_changes_whom_the_portal_knows(delegation, focal_point):
    known = UserFactory(email="ana@mup.example", given_name="Anastasija", family_name="Petrović", rank="Major")

    registration = nominate(delegation, focal_point)

    known.refresh_from_db()
    assert (known.get_full_name(), known.rank) == ("Anastasija Petrović", "Major")
    assert (registration.person, registration.get_full_name(), registration.rank) == (known, "Ana Šarić", "Inspector")


@pytest.mark.parametrize("account", [{"is_active": False}, {"is_staff": True}, {}])
def test_nobody_learns_from_a_nomination_whose_address_it_is(delegation, focal_point, account):
    UserFactory(email="ana@mup.example", **account)

    registration = nominate(delegation, focal_point)

    assert (registration.status, OutgoingEmail.objects.filter(to="ana@mup.example").count()) == ("nominated", 1)


def test_whom_another_delegation_has_nominated_too_is_taken_silently(delegation, focal_point):
    other = RegistrationFactory(submitted=True, person__email="ana@mup.example")

    registration = nominate(DelegationFactory(event=other.event), focal_point)

    assert (registration.person, registration.status) == (other.person, "nominated")


def test_the_nominated_person_gets_a_mail_with_their_link(delegation, focal_point):
    registration = nominate(delegation, focal_point)

    link = registration.personal_links.get()
    mail = OutgoingEmail.objects.get(registration=registration)
    assert (mail.purpose, mail.to, link.email) == ("nomination", "ana@mup.example", "ana@mup.example")
    assert link.get_absolute_url() in mail.body


def test_nobody_is_on_one_list_twice(delegation, focal_point):
    nominate(delegation, focal_point)

    with pytest.raises(TransitionError, match=r"^Ana Šarić is on this list already \(nominated\)\.$"):
        nominate(delegation, focal_point)

    assert (delegation.registrations.count(), OutgoingEmail.objects.count()) == (1, 1)


def test_a_nomination_over_quota_says_the_numbers_and_leaves_no_trace(delegation, focal_point):
    RegistrationFactory(delegation=delegation, approved=True)
    RegistrationFactory(delegation=delegation)
    before = User.objects.count()

    with pytest.raises(actions.NoSeatFreeError) as refused:
        nominate(delegation, focal_point)

    assert str(refused.value) == (
        "No seat is free for “member”: 2 in all, 1 used, 1 held. "
        "Nominate this person as a reserve, or withdraw somebody first."
    )
    assert (delegation.registrations.count(), User.objects.count()) == (2, before)


def test_over_quota_somebody_goes_to_the_end_of_the_reserve_list(delegation, focal_point):
    first = nominate(delegation, focal_point, email="first@mup.example", as_reserve=True)

    second = nominate(delegation, focal_point, email="second@mup.example", as_reserve=True)

    assert (first.reserve_position, second.reserve_position) == (1, 2)
    assert seats_by_role(delegation)["member"].free == 2


def test_a_role_without_seats_is_refused(delegation, focal_point):
    with pytest.raises(TransitionError, match="has no seat for: interpreter"):
        nominate(delegation, focal_point, role="interpreter", as_reserve=True)


def test_there_is_one_head(delegation, focal_point):
    nominate(delegation, focal_point, role="head")

    with pytest.raises(TransitionError, match="Ana Šarić is the head of this delegation: there is only one"):
        nominate(delegation, focal_point, email="other@mup.example", role="head")
    with pytest.raises(TransitionError, match="A head of delegation is not on the reserve list"):
        nominate(delegation, focal_point, email="other@mup.example", role="head", as_reserve=True)


@pytest.mark.parametrize(
    ("email", "details"),
    [
        ("ana", ANA),
        (f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example", ANA),
        ("ana@mup.example", ANA | {"given_name": ""}),
        ("ana@mup.example", ANA | {"family_name": "www.example"}),
        ("ana@mup.example", ANA | {"rank": "x" * 101}),
        ("ana@mup.example", ANA | {"service": "line\nbreak"}),
    ],
)
def test_what_cannot_be_is_refused_whole(delegation, focal_point, email, details):
    before = User.objects.count()

    with pytest.raises(ValidationError):
        actions.nominate(delegation, email=email, details=details, role="member", by=focal_point)

    assert (delegation.registrations.count(), User.objects.count()) == (0, before)


def test_a_nomination_cannot_set_what_is_no_detail_of_a_person(delegation, focal_point):
    with pytest.raises(ValueError, match="Not a detail of a person: status"):
        actions.nominate(
            delegation, email="a@b.example", details=ANA | {"status": "approved"}, role="member", by=focal_point
        )


def test_after_the_deadline_a_focal_point_is_told_whom_to_ask_and_staff_still_act(delegation, focal_point, officer):
    close_nominations(delegation)

    with pytest.raises(TransitionError, match=r"^Nominations closed at the end of .*Write to workshop@seesac\.example"):
        nominate(delegation, focal_point)

    assert nominate(delegation, officer).status == "nominated"


def test_a_deadline_that_passes_while_the_form_is_open_counts(delegation, focal_point, time_machine):
    delegation.nominate_by = timezone.localdate(timezone=delegation.event.zone)
    delegation.save()
    time_machine.move_to(delegation.nominations_close_at)

    with pytest.raises(TransitionError, match="Nominations closed"):
        nominate(delegation, focal_point)


def test_at_an_event_that_is_not_published_staff_are_refused_too(delegation, officer):
    delegation.event.close()

    with pytest.raises(TransitionError, match="is closed: nothing can be changed now"):
        nominate(delegation, officer)


# --- Correct --------------------------------------------------------------------------------------


def correct(registration, by, email=None, details=ANA, role=None, as_reserve=None, revision=None):
    return actions.correct_nomination(
        registration,
        email=email or registration.person.email,
        details=details,
        role=role or registration.role,
        as_reserve=registration.reserve_position is not None if as_reserve is None else as_reserve,
        by=by,
        revision=revision,
    )


def test_a_nomination_is_corrected_until_it_is_confirmed(delegation, focal_point):
    registration = nominate(delegation, focal_point)

    correct(registration, focal_point, details=ANA | {"family_name": "Šarić Kovač"}, role="driver")

    registration.refresh_from_db()
    assert (registration.family_name, registration.role) == ("Šarić Kovač", "driver")
    assert registration.person.family_name == "Šarić"


@pytest.mark.parametrize(
    ("confirmed_at", "sentence"), [(timezone.now(), "has confirmed already"), (None, "is awaiting decision")]
)
def test_what_is_confirmed_or_handed_over_is_not_corrected_by_others(delegation, focal_point, confirmed_at, sentence):
    registration = RegistrationFactory(delegation=delegation, submitted=True, confirmed_at=confirmed_at)

    with pytest.raises(TransitionError, match=rf"{sentence}\. Only they and the organisers"):
        correct(registration, focal_point)


def test_a_correction_of_a_full_delegation_keeps_the_seat(delegation, focal_point):
    registration = nominate(delegation, focal_point)
    RegistrationFactory(delegation=delegation, approved=True)

    correct(registration, focal_point, details=ANA | {"rank": "Chief"})

    registration.refresh_from_db()
    assert registration.rank == "Chief"


def test_a_seat_that_a_correction_frees_is_offered_to_the_first_reserve(delegation, focal_point):
    registration = nominate(delegation, focal_point)
    RegistrationFactory(delegation=delegation, approved=True)
    reserve = RegistrationFactory(delegation=delegation, reserve=True)

    correct(registration, focal_point, as_reserve=True)

    reserve.refresh_from_db()
    registration.refresh_from_db()
    assert (reserve.status, registration.reserve_position) == ("offered", 2)


def test_a_corrected_address_is_another_person_in_the_same_place(delegation, focal_point):
    registration = nominate(delegation, focal_point, email="typo@mup.example", as_reserve=True)
    nominate(delegation, focal_point, email="second@mup.example", as_reserve=True)

    corrected = correct(registration, focal_point, email="ana@mup.example")

    registration.refresh_from_db()
    assert (registration.status, registration.person.email) == ("withdrawn", "typo@mup.example")
    assert (corrected.status, corrected.person.email, corrected.reserve_position) == (
        "nominated", "ana@mup.example", 1,
    )  # fmt: skip
    assert OutgoingEmail.objects.filter(to="ana@mup.example", purpose="nomination").count() == 1


def test_the_corrected_address_of_the_only_head_is_no_second_head(delegation, focal_point):
    registration = nominate(delegation, focal_point, email="typo@mup.example", role="head")

    corrected = correct(registration, focal_point, email="ana@mup.example")

    assert (corrected.role, delegation.registrations.live().count()) == ("head", 1)


def test_an_outdated_page_corrects_nothing(delegation, focal_point):
    registration = nominate(delegation, focal_point)
    seen = Registration.objects.get(pk=registration.pk).revision
    correct(registration, focal_point, details=ANA | {"rank": "Chief"})

    with pytest.raises(actions.OutdatedError, match=OUTDATED):
        correct(registration, focal_point, details=ANA | {"rank": "Major"}, revision=seen)

    registration.refresh_from_db()
    assert registration.rank == "Chief"


# --- Replace --------------------------------------------------------------------------------------


def replace(registration, by, email="ana@mup.example", **more):
    return actions.replace_nominee(registration, email=email, details=ANA, by=by, reason="On leave.", **more)


@pytest.mark.parametrize("trait", ["nominated", "submitted", "approved"])
def test_somebody_else_comes_instead_and_the_seat_stays(delegation, focal_point, trait):
    registration = RegistrationFactory(delegation=delegation, role="head", **{trait: True})

    successor = replace(registration, focal_point)

    registration.refresh_from_db()
    assert (registration.status, registration.replaced_by) == ("replaced", successor)
    assert (successor.status, successor.role, successor.get_full_name()) == ("nominated", "head", "Ana Šarić")
    assert seats_by_role(delegation)["head"].free == 0
    assert registration.moves_made.latest("pk").reason == "On leave."
    told = OutgoingEmail.objects.order_by("pk").values_list("to", "purpose")
    assert list(told)[-2:] == [(registration.person.email, "decision"), ("ana@mup.example", "nomination")]


def test_a_replacement_offers_no_seat_to_a_reserve(delegation, focal_point):
    seated = RegistrationFactory.create_batch(2, delegation=delegation, approved=True)
    reserve = RegistrationFactory(delegation=delegation, reserve=True)

    replace(seated[0], focal_point)

    reserve.refresh_from_db()
    assert reserve.status == "reserve"


def test_a_replaced_nominee_hands_on_the_place_on_the_reserve_list(delegation, focal_point):
    registration = nominate(delegation, focal_point, email="first@mup.example", as_reserve=True)

    assert replace(registration, focal_point).reserve_position == 1


@pytest.mark.parametrize("trait", ["reserve", "declined", "withdrawn"])
def test_who_has_no_seat_to_hand_on_is_not_replaced(delegation, focal_point, trait):
    registration = RegistrationFactory(delegation=delegation, **{trait: True})

    with pytest.raises(TransitionError, match="there is nobody to replace"):
        replace(registration, focal_point)


def test_nobody_on_the_list_replaces_somebody(delegation, focal_point):
    registration = RegistrationFactory(delegation=delegation, approved=True)
    RegistrationFactory(delegation=delegation, person__email="ana@mup.example")

    with pytest.raises(TransitionError, match="is on this list already"):
        replace(registration, focal_point)


def test_a_replacement_needs_a_reason_and_time(delegation, focal_point, officer):
    registration = RegistrationFactory(delegation=delegation, approved=True)
    with pytest.raises(TransitionError, match="Give a reason"):
        actions.replace_nominee(registration, email="a@b.example", details=ANA, by=focal_point, reason=" ")
    close_confirmations(delegation)

    with pytest.raises(TransitionError, match="Confirmations closed"):
        replace(registration, focal_point)

    assert replace(registration, officer).status == "nominated"


def test_an_outdated_page_replaces_and_withdraws_nobody(delegation, focal_point):
    registration = RegistrationFactory(delegation=delegation, submitted=True)
    seen = Registration.objects.get(pk=registration.pk).revision
    actions.approve(registration, by=UserFactory(staff=True))

    with pytest.raises(actions.OutdatedError):
        replace(registration, focal_point, revision=seen)
    with pytest.raises(actions.OutdatedError):
        actions.withdraw_nominee(registration, by=focal_point, reason="Ill.", revision=seen)

    registration.refresh_from_db()
    assert registration.status == "approved"


def test_withdrawing_is_possible_after_every_deadline(delegation, focal_point):
    registration = RegistrationFactory(delegation=delegation, approved=True)
    close_confirmations(delegation)

    move = actions.withdraw_nominee(registration, by=focal_point, reason="Ill.")

    assert (move.after, move.by, move.reason) == ("withdrawn", focal_point, "Ill.")


# --- Reserve list ---------------------------------------------------------------------------------


@pytest.fixture
def reserves(delegation, focal_point):
    return [nominate(delegation, focal_point, email=f"r{n}@mup.example", as_reserve=True).pk for n in range(3)]


def order(delegation):
    return list(delegation.registrations.listed_as_reserves().values_list("pk", flat=True))


def test_reserves_are_put_in_order(delegation, focal_point, reserves):
    a, b, c = reserves

    actions.reorder_reserves(delegation, [c, a, b], by=focal_point, was=[a, b, c])

    assert order(delegation) == [c, a, b]


def test_an_order_of_other_people_than_are_on_the_list_changes_nothing(delegation, focal_point, reserves):
    a, b, c = reserves
    stranger = RegistrationFactory(reserve=True)

    for wrong in ([a, b], [a, b, c, stranger.pk], [a, a, b], [stranger.pk, a, b]):
        with pytest.raises(actions.OutdatedError):
            actions.reorder_reserves(delegation, wrong, by=focal_point)

    assert order(delegation) == [a, b, c]


def test_two_who_put_the_reserves_in_order_do_not_undo_each_other(delegation, focal_point, reserves):
    a, b, c = reserves
    actions.reorder_reserves(delegation, [b, a, c], by=focal_point, was=[a, b, c])

    with pytest.raises(actions.OutdatedError, match="changed by somebody else just now"):
        actions.reorder_reserves(delegation, [a, c, b], by=focal_point, was=[a, b, c])

    assert order(delegation) == [b, a, c]


def test_after_the_deadline_only_staff_put_reserves_in_order(delegation, focal_point, officer, reserves):
    close_nominations(delegation)

    with pytest.raises(TransitionError, match="Nominations closed"):
        actions.reorder_reserves(delegation, reserves[::-1], by=focal_point)
    actions.reorder_reserves(delegation, reserves[::-1], by=officer)

    assert order(delegation) == reserves[::-1]
