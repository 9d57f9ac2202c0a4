"""The back office of registrations: what the list shows and costs, and every decision."""

import re

import pytest
from django.urls import reverse

from participants.models import OutgoingEmail, Registration, User
from tests.clients import text
from tests.factories import (
    DelegationFactory,
    EventFactory,
    RegistrationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    return DelegationFactory(event=EventFactory(published=True), seats_member=2)


def url(name, *args):
    return reverse(f"admin:participants_{name}", args=args)


def listed(response):
    """The names in the list, as a reader sees them."""
    cells = re.findall(r'<th class="field-name">(.*?)</th>', response.content.decode(), re.DOTALL)
    return {re.sub("<[^>]+>", "", cell).strip() for cell in cells}


# --- Costs, cold: session, person, permissions, then the page itself ------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_registrations_cost_the_same_for_one_or_many(django_assert_num_queries, desk, delegation, count):
    RegistrationFactory.create_batch(count, submitted=True, delegation=delegation)

    with django_assert_num_queries(7):
        page = desk.get(url("registration_changelist"))
    assert len(listed(page)) == count


# --- The registrations list -----------------------------------------------------------------------


@pytest.mark.parametrize("words", ["saric", "ŠARIĆ", "шарић", "Sar jel", "jelena šarić"])
def test_search_is_blind_to_case_diacritics_and_script(desk, delegation, words):
    for given, family in [("Jelena", "Šarić"), ("Јелена", "Шарић"), ("Petar", "Petrov")]:
        RegistrationFactory(delegation=delegation, person=UserFactory(given_name=given, family_name=family))

    page = desk.get(url("registration_changelist"), {"q": words})

    assert listed(page) == {"Šarić, Jelena", "Шарић, Јелена"}


@pytest.mark.parametrize("words", ["%", "_", "\\", "100%", "a" * 500])
def test_search_takes_any_sign_literally(desk, delegation, words):
    RegistrationFactory(delegation=delegation)

    page = desk.get(url("registration_changelist"), {"q": words})

    assert (page.status_code, listed(page)) == (200, set())


def test_facets_count_what_one_would_find(desk, delegation):
    RegistrationFactory.create_batch(2, submitted=True, delegation=delegation)
    RegistrationFactory(approved=True, delegation=delegation, role="head")
    RegistrationFactory(approved=True, delegation=DelegationFactory(event=delegation.event))

    page = desk.get(url("registration_changelist"), {"jurisdiction": delegation.jurisdiction_id})
    facets = {
        spec.title: {str(choice["display"]): choice["count"] for choice in spec.choices(page.context["cl"])}
        for spec in page.context["cl"].filter_specs
    }

    assert facets["state"] == {
        "Not withdrawn, declined or replaced": 3, "All states": 3, "To decide": 2, "Coming": 1,
        "Awaiting decision": 2, "Approved": 1,
    }  # fmt: skip
    assert facets["role"] == {"All": 3, "Head of delegation": 1, "Member": 2}
    assert facets["jurisdiction"]["All"] == 4
    assert len(listed(page)) == 3


def test_a_filter_typed_by_hand_is_no_error(desk):
    assert desk.get(url("registration_changelist"), {"event": "abc"}).status_code == 302


def test_seats_are_shown_beside_each_registration(desk, delegation):
    RegistrationFactory(approved=True, delegation=delegation)
    RegistrationFactory(submitted=True, delegation=delegation)

    assert text(desk.get(url("registration_changelist"))).count(" 1/2 ") == 2


# --- Decisions ------------------------------------------------------------------------------------


def bulk(client, action, rows, **more):
    """What the page says that asks; with `confirmed="yes"`, what is said after that."""
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    asked = client.post(url("registration_changelist"), data, follow=True)
    if not more:
        return asked
    return client.post(url("registration_changelist"), data | {"seen": asked.context["seen"]} | more, follow=True)


def states(rows):
    return sorted(Registration.objects.filter(pk__in=[row.pk for row in rows]).values_list("status", flat=True))


def test_bulk_approval_asks_first_and_changes_nothing(desk, delegation):
    rows = RegistrationFactory.create_batch(3, submitted=True, delegation=delegation)
    declined = RegistrationFactory(declined=True, delegation=delegation)
    mails = OutgoingEmail.objects.count()

    page = text(bulk(desk, "approve_selected", [*rows, declined]))

    assert "2 will change, 2 skipped" in page
    assert "All 2 seats of" in page
    assert "is declined" in page
    assert states(rows) == ["submitted"] * 3
    assert OutgoingEmail.objects.count() == mails


def test_bulk_approval_when_confirmed_changes_what_it_can_and_says_the_rest(desk, delegation):
    rows = RegistrationFactory.create_batch(3, submitted=True, delegation=delegation)

    page = text(bulk(desk, "approve_selected", rows, confirmed="yes", reason=""))

    assert "2 changed to: approved." in page
    assert "Skipped:" in page
    assert states(rows) == ["approved", "approved", "submitted"]
    assert OutgoingEmail.objects.filter(move__after="approved").count() == 2


def test_confirming_twice_decides_once(desk, delegation):
    rows = RegistrationFactory.create_batch(2, submitted=True, delegation=delegation)

    for _ in range(2):
        bulk(desk, "approve_selected", rows, confirmed="yes", reason="")

    assert OutgoingEmail.objects.filter(move__after="approved").count() == 2


def test_bulk_decline_needs_a_reason_and_keeps_the_selection(desk, delegation):
    rows = RegistrationFactory.create_batch(2, submitted=True, delegation=delegation)

    page = bulk(desk, "decline_selected", rows, confirmed="yes", reason="")

    assert "This field is required." in text(page)
    assert states(rows) == ["submitted", "submitted"]
    bulk(desk, "decline_selected", rows, confirmed="yes", reason="The workshop is for investigators.")
    assert states(rows) == ["declined", "declined"]


def test_the_buttons_are_the_moves_that_the_table_allows(desk, delegation):
    reserve = RegistrationFactory(reserve=True, delegation=delegation)

    page = desk.get(url("registration_change", reserve.pk))

    assert [move["verb"] for move in page.context["moves"]] == ["Approve", "Withdraw"]


def test_a_move_that_came_too_late_is_a_sentence(desk, delegation):
    registration = RegistrationFactory(declined=True, delegation=delegation)

    page = desk.post(url("registration_move", registration.pk, "approved"), {"reason": ""})

    assert "is declined" in text(page)
    assert states([registration]) == ["declined"]


def test_a_decision_is_never_made_by_a_link(desk, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)

    desk.get(url("registration_move", registration.pk, "approved"))

    assert states([registration]) == ["submitted"]


def test_registering_somebody_twice_is_a_sentence_beside_the_form(desk, delegation):
    registration = RegistrationFactory(delegation=delegation)
    data = {"person": registration.person.pk, "delegation": delegation.pk, "role": "member"}

    page = desk.post(url("registration_add"), data)

    assert "This person is already registered for this event." in text(page)


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        ("member", "No seat is free for “member”: 1 in all, 0 used, 1 held."),
        ("driver", "has no seat for: driver."),
        ("head", "Ana Šarić is the head of this delegation: there is only one."),
    ],
)
def test_registering_somebody_over_quota_is_a_sentence_beside_the_form(desk, role, sentence):
    delegation = DelegationFactory(seats_member=1)
    RegistrationFactory(delegation=delegation)
    RegistrationFactory(delegation=delegation, role="head", given_name="Ana", family_name="Šarić")
    data = {"person": UserFactory().pk, "delegation": delegation.pk, "role": role}

    page = desk.post(url("registration_add"), data)

    assert sentence in text(page)
    assert delegation.registrations.count() == 2


