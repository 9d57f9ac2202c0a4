"""Taking a list: whole or not at all, once, and only as it was seen."""

import io
import threading
from datetime import timedelta

import pghistory
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from participants import actions
from participants.models import ListImport, OutgoingEmail, PersonalLink, Registration, User
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory
from tests.participants.lists import kinds, previewed, started, taken
from workshop_portal.transitions import TransitionError

pytestmark = pytest.mark.django_db
ANA = ["Šarić", "Ana", "ana@police.example"]
MIRA = ["Ивић", "Мира", "mira@police.example", "speaker", None, "Major", "Head", "Border police", "f", "sr"]
YES = [None, "yes"]


@pytest.fixture
def focal():
    return UserFactory(email="focal@police.example")


@pytest.fixture
def delegation(focal):
    delegation = DelegationFactory(event=EventFactory(published=True), seats_member=3, seats_speaker=1)
    delegation.focal_points.add(focal)
    return delegation


def list_of(delegation):
    return list(delegation.registrations.order_by("pk").values_list("family_name", "role", "reserve_position"))


def test_new_people_are_nominated_as_a_focal_point_nominates_one(delegation, focal):
    found = previewed(delegation, ANA, MIRA, ["Reserve", "First", "r1@x.example", *YES], by=focal)

    taken(found, by=focal)

    assert list_of(delegation) == [("Šarić", "member", None), ("Ивић", "speaker", None), ("Reserve", "member", 1)]
    mira = delegation.registrations.get(person__email=MIRA[2])
    assert (mira.rank, mira.position, mira.service, mira.sex) == ("Major", "Head", "Border police", "female")
    assert (mira.working_languages, mira.nominated_by, mira.status) == (["sr"], focal, "nominated")
    assert (mira.person.family_name, mira.person.jurisdiction) == ("Ивић", delegation.jurisdiction)
    assert not mira.person.has_usable_password()


def test_everybody_new_is_written_to_with_a_link_of_their_own_in_the_same_transaction(delegation, focal):
    taken(previewed(delegation, ANA, MIRA, by=focal), by=focal)

    mails = OutgoingEmail.objects.filter(purpose="nomination")
    assert set(mails.values_list("to", flat=True)) == {ANA[2], MIRA[2]}
    assert PersonalLink.objects.count() == 2


def test_nobody_is_written_to_when_the_person_who_takes_it_says_so(delegation, focal):
    outcome = taken(previewed(delegation, ANA, by=focal), by=focal, invite=False)

    assert (outcome["taken"], outcome["invited"]) == (1, 0)
    assert not OutgoingEmail.objects.exists()


def test_what_the_portal_knows_of_the_owner_of_an_address_stays_as_it_is(delegation, focal):
    owner = UserFactory(email=ANA[2], given_name="Known", family_name="Person", rank="Colonel")

    taken(previewed(delegation, ANA, by=focal), by=focal)

    owner.refresh_from_db()
    assert (owner.given_name, owner.family_name, owner.rank, owner.jurisdiction) == ("Known", "Person", "Colonel", None)


def test_who_is_on_the_list_is_corrected_and_not_written_to(delegation, focal):
    person = UserFactory(email=ANA[2])
    RegistrationFactory(delegation=delegation, person=person, family_name="Saric", given_name="Ana", rank="Major")

    outcome = taken(previewed(delegation, [*ANA, None, "yes", None, "Head"], by=focal), by=focal)

    row = delegation.registrations.get()
    assert (row.family_name, row.rank, row.position, row.reserve_position) == ("Šarić", "Major", "Head", 1)
    assert (outcome["changed"], outcome["taken"]) == (1, 0)
    assert not OutgoingEmail.objects.exists()


def test_heads_change_places(delegation, focal):
    for name, role in (("First", "head"), ("Second", "member")):
        person = UserFactory(email=f"{name.lower()}@x.example")
        RegistrationFactory(delegation=delegation, person=person, family_name=name, given_name="A", role=role)
    rows = [["First", "A", "first@x.example", "member"], ["Second", "A", "second@x.example", "head"]]

    taken(previewed(delegation, *rows, by=focal), by=focal)

    assert list_of(delegation) == [("First", "member", None), ("Second", "head", None)]


