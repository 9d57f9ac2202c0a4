"""The page of one registration: tabs, what stands beside them, corrections, and what is hidden from whom."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participants import actions
from participants.models import Disclosure, Logistics, NominationLetter, Registration
from tests.clients import signed_in, text
from tests.factories import (
    DelegationFactory,
    EventFactory,
    JurisdictionFactory,
    RegistrationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

DETAILS = {
    "role": "member", "given_name": "Ana", "family_name": "Šarić", "own_script_name": "", "service": "",
    "badge_name": "", "rank": "", "position": "", "sex": "not_stated", "interpretation": "",
}  # fmt: skip
NO_LOGISTICS = dict.fromkeys(
    ("arrives_at", "arrives_by", "arrival_note", "leaves_at", "leaves_by", "departure_note", "nights_from",
     "nights_until", "diet_note", "access_needs"), "",
)  # fmt: skip


@pytest.fixture
def delegation():
    return DelegationFactory(event=EventFactory(published=True), seats_member=2, seats_speaker=1)


@pytest.fixture
def reader():
    """A browser of somebody of another group."""
    return lambda group: signed_in(Client(), UserFactory(staff=True, group=group))


def page(registration, **query):
    address = reverse("admin:participants_registration_change", args=[registration.pk])
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in query.items())}" if query else address


def details(registration, **changed):
    """What the form of the data sends."""
    names = {"given_name": registration.given_name, "family_name": registration.family_name}
    return DETAILS | names | {"revision": registration.revision} | changed


def letter(delegation, *covers, reference="01-55/21"):
    row = NominationLetter.objects.create(
        delegation=delegation, file="x", original_name="letter.pdf", sha256="0" * 64, size=1,
        media_type="application/pdf", reference=reference, dated_on=date(2021, 11, 2), signatory="Director",
        uploaded_by=UserFactory(),
    )  # fmt: skip
    row.covers.set(covers)
    return row


def tabs(response):
    return [tab.label for tab in response.context["page"]["tabs"]]


# --- Costs, cold: session, person, permissions, the row; then what the tab shows -------------------


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("tab", "queries"), [("data", 9), ("logistics", 13), ("mails", 10), ("files", 10), ("history", 12)]
)
def test_every_tab_costs_the_same_for_one_or_many(django_assert_num_queries, desk, officer, delegation, count, tab,
                                                  queries):  # fmt: skip
    delegation.seats_member = 9
    delegation.save()
    person = UserFactory()
    row = RegistrationFactory(approved=True, delegation=delegation, person=person, by=officer)
    Logistics.objects.create(registration=row)
    for _ in range(count):
        RegistrationFactory(approved=True, delegation=delegation, by=officer)
        RegistrationFactory(delegation=DelegationFactory(), person=person)
        letter(delegation, row)
    address = page(row, tab=tab)
    desk.get(address)  # content types are remembered by Django

    with django_assert_num_queries(queries):
        assert desk.get(address).status_code == 200


# --- Tabs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "offered"),
    [
        ("Event officers", ["Data", "Logistics", "Mails", "Files taken", "History"]),
        ("Registration desk", ["Data", "History"]),
    ],
)
def test_tabs_are_those_that_the_reader_may_open(reader, delegation, group, offered):
    registration = RegistrationFactory(approved=True, delegation=delegation)
    client = reader(group)

    assert tabs(client.get(page(registration))) == offered
    wanted = {"logistics": "Logistics", "mails": "Mails", "files": "Files taken", "history": "History"}
    assert {name: client.get(page(registration, tab=name)).status_code for name in wanted} == {
        name: 200 if label in offered else 403 for name, label in wanted.items()
    }


def test_the_current_tab_is_marked(desk, delegation):
    registration = RegistrationFactory(approved=True, delegation=delegation)

    answer = desk.get(page(registration, tab="mails")).content.decode()

    assert re.findall(r'aria-current="page"\s*>([^<]+)<', answer) == ["Mails"]


def test_a_tab_that_there_is_not_is_not_found(desk, delegation):
    registration = RegistrationFactory(delegation=delegation)

    assert desk.get(page(registration, tab="passport")).status_code == 404
    assert desk.get(page(registration, tab="")).status_code == 404


def test_mails_are_shown_with_their_text_and_a_way_to_send_again(desk, delegation):
    registration = RegistrationFactory(approved=True, delegation=delegation)
    mail = registration.moves_made.get(after="approved").mail
    mail.give_up("Mailbox full.")
    RegistrationFactory(approved=True, delegation=delegation)  # has a mail of its own

    answer = desk.get(page(registration, tab="mails"))

    assert [row.pk for row in answer.context["mails"]] == [mail.pk]
    assert "The mail server said: Mailbox full." in text(answer)
    again = {"action": "try_again", "_selected_action": mail.pk}
    assert "Send 1 of 1 mails again?" in text(desk.post(reverse("admin:participants_outgoingemail_changelist"), again))


def test_history_says_what_was_before_and_after(desk, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    desk.post(page(registration), details(Registration.objects.get(pk=registration.pk), rank="Inspector"))

    answer = text(desk.get(page(registration, tab="history")))

    assert "Nominated → Awaiting decision" in answer
    assert "Rank: – → Inspector" in answer


# --- Who said what --------------------------------------------------------------------------------


def test_the_head_says_who_nominated_and_whether_the_person_confirmed(desk, delegation):
    focal_point = UserFactory(given_name="Vesna", family_name="Ristić")
    registration = RegistrationFactory(delegation=delegation, nominated_by=focal_point)

    answer = text(desk.get(page(registration)))

    assert ", by Vesna Ristić Confirmed by the person not yet" in answer


def test_somebody_in_no_list_is_not_named_as_the_one_who_nominated(desk, delegation):
    focal_point = UserFactory(given_name="Vesna", family_name="Ristić", do_not_publish=True)
    registration = RegistrationFactory(delegation=delegation, nominated_by=focal_point)

    answer = text(desk.get(page(registration)))

    assert "by somebody who is in no list" in answer
    assert "Ristić" not in answer


def test_in_whose_place_somebody_came_is_not_named_when_in_no_list(desk, officer, delegation):
    hidden = UserFactory(family_name="Skriven", do_not_publish=True)
    seated = RegistrationFactory(approved=True, delegation=delegation, by=officer, person=hidden)
    successor = actions.replace(seated, person=UserFactory(), by=officer)

    for tab in ("data", "mails", "history"):
        assert "Skriven" not in desk.get(page(successor, tab=tab)).content.decode()


def change_after_approval(registration, **names):
    """As the person does it: the data first, then the state."""
    Registration.objects.filter(pk=registration.pk).update(**names)
    registration.refresh_from_db()
    registration.become("recheck", by=registration.person)


def test_what_changed_after_the_approval_is_shown_before_and_after(desk, officer, delegation):
    registration = RegistrationFactory(
        approved=True, delegation=delegation, by=officer, person=UserFactory(family_name="Šarić", service="Customs")
    )
    with signed_history(registration.person):
        change_after_approval(registration, family_name="Petrović", service="")

    answer = desk.get(page(registration))

    assert answer.context["page"]["row"].decided_by == officer
    assert answer.context["page"]["changes"] == [
        ("family name", "Šarić", "Petrović"), ("service", "Customs", ""),
    ]  # fmt: skip
    assert [move["verb"] for move in answer.context["moves"]][:2] == ["Approve the change", "Decline"]
    desk.post(reverse("admin:participants_registration_move", args=[registration.pk, "approved"]), {"reason": ""})
    registration.refresh_from_db()
    assert (registration.status, registration.family_name) == ("approved", "Petrović")
    assert desk.get(page(registration)).context["page"]["changes"] == []


def signed_history(user):
    """Writes as the history knows them from a page of this person."""
    import pghistory

    return pghistory.context(user=user.pk)


# --- Corrections ----------------------------------------------------------------------------------


def test_an_officer_corrects_a_name_without_a_new_approval(desk, delegation):
    registration = RegistrationFactory(approved=True, delegation=delegation)
    registration.refresh_from_db()

    desk.post(page(registration), details(registration, family_name="Ђорђевић", working_languages=["sr", "en"]))

    registration.refresh_from_db()
    assert (registration.family_name, registration.status) == ("Ђорђевић", "approved")
    assert sorted(registration.working_languages) == ["en", "sr"]
    assert registration.person.family_name != "Ђорђевић"


def test_of_two_officers_the_second_is_told_and_loses_nothing(desk, reader, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    registration.refresh_from_db()
    mine, theirs = details(registration, rank="Major"), details(registration, position="Head of unit")

    reader("Event officers").post(page(registration), theirs)
    answer = desk.post(page(registration), mine)

    assert "This was changed since you opened the page." in text(answer)
    assert 'value="Major"' in answer.content.decode()
    registration.refresh_from_db()
    assert (registration.rank, registration.position) == ("", "Head of unit")
    again = re.search(r'name="revision" value="(\d+)"', answer.content.decode())[1]
    desk.post(page(registration), mine | {"position": "Head of unit", "revision": again})
    registration.refresh_from_db()
    assert (registration.rank, registration.position) == ("Major", "Head of unit")


def test_a_form_without_its_edition_changes_nothing(desk, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    registration.refresh_from_db()
    sent = details(registration, rank="Major")
    del sent["revision"]

    answer = desk.post(page(registration), sent)

    assert "This was changed since you opened the page." in text(answer)
    registration.refresh_from_db()
    assert registration.rank == ""


def test_another_role_takes_another_seat_and_the_one_it_left_is_offered(desk):
    soon = timezone.localdate() + timedelta(days=20)
    delegation = DelegationFactory(
        event=EventFactory(published=True, starts_on=soon, ends_on=soon), seats_member=1, seats_speaker=1
    )
    registration = RegistrationFactory(approved=True, delegation=delegation)
    reserve = RegistrationFactory(reserve=True, delegation=delegation)
    registration.refresh_from_db()

    desk.post(page(registration), details(registration, role="speaker"))

    registration.refresh_from_db()
    reserve.refresh_from_db()
    assert (registration.role, reserve.status) == ("speaker", "offered")


@pytest.mark.parametrize(
    ("role", "sentence"), [("observer", "has no seat for: observer"), ("head", "has a head already")]
)
def test_a_role_without_a_seat_is_a_sentence(desk, delegation, role, sentence):
    RegistrationFactory(approved=True, delegation=delegation, role="head")
    registration = RegistrationFactory(approved=True, delegation=delegation)
    registration.refresh_from_db()

    answer = desk.post(page(registration), details(registration, role=role))

    assert sentence in text(answer)
    registration.refresh_from_db()
    assert registration.role == "member"


def test_the_desk_reads_and_corrects_nothing(reader, delegation):
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    registration.refresh_from_db()
    client = reader("Registration desk")

    answer = client.post(page(registration), details(registration, rank="Major"))

    assert answer.status_code == 403
    registration.refresh_from_db()
    assert registration.rank == ""
    assert 'name="rank"' not in client.get(page(registration)).content.decode()


# --- Logistics ------------------------------------------------------------------------------------


@pytest.fixture
def approved(delegation):
    return RegistrationFactory(approved=True, delegation=delegation)


def test_opening_logistics_is_written_down(desk, officer, approved):
    Logistics.objects.create(registration=approved, diet=["vegan"], access_needs="A room without steps")

    answer = desk.get(page(approved, tab="logistics"))

    assert "A room without steps" in answer.content.decode()
    row = Disclosure.objects.get()
    assert (row.kind, row.by, row.registration, row.event) == ("logistics", officer, approved, approved.event)


def test_where_nothing_was_answered_nothing_is_written_down(desk, approved):
    answer = desk.get(page(approved, tab="logistics"))

    assert "Not answered yet." in text(answer)
    assert not Disclosure.objects.exists()


def test_what_is_asked_says_why_who_and_until_when(desk, approved):
    Logistics.objects.create(registration=approved)

    answer = desk.get(page(approved, tab="logistics"))

    assert text(answer).count("Why: ") == text(answer).count("Erased: ") == 5


def test_logistics_are_hidden_from_the_desk(reader, approved):
    Logistics.objects.create(registration=approved, access_needs="A room without steps")
    client = reader("Registration desk")

    assert client.get(page(approved, tab="logistics")).status_code == 403
    for tab in ("data", "history"):
        assert "without steps" not in client.get(page(approved, tab=tab)).content.decode()
    assert not Disclosure.objects.exists()


def test_an_officer_writes_logistics_in_the_zone_of_the_event(desk):
    event = EventFactory(published=True, time_zone="Europe/Chisinau")
    registration = RegistrationFactory(approved=True, delegation=DelegationFactory(event=event))
    sent = NO_LOGISTICS | {"arrives_at": "2021-12-13T18:00", "diet": ["vegan", "no_nuts"], "revision": 0}

    desk.post(page(registration, tab="logistics"), sent)

    row = Logistics.objects.get()
    assert (row.arrives_at, row.diet) == (datetime(2021, 12, 13, 16, tzinfo=UTC), ["vegan", "no_nuts"])
    assert 'value="2021-12-13T18:00"' in desk.get(page(registration, tab="logistics")).content.decode()


def test_of_two_who_write_logistics_at_once_the_second_is_told(desk, approved):
    first, second = NO_LOGISTICS | {"diet_note": "No fish"}, NO_LOGISTICS | {"access_needs": "Lift"}

    desk.post(page(approved, tab="logistics"), first | {"revision": 0})
    answer = desk.post(page(approved, tab="logistics"), second | {"revision": 0})

    assert "This was changed since you opened the page." in text(answer)
    assert 'value="Lift"' in answer.content.decode()
    row = Logistics.objects.get()
    assert (row.diet_note, row.access_needs) == ("No fish", "")


def test_a_departure_before_the_arrival_is_a_sentence(desk, approved):
    sent = NO_LOGISTICS | {"arrives_at": "2021-12-13T18:00", "leaves_at": "2021-12-12T18:00", "revision": 0}

    answer = desk.post(page(approved, tab="logistics"), sent)

    assert "The departure is before the arrival." in text(answer)
    assert not Logistics.objects.exists()


# --- Beside the tabs ------------------------------------------------------------------------------


def test_the_same_person_elsewhere_is_named_with_event_and_year(desk, delegation):
    person = UserFactory()
    old = DelegationFactory(event=EventFactory(published=True, title="First workshop", starts_on=date(2020, 5, 4),
                                               ends_on=date(2020, 5, 6)))  # fmt: skip
    RegistrationFactory(approved=True, delegation=old, person=person)
    registration = RegistrationFactory(delegation=delegation, person=person)

    answer = text(desk.get(page(registration)))

    assert f"also at First workshop, 2020, for {old} as member: approved" in answer


def test_a_second_live_nomination_by_another_delegation_is_pointed_out(desk, delegation):
    person = UserFactory()
    other = DelegationFactory(event=delegation.event)
    RegistrationFactory(delegation=other, person=person)
    registration = RegistrationFactory(delegation=delegation, person=person)

    assert f"Twice at this workshop: for {other} as member: nominated" in text(desk.get(page(registration)))


def test_the_same_name_in_another_script_is_found(desk, delegation):
    RegistrationFactory(delegation=delegation, person=UserFactory(given_name="Јелена", family_name="Шарић"))
    registration = RegistrationFactory(
        delegation=delegation, person=UserFactory(given_name="Jelena", family_name="Šarić")
    )

    assert "the same name, for" in text(desk.get(page(registration)))


def test_look_alikes_whom_the_reader_may_not_see_are_not_shown(desk, reader, officer, delegation):
    hidden = UserFactory(given_name="Jelena", family_name="Šarić", do_not_publish=True)
    RegistrationFactory(delegation=delegation, person=hidden)
    registration = RegistrationFactory(
        delegation=delegation, person=UserFactory(given_name="Jelena", family_name="Šarić")
    )
    nobody = "Nobody of this address or name is registered anywhere else."

    assert nobody in text(desk.get(page(registration)))
    officer.groups.add(UserFactory(staff=True, group="Protected people").groups.get())
    assert nobody not in text(desk.get(page(registration)))


def test_the_newest_letter_says_whether_it_names_the_person(desk, delegation):
    registration = RegistrationFactory(delegation=delegation)
    assert "The delegation has sent no letter yet." in text(desk.get(page(registration)))
    letter(delegation, registration)
    assert "Names this person." in text(desk.get(page(registration)))

    letter(delegation, reference="02-55/21")

    answer = text(desk.get(page(registration)))
    assert "Does not name this person." in answer
    assert "02-55/21" in answer


def test_seats_are_told_in_words(desk, delegation):
    RegistrationFactory(approved=True, delegation=delegation)
    registration = RegistrationFactory(submitted=True, delegation=delegation)

    assert "Seats 2 Used 1 Offered 0 Asked for 1 Free 0 No seat is free." in text(desk.get(page(registration)))


# --- Before and after in the list -----------------------------------------------------------------


def neighbours_of(client, registration, filters=""):
    shown = client.get(page(registration), {"_changelist_filters": filters} if filters else {})
    found = [shown.context["page"][name] for name in ("before", "after")]
    return [re.search(r"/(\d+)/change/", link) and int(re.search(r"/(\d+)/change/", link)[1]) if link else None
            for link in found]  # fmt: skip


def rows_by_name(delegation, *names, **traits):
    return [
        RegistrationFactory(delegation=delegation, person=UserFactory(given_name="A", family_name=name), **traits)
        for name in names
    ]


def test_previous_and_next_follow_the_order_of_the_list(desk, delegation):
    first, second, third = rows_by_name(delegation, "Babić", "Čolić", "Đurić")

    assert neighbours_of(desk, first) == [None, second.pk]
    assert neighbours_of(desk, second) == [first.pk, third.pk]
    assert neighbours_of(desk, third) == [second.pk, None]


def test_without_jurisdiction_comes_after_those_with_one(desk, delegation):
    from tests.factories import OrganisationFactory

    guests = DelegationFactory(event=delegation.event, jurisdiction=None, organisation=OrganisationFactory())
    guest, member = RegistrationFactory(delegation=guests), RegistrationFactory(delegation=delegation)

    assert neighbours_of(desk, member) == [None, guest.pk]
    assert neighbours_of(desk, guest) == [member.pk, None]


def test_previous_and_next_stay_within_the_filter_and_their_links_keep_it(desk, delegation):
    first, _, third = (
        *rows_by_name(delegation, "Babić", submitted=True), *rows_by_name(delegation, "Čolić"),
        *rows_by_name(delegation, "Đurić", submitted=True),
    )  # fmt: skip
    elsewhere = DelegationFactory(jurisdiction=JurisdictionFactory())
    rows_by_name(elsewhere, "Zorić", submitted=True)
    filters = f"event={delegation.event_id}&status=submitted"

    assert neighbours_of(desk, first, filters) == [None, third.pk]
    answer = desk.get(page(first), {"_changelist_filters": filters})
    assert "_changelist_filters=event%3D" in answer.context["page"]["after"]
    assert answer.context["page"]["list"].endswith(f"?{filters}")
    assert all("_changelist_filters" in move["url"] for move in answer.context["moves"])


def test_who_was_just_decided_keeps_the_place_in_the_filter(desk, delegation):
    first, second, third = rows_by_name(delegation, "Babić", "Čolić", "Đurić", submitted=True)
    filters = f"event={delegation.event_id}&status=submitted"
    decide = reverse("admin:participants_registration_move", args=[second.pk, "approved"])

    answer = desk.post(f"{decide}?_changelist_filters={filters.replace('=', '%3D').replace('&', '%26')}",
                       {"reason": ""}, follow=True)  # fmt: skip

    assert answer.redirect_chain[-1][0].startswith(page(second))
    assert neighbours_of(desk, second, filters) == [first.pk, third.pk]


def test_a_filter_typed_by_hand_has_no_neighbours(desk, delegation):
    registration = RegistrationFactory(delegation=delegation)
    RegistrationFactory(delegation=delegation)

    for filters in ("event=abc", "person__email=x", "e=1", "event=%00", "o=99.-7"):
        assert desk.get(page(registration), {"_changelist_filters": filters}).status_code == 200


def test_people_in_no_list_are_nobodys_neighbours(desk, delegation):
    first, second, third = rows_by_name(delegation, "Babić", "Čolić", "Đurić")
    second.person.do_not_publish = True
    second.person.save()

    assert neighbours_of(desk, first) == [None, third.pk]


# --- Registering by staff -------------------------------------------------------------------------


def test_a_person_who_is_new_is_registered_in_one_go(desk, delegation):
    add = reverse("admin:participants_registration_add")
    assert "Add the person first" in text(desk.get(add, {"delegation": delegation.pk}))
    new = f"{reverse('admin:participants_user_add')}?then=register&delegation={delegation.pk}"

    answer = desk.post(
        new,
        {"email": "new@police.example", "given_name": "Јелена", "family_name": "Шарић", "sex": "not_stated",
         "is_active": "on"},
        follow=True,
    )  # fmt: skip

    assert answer.redirect_chain[-1][0].startswith(f"{add}?person=")
    chosen = answer.context["adminform"].form
    assert (str(chosen["person"].value()), str(chosen["delegation"].value())) == (
        str(Registration._meta.get_field("person").related_model.objects.get(email="new@police.example").pk),
        str(delegation.pk),
    )


def test_the_role_is_never_changed_past_the_seats(officer, delegation):
    from workshop_portal.transitions import TransitionError

    registration = RegistrationFactory(approved=True, delegation=delegation)

    with pytest.raises(TransitionError, match="has no seat for: observer"):
        actions.change_role(registration, "observer", by=officer)