# --- Replacing ------------------------------------------------------------------------------------


def test_a_seat_is_given_to_somebody_else_of_the_jurisdiction(desk, delegation):
    seated = RegistrationFactory(approved=True, delegation=delegation)
    successor = UserFactory(jurisdiction=delegation.jurisdiction)
    page = url("registration_move", seated.pk, "replaced")

    assert successor.get_full_name() in text(desk.get(page))
    desk.post(page, {"person": successor.pk, "reason": "Illness."})

    seated.refresh_from_db()
    assert (seated.status, seated.replaced_by.person, seated.replaced_by.status) == ("replaced", successor, "approved")
    assert set(
        OutgoingEmail.objects.filter(purpose="decision", created_at__gte=seated.decided_at).values_list("to", flat=True)
    ) >= {successor.email}


def test_who_could_replace_is_of_the_same_jurisdiction_and_has_no_seat(delegation):
    seated = RegistrationFactory(approved=True, delegation=delegation)
    own = UserFactory(jurisdiction=delegation.jurisdiction)
    UserFactory(jurisdiction=delegation.jurisdiction, is_active=False)
    UserFactory()
    waiting = RegistrationFactory(reserve=True, delegation=delegation).person
    RegistrationFactory(approved=True, delegation=delegation, person=UserFactory(jurisdiction=delegation.jurisdiction))
    RegistrationFactory(
        submitted=True,
        delegation=DelegationFactory(event=delegation.event),
        person=UserFactory(jurisdiction=delegation.jurisdiction),
    )

    assert set(User.objects.who_could_replace(seated)) == {own, waiting}