@pytest.mark.parametrize(("new", "status"), [([], "offered"), ([["Ivić", "Iva", "iva@x.example"]], "reserve")])
def test_a_seat_that_is_left_is_offered_to_the_first_reserve_unless_the_list_takes_it(delegation, focal, new, status):
    delegation.seats_member = 1
    delegation.event.starts_on = delegation.event.ends_on = timezone.localdate() + timedelta(days=20)
    delegation.event.save()
    delegation.save()
    waiting = RegistrationFactory(delegation=delegation, reserve=True)
    person = UserFactory(email=ANA[2])
    RegistrationFactory(delegation=delegation, person=person, family_name="Šarić", given_name="Ana")

    taken(previewed(delegation, [*ANA, "speaker"], *new, by=focal), by=focal)

    waiting.refresh_from_db()
    assert waiting.status == status


def test_only_the_good_rows_are_taken_and_ticked_ones(delegation, focal):
    person = UserFactory(email="other@x.example")
    RegistrationFactory(delegation=delegation, person=person, family_name="Шарић", given_name="Ана")
    rows = [ANA, ["Ivić", "Iva", "no address"], MIRA]
    found = previewed(delegation, *rows, by=focal)
    assert kinds(found) == ["maybe", "wrong", "new"]

    taken(found, by=focal)
    assert [name for name, *_ in list_of(delegation)] == ["Шарић", "Ивић"]

    taken(previewed(delegation, *rows, by=focal), by=focal, ticked=[2])
    assert [name for name, *_ in list_of(delegation)] == ["Шарић", "Ивић", "Šarić"]


def test_a_tick_beside_a_wrong_row_takes_nobody(delegation, focal):
    taken(previewed(delegation, ["Ivić", "Iva", "no address"], by=focal), by=focal, ticked=[2, 77])

    assert list_of(delegation) == []


def test_content_is_erased_once_it_is_taken(delegation, focal):
    found = previewed(delegation, ANA, by=focal)

    outcome = taken(found, by=focal)

    assert (found.status, found.rows, outcome) == ("applied", [], {"new": 1, "taken": 1, "invited": 1})
    assert found.mapping


def test_the_history_says_who_did_it(delegation, focal):
    with pghistory.context(user=focal.pk):
        taken(previewed(delegation, ANA, by=focal), by=focal)

    entry = delegation.registrations.get().history.get()
    assert entry.pgh_context["user"] == focal.pk


# --- In between ------------------------------------------------------------------------------------


def test_confirmed_twice_it_is_taken_once(delegation, focal):
    found = previewed(delegation, ANA, by=focal)
    seen = found.outcome["digest"]
    taken(found, by=focal)

    with pytest.raises(TransitionError, match="was taken already"):
        taken(found, by=focal, seen=seen)

    assert len(list_of(delegation)) == 1


def test_a_delegation_that_changed_since_the_preview_needs_a_new_one(delegation, focal):
    found = previewed(delegation, ANA, by=focal)
    actions.nominate(
        delegation,
        email="else@x.example",
        details={"given_name": "Ана", "family_name": "Шарић"},
        role="member",
        by=focal,
    )

    with pytest.raises(actions.ListChangedError, match="The delegation changed since this preview"):
        taken(found, by=focal)

    assert [name for name, *_ in list_of(delegation)] == ["Шарић"]
    assert not User.objects.filter(email=ANA[2]).exists()


def test_columns_that_were_chosen_anew_need_a_new_preview(delegation, focal):
    found = previewed(delegation, ANA, by=focal)
    seen = found.outcome["digest"]
    actions.choose_columns(found, {"0": "given_name", "1": "family_name", "2": "email"})

    with pytest.raises(actions.ListChangedError, match="columns of this list were chosen anew"):
        taken(found, by=focal, seen=seen)

    for _ in actions.preview_list(found, by=focal):
        pass
    with pytest.raises(actions.ListChangedError, match="columns of this list were chosen anew"):
        taken(found, by=focal, seen=seen)


def test_after_the_deadline_a_focal_point_takes_nothing_and_staff_do(delegation, focal, officer):
    found = previewed(delegation, ANA, by=focal)
    by_staff = previewed(delegation, ANA, by=officer)
    delegation.nominate_by = timezone.localdate() - timedelta(days=1)
    delegation.save()

    with pytest.raises(TransitionError, match="Nominations closed"):
        taken(found, by=focal)
    with pytest.raises(TransitionError, match="Nominations closed"):
        started(delegation, ANA, by=focal)

    taken(by_staff, by=officer)
    assert len(list_of(delegation)) == 1


def test_a_list_that_is_a_day_old_is_not_taken_and_erased_by_the_next(delegation, focal):
    found = previewed(delegation, ANA, by=focal)
    ListImport.objects.update(expires_at=timezone.now())

    with pytest.raises(TransitionError, match="more than a day ago"):
        taken(found, by=focal)

    started(delegation, MIRA, by=focal)
    found.refresh_from_db()
    assert (found.status, found.rows, found.outcome) == ("discarded", [], {})


