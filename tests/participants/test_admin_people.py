"""The back office of people, delegations and mails: what they cost, what is refused, and no powers by the way."""

import pytest
from django.urls import reverse

from participants.models import OutgoingEmail, User
from tests.clients import signed_in, text
from tests.factories import (
    DelegationFactory,
    EventFactory,
    JurisdictionFactory,
    OutgoingEmailFactory,
    RegistrationFactory,
    UserFactory,
    seats,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    return DelegationFactory(event=EventFactory(published=True), seats_member=2)


def url(name, *args):
    return reverse(f"admin:participants_{name}", args=args)


# --- Costs, cold: session, person, permissions, then the page itself ------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_people_cost_the_same(django_assert_num_queries, desk, count):
    UserFactory.create_batch(count)

    with django_assert_num_queries(5):
        desk.get(url("user_changelist"))


@pytest.mark.parametrize("count", [1, 3])
def test_delegations_cost_the_same(django_assert_num_queries, desk, count):
    DelegationFactory.create_batch(count)

    with django_assert_num_queries(6):
        desk.get(url("delegation_changelist"))


@pytest.mark.parametrize("count", [1, 3])
def test_mails_cost_the_same(django_assert_num_queries, desk, count):
    OutgoingEmailFactory.create_batch(count)

    with django_assert_num_queries(6):
        desk.get(url("outgoingemail_changelist"))


@pytest.mark.parametrize("count", [1, 3])
def test_choosing_from_many_costs_the_same(django_assert_num_queries, desk, delegation, count):
    DelegationFactory.create_batch(count - 1, event=delegation.event)
    UserFactory.create_batch(count)
    fields = [("person", 5), ("delegation", 5)]

    for field, queries in fields:
        choice = {"app_label": "participants", "model_name": "registration", "field_name": field, "term": ""}
        with django_assert_num_queries(queries):
            desk.get(reverse("admin:autocomplete"), choice)


# --- Powers ---------------------------------------------------------------------------------------


def test_an_officer_hands_out_no_powers(desk, officer):
    person = UserFactory()
    data = {"email": person.email, "given_name": "A", "family_name": "B", "sex": "not_stated", "is_active": "on"}

    desk.post(url("user_change", person.pk), data | {"is_staff": "on", "is_superuser": "on"})

    person.refresh_from_db()
    assert (person.given_name, person.is_staff, person.is_superuser) == ("A", False, False)


def test_an_officer_does_not_change_somebody_who_has_powers(desk):
    administrator = UserFactory(staff=True, is_superuser=True)

    answer = desk.post(url("user_change", administrator.pk), {"email": "mine@police.example"})

    assert answer.status_code == 403
    assert not User.objects.filter(email="mine@police.example").exists()


def test_records_are_never_deleted(desk, delegation):
    registration = RegistrationFactory(delegation=delegation)

    assert desk.post(url("registration_delete", registration.pk), {"post": "yes"}).status_code == 403


# --- Delegations ----------------------------------------------------------------------------------


def test_seats_never_fall_below_those_who_have_one(desk, delegation):
    RegistrationFactory.create_batch(2, approved=True, delegation=delegation)

    page = desk.post(url("delegation_change", delegation.pk), seats(head=1, member=1) | {"revision": 1})

    delegation.refresh_from_db()
    assert "2 hold a seat for “member”: at least 2 are needed." in text(page)
    assert delegation.seats_member == 2


def test_a_delegation_is_chosen_with_its_event_and_seats_and_only_while_the_event_is_on(desk, delegation):
    over = DelegationFactory(event=EventFactory(closed=True))

    page = text(desk.get(url("registration_add")))

    assert f"{delegation} (0/3), {delegation.event}" in page
    assert str(over.event) not in page


# --- Mails ----------------------------------------------------------------------------------------


def test_failed_mails_are_sent_again_after_asking(desk):
    failed, code = OutgoingEmailFactory(), OutgoingEmailFactory(purpose="code", body="ABC-DEF")
    for mail in (failed, code):
        mail.give_up("Mailbox full.")
    data = {"action": "try_again", "_selected_action": [failed.pk, code.pk]}

    page = text(desk.post(url("outgoingemail_changelist"), data))
    assert "1 will change, 1 skipped" in page
    assert "held a sign-in code, which was erased" in page
    assert OutgoingEmail.objects.filter(status="failed").count() == 2

    desk.post(url("outgoingemail_changelist"), data | {"confirmed": "yes"})
    assert list(OutgoingEmail.objects.filter(status="queued")) == [failed]


# --- Accounts -------------------------------------------------------------------------------------


def form_of(person, **more):
    names = ("email", "given_name", "family_name", "sex")
    return {name: getattr(person, name) for name in names} | {"is_active": "on"} | more


def test_a_corrected_address_is_told_to_the_old_one(desk):
    person = UserFactory(email="old@police.example")

    desk.post(url("user_change", person.pk), form_of(person, email="New@police.example"))

    mail = OutgoingEmail.objects.get(purpose="notice")
    assert (mail.to, User.objects.get(pk=person.pk).email) == ("old@police.example", "new@police.example")
    assert "new@police.example" in mail.body


@pytest.mark.parametrize("there_and_back", [[{"email": "other@police.example"}, {}], [{"is_active": ""}, {}]])
def test_a_session_that_was_ended_does_not_come_back(desk, client, there_and_back):
    person = UserFactory(email="mine@police.example")
    signed_in(client, person)
    assert client.get("/").context["user"] == person

    for change in there_and_back:
        desk.post(url("user_change", person.pk), form_of(person, **change))

    person.refresh_from_db()
    assert (person.email, person.is_active) == ("mine@police.example", True)
    assert not client.get("/").context["user"].is_authenticated


def test_an_address_typed_in_capitals_is_the_same_address(desk, client):
    person = UserFactory(email="mine@police.example")
    signed_in(client, person)

    desk.post(url("user_change", person.pk), form_of(person, email="MINE@police.example"))

    assert not OutgoingEmail.objects.filter(purpose="notice").exists()
    assert client.get("/").context["user"] == person


@pytest.mark.parametrize(
    ("address", "status"),
    [("{pk}/history/", 200), ("abc/change/", 302), ("abc/history/", 404), ("abc/delete/", 403), ("{pk}/delete/", 403)],
)
def test_what_is_sent_to_an_address_of_a_delegation_that_takes_nothing(desk, delegation, address, status):
    page = f"/admin/participants/delegation/{address.format(pk=delegation.pk)}"

    assert desk.post(page).status_code == status


# --- Without JavaScript ---------------------------------------------------------------------------


def test_somebody_is_registered_from_their_own_page(desk, delegation):
    """The picker of the form needs JavaScript; this way does not."""
    person = UserFactory()

    page = desk.get(url("user_change", person.pk))
    way = f"{url('registration_add')}?person={person.pk}"
    assert way in page.content.decode()
    assert f'<option value="{person.pk}" selected>' in desk.get(way).content.decode()


def test_focal_points_are_chosen_among_the_people_of_the_jurisdiction(desk, delegation):
    own, stranger = UserFactory(jurisdiction=delegation.jurisdiction), UserFactory()
    page = url("delegation_change", delegation.pk)

    boxes = desk.get(page).content.decode()
    desk.post(page, seats(head=1, member=2) | {"focal_points": [own.pk], "revision": 1})

    assert f'name="focal_points" value="{own.pk}"' in boxes
    assert f'name="focal_points" value="{stranger.pk}"' not in boxes
    assert list(delegation.focal_points.all()) == [own]
    delegation.refresh_from_db()
    answer = desk.post(page, seats(head=1, member=2) | {"focal_points": [stranger.pk], "revision": delegation.revision})
    assert "is not one of the available choices" in text(answer)
    assert list(delegation.focal_points.all()) == [own]


def test_a_new_delegation_leads_on_to_its_focal_points(desk):
    event, jurisdiction = EventFactory(published=True), JurisdictionFactory()
    data = {"event": event.pk, "jurisdiction": jurisdiction.pk} | seats(member=3)

    answer = desk.post(url("delegation_add"), data)

    assert answer.url == url("delegation_change", event.delegations.get().pk)