def test_replacing_needs_a_person(desk, delegation):
    seated = RegistrationFactory(approved=True, delegation=delegation)

    page = desk.post(url("registration_move", seated.pk, "replaced"), {"person": "", "reason": ""})

    assert "This field is required." in text(page)
    assert states([seated]) == ["approved"]


# --- What is offered ------------------------------------------------------------------------------


def verbs(page):
    return [move["verb"] for move in page.context["moves"]]


def test_approving_is_not_offered_when_the_delegation_is_full(desk, delegation):
    RegistrationFactory.create_batch(2, approved=True, delegation=delegation)
    waiting = RegistrationFactory(submitted=True, delegation=delegation)

    assert verbs(desk.get(url("registration_change", waiting.pk))) == ["Put on reserve", "Decline", "Withdraw"]


def test_nothing_is_offered_after_the_event_and_the_role_stays(desk, delegation):
    registration = RegistrationFactory(approved=True, delegation=delegation)
    delegation.event.close()

    page = desk.get(url("registration_change", registration.pk))
    desk.post(url("registration_change", registration.pk), {"role": "head"})

    registration.refresh_from_db()
    assert (verbs(page), registration.role) == ([], "member")


def test_a_decision_says_what_follows_before_it_is_made(desk, delegation):
    waiting = RegistrationFactory(submitted=True, delegation=delegation)

    page = text(desk.get(url("registration_move", waiting.pk, "approved")))

    assert "The person gets one of the seats, and a mail that says so. Seats for “member” given so far: 0 of " in page
    assert states([waiting]) == ["submitted"]


@pytest.mark.parametrize("count", [1, 3])
def test_asking_before_a_bulk_decision_costs_the_same(django_assert_num_queries, desk, delegation, count):
    rows = RegistrationFactory.create_batch(count, submitted=True, delegation=delegation)
    data = {"action": "approve_selected", "_selected_action": [row.pk for row in rows]}

    with django_assert_num_queries(7):
        page = desk.post(url("registration_changelist"), data)
    assert page.context["title"].startswith(f"Approve {min(count, 2)} of {count} ")


def test_too_many_at_once_are_refused_with_a_sentence(desk, delegation, monkeypatch):
    monkeypatch.setattr("participants.admin.registrations.bulk.MOST_AT_ONCE", 2)
    rows = RegistrationFactory.create_batch(3, submitted=True, delegation=delegation)

    page = bulk(desk, "approve_selected", rows)

    assert "Choose at most 2 registrations at once, for example" in text(page)
    assert states(rows) == ["submitted"] * 3


def test_names_are_in_the_order_of_the_alphabet(desk, delegation):
    for family in ("Zorić", "Čolić", "Đurić", "Dedić", "Шарић"):
        RegistrationFactory(delegation=delegation, person=UserFactory(given_name="A", family_name=family))

    page = desk.get(url("registration_changelist")).content.decode()

    found = re.findall(r">([^<>]+), A</a>", page)
    assert found == ["Čolić", "Dedić", "Đurić", "Шарић", "Zorić"]