def test_a_list_that_was_erased_for_somebody_in_it_is_not_taken(delegation, focal):
    found = previewed(delegation, ANA, by=focal)
    seen = found.outcome["digest"]
    ListImport.objects.update(rows=[], outcome={})

    with pytest.raises(TransitionError, match="is not kept any more"):
        taken(found, by=focal, seen=seen)


def test_the_worker_erases_lists_whose_day_is_over(delegation, focal):
    found = previewed(delegation, ANA, by=focal)
    kept = previewed(delegation, MIRA, by=focal)
    ListImport.objects.filter(pk=found.pk).update(expires_at=timezone.now())

    call_command("send_mail", once=True, stdout=io.StringIO())

    found.refresh_from_db()
    kept.refresh_from_db()
    assert (found.status, found.rows, kept.status, len(kept.rows)) == ("discarded", [], "previewed", 1)


def test_a_discarded_list_is_erased_and_not_taken(delegation, focal):
    found = previewed(delegation, ANA, by=focal)
    seen = found.outcome["digest"]

    actions.discard_list(found)

    found.refresh_from_db()
    assert (found.status, found.rows, found.outcome) == ("discarded", [], {})
    with pytest.raises(TransitionError, match="was discarded"):
        taken(found, by=focal, seen=seen)


@pytest.mark.parametrize("last", [0, 20, 40, 65])
def test_whoever_leaves_in_the_middle_has_done_nothing(delegation, focal, last):
    found = previewed(delegation, ANA, MIRA, by=focal)
    steps = actions.apply_list(found, by=focal, seen=found.outcome["digest"])
    next(percent for percent in steps if percent >= last)

    steps.close()

    found.refresh_from_db()
    assert (found.status, len(found.rows)) == ("previewed", 2)
    assert not Registration.objects.exists()
    assert set(User.objects.values_list("email", flat=True)) == {"focal@police.example"}
    assert not OutgoingEmail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_take_it_once(delegation, focal):
    found = previewed(delegation, ANA, MIRA, by=focal)
    seen, barrier, said = found.outcome["digest"], threading.Barrier(2), []

    def confirm():
        try:
            barrier.wait()
            taken(ListImport.objects.get(pk=found.pk), by=focal, seen=seen)
            said.append("taken")
        except TransitionError as refused:
            said.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["taken", "“list.xlsx” was taken already."]
    assert len(list_of(delegation)) == 2
    assert OutgoingEmail.objects.filter(purpose="nomination").count() == 2


# --- Columns ---------------------------------------------------------------------------------------


def test_columns_are_remembered_for_the_same_headers_of_the_same_delegation(delegation, focal):
    headers = ["A", "B", "C"]
    mapping = {"0": "family_name", "1": "given_name", "2": "email"}
    first = started(delegation, ANA, by=focal, headers=headers)
    assert (first.mapping, first.outcome["remembered"]) == ({}, False)
    actions.choose_columns(first, mapping)
    for _ in actions.preview_list(first, by=focal):
        pass

    assert started(delegation, MIRA[:3], by=focal, headers=headers).mapping == mapping
    assert started(delegation, MIRA[:3], by=focal, headers=["A", "B", "D"]).mapping == {}
    other = DelegationFactory(event=delegation.event, seats_member=3)
    other.focal_points.add(focal)
    assert started(other, MIRA[:3], by=focal, headers=headers).mapping == {}


def test_a_preview_that_is_made_again_takes_the_place_of_the_first(delegation, focal):
    found = previewed(delegation, ANA, by=focal)
    RegistrationFactory(delegation=delegation, person=UserFactory(email=ANA[2]), family_name="Šarić", given_name="Ana")

    for _ in actions.preview_list(found, by=focal):
        pass

    found.refresh_from_db()
    assert kinds(found) == ["unchanged"]
    assert found.outcome["header_row"] == 1


@pytest.mark.parametrize("count", [1, 3])
def test_taking_costs_the_same_for_one_row_or_many_but_for_the_mails(
    delegation, focal, count, django_assert_num_queries
):
    rows = [[f"Family{chr(97 + n)}", "Ana", f"p{n}@police.example"] for n in range(count)]
    found = previewed(delegation, *rows, by=focal)

    with django_assert_num_queries(16):
        taken(found, by=focal, invite=False)
