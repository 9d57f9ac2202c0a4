"""The page of a delegation in the back office: what it shows and costs, inviting, focal points, two at once."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from participants import actions
from participants.models import Delegation, NominationLetter, OutgoingEmail, User
from tests.clients import signed_in, text
from tests.factories import (
    DelegationFactory,
    EventFactory,
    JurisdictionFactory,
    RegistrationFactory,
    UserFactory,
    seats,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    return DelegationFactory(event=EventFactory(published=True), seats_member=3)


def url(name, *args):
    return reverse(f"admin:participants_delegation_{name}", args=args)


def letter(delegation, *covers):
    row = NominationLetter.objects.create(
        delegation=delegation, file="x", original_name="letter.pdf", sha256="0" * 64, size=1,
        media_type="application/pdf", reference="01-55/21", dated_on=date(2021, 11, 2), signatory="Director",
        uploaded_by=UserFactory(),
    )  # fmt: skip
    row.covers.set(covers)
    return row


def form(delegation, **changed):
    return seats(head=1, member=3) | {"revision": Delegation.objects.get(pk=delegation.pk).revision} | changed


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_or_many(django_assert_num_queries, desk, officer, delegation, count):
    for _ in range(count):
        delegation.focal_points.add(UserFactory(jurisdiction=delegation.jurisdiction))
        row = RegistrationFactory(submitted=True, delegation=delegation, by=officer)
        letter(delegation, row)
        RegistrationFactory(reserve=True, delegation=delegation, by=officer)
    actions.invite_focal_points(delegation, by=officer)
    page = url("change", delegation.pk)
    desk.get(page)  # content types are remembered by Django

    with django_assert_num_queries(15):
        assert desk.get(page).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_or_many(django_assert_num_queries, desk, count):
    for _ in range(count):
        RegistrationFactory(delegation=DelegationFactory())

    with django_assert_num_queries(6):
        assert desk.get(url("changelist")).status_code == 200


def test_seats_people_and_reserves_are_told(desk, delegation):
    RegistrationFactory(approved=True, delegation=delegation)
    first, second = RegistrationFactory.create_batch(2, reserve=True, delegation=delegation)

    answer = desk.get(url("change", delegation.pk))

    assert "Member 3 1 0 0 2 All 4 1 0 0 3" in text(answer)
    assert answer.context["page"]["reserves"] == [first, second]
    assert [label for label, _, _ in answer.context["page"]["states"]] == ["Approved", "Reserve"]


def test_people_in_no_list_are_not_named(desk, delegation):
    RegistrationFactory(delegation=delegation, person=UserFactory(family_name="Skriven", do_not_publish=True))
    RegistrationFactory(delegation=delegation, person=UserFactory(family_name="Otvoren"))
    delegation.focal_points.add(UserFactory(family_name="Tajan", do_not_publish=True))

    answer = desk.get(url("change", delegation.pk)).content.decode()

    assert "Otvoren" in answer
    assert "Skriven" not in answer
    assert "Tajan" not in answer
    assert re.search(r"1 more\s+is in no list and not named here", answer)


@pytest.mark.parametrize(("group", "is_read"), [("Event officers", True), ("Registration desk", False)])
def test_letters_and_mails_are_for_those_who_may_read_them(officer, delegation, group, is_read):
    letter(delegation)
    delegation.focal_points.add(UserFactory())
    actions.invite_focal_points(delegation, by=officer)
    client = signed_in(Client(), UserFactory(staff=True, group=group))

    answer = text(client.get(url("change", delegation.pk)))

    assert ("01-55/21" in answer) is is_read
    assert ("Mails about the delegation" in answer) is is_read


def test_the_newest_letter_is_compared_with_the_list(desk, delegation):
    named, unnamed = RegistrationFactory.create_batch(2, approved=True, delegation=delegation)
    gone = RegistrationFactory(withdrawn=True, delegation=delegation)
    letter(delegation, named, gone)

    answer = text(desk.get(url("change", delegation.pk)))

    assert f"On the list and not named in it: {unnamed.get_full_name()}" in answer
    assert f"Named in it and not on the list any more: {gone.get_full_name()}, withdrawn" in answer


# --- Focal points ---------------------------------------------------------------------------------


def test_the_invitation_is_asked_for_sent_once_and_followed(desk, delegation):
    focal_point = UserFactory(email="focal@police.example")
    delegation.focal_points.add(focal_point)
    page = url("change", delegation.pk)
    assert "focal@police.example: not invited yet" in text(desk.get(page))

    asked = text(desk.get(url("invite", delegation.pk)))
    assert "focal@police.example" in asked
    assert not OutgoingEmail.objects.filter(purpose="invitation").exists()
    for _ in range(2):
        answer = desk.post(url("invite", delegation.pk), follow=True)

    assert "Skipped: " in text(answer)
    mail = OutgoingEmail.objects.get(purpose="invitation")
    assert "focal@police.example: invited on" in text(answer)
    mail.give_up("No such mailbox.")
    assert "focal@police.example: the invitation could not be sent" in text(desk.get(page))
    actions.open_link(delegation.personal_links.get())
    assert "focal@police.example: came in on" in text(desk.get(page))


def test_inviting_nobody_is_a_sentence(desk, delegation):
    answer = desk.post(url("invite", delegation.pk), follow=True)

    assert "Nobody speaks for this delegation yet: add a focal point first." in text(answer)


def test_inviting_to_a_draft_is_a_sentence(desk):
    delegation = DelegationFactory(event=EventFactory())
    delegation.focal_points.add(UserFactory())

    answer = desk.post(url("invite", delegation.pk), follow=True)

    assert "is draft" in text(answer)
    assert not OutgoingEmail.objects.exists()


NEW = {"email": "New@Police.example", "given_name": "Ана", "family_name": "Шарић"}


def test_somebody_new_is_made_a_focal_point_by_name_and_address(desk, delegation):
    answer = desk.post(url("focal_point", delegation.pk), NEW, follow=True)

    person = delegation.focal_points.get()
    assert (person.email, person.family_name, person.jurisdiction) == (
        "new@police.example", "Шарић", delegation.jurisdiction,
    )  # fmt: skip
    assert "No mail was sent yet." in text(answer)
    assert not OutgoingEmail.objects.exists()


def test_somebody_known_is_not_renamed(desk, delegation):
    known = UserFactory(email="new@police.example", family_name="Petrović", jurisdiction=delegation.jurisdiction)

    desk.post(url("focal_point", delegation.pk), NEW)

    known.refresh_from_db()
    assert (list(delegation.focal_points.all()), known.family_name) == ([known], "Petrović")


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        (lambda: {"jurisdiction": JurisdictionFactory(name="Elsewhere")}, "is known as of Elsewhere"),
        (lambda: {"is_active": False}, "is not active"),
    ],
    ids=["of another jurisdiction", "not active"],
)
def test_who_cannot_speak_for_it_is_refused_with_a_sentence(desk, delegation, who, sentence):
    UserFactory(email="new@police.example", **who())

    answer = desk.post(url("focal_point", delegation.pk), NEW)

    assert sentence in text(answer)
    assert 'value="Шарић"' in answer.content.decode()
    assert not delegation.focal_points.exists()


def test_a_name_that_is_none_is_refused_and_nobody_is_made(desk, delegation):
    answer = desk.post(url("focal_point", delegation.pk), NEW | {"given_name": "<b>www.evil.example"})

    assert "A name cannot have" in text(answer)
    assert not User.objects.filter(email="new@police.example").exists()


# --- Two officers ---------------------------------------------------------------------------------


def test_of_two_officers_the_second_is_told_and_loses_nothing(desk, delegation):
    mine = form(delegation, notes="Call before noon.")
    Delegation.objects.filter(pk=delegation.pk).update(seats_member=5)

    answer = desk.post(url("change", delegation.pk), mine)

    assert "This was changed since you opened the page." in text(answer)
    assert "Call before noon." in answer.content.decode()
    delegation.refresh_from_db()
    assert (delegation.seats_member, delegation.notes) == (5, "")


def test_a_page_opened_before_does_not_take_a_new_focal_point_away(desk, delegation):
    mine = form(delegation, notes="Call before noon.")
    desk.post(url("focal_point", delegation.pk), NEW)

    answer = desk.post(url("change", delegation.pk), mine)

    assert "This was changed since you opened the page." in text(answer)
    assert delegation.focal_points.count() == 1


def test_boxes_opened_before_another_officer_ticked_one_change_nothing(desk, delegation):
    first, second = UserFactory.create_batch(2, jurisdiction=delegation.jurisdiction)
    mine = form(delegation, focal_points=[first.pk])
    desk.post(url("change", delegation.pk), form(delegation, focal_points=[second.pk]))

    answer = desk.post(url("change", delegation.pk), mine)

    assert "This was changed since you opened the page." in text(answer)
    assert list(delegation.focal_points.all()) == [second]


def test_a_focal_point_whom_the_officer_may_not_see_stays(desk, delegation):
    hidden = UserFactory(do_not_publish=True, jurisdiction=delegation.jurisdiction)
    seen = UserFactory(jurisdiction=delegation.jurisdiction)
    delegation.focal_points.add(hidden)

    answer = desk.get(url("change", delegation.pk)).content.decode()
    desk.post(url("change", delegation.pk), form(delegation, focal_points=[seen.pk]))

    assert f'name="focal_points" value="{hidden.pk}"' not in answer
    assert set(delegation.focal_points.all()) == {hidden, seen}
