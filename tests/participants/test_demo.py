"""The people of the demonstration and the accounts to try out; nothing here loads them from the start."""

import io
import json

import pytest
from django.contrib.admin import site
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.management.commands import load_demo
from events.demo_plan import COMING, PAST, TODAY
from events.models import Event
from participants import demo
from participants.models import Delegation, Move, NominationLetter, OutgoingEmail, PersonalLink, Registration, User
from participants.permissions import can_decide_registration
from participants.states import RegistrationStatus
from tests.clients import signed_in
from tests.whole_module import rows_of_module

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _rows(django_db_setup, django_db_blocker):
    with rows_of_module(django_db_blocker):
        load_demo.load()
        yield


@pytest.fixture
def loaded(_rows, settings):
    settings.ROOT_URLCONF = "tests.participants.demo_urls"
    settings.DEMO_SIGN_IN = True
    settings.EMAIL_FILE_PATH = settings.BASE_DIR / "var" / "mail"


def output_of(command, **options):
    out = io.StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def registrations(slug):
    return Registration.objects.filter(event__slug=slug)


def counted():
    """How many rows there are, history included: a run that writes nothing leaves them as they are."""
    models = (User, Delegation, Registration, Event)
    histories = [model.history.rel.related_model for model in models]
    return [
        model.objects.count() for model in (*models, *histories, Move, OutgoingEmail, PersonalLink, NominationLetter)
    ]


def test_everybody_is_marked_as_fictional_and_has_an_address_that_nobody_serves(loaded):
    people = User.objects.all()

    assert {person.is_fictional for person in people} == {True}
    assert {person.email.rpartition(".")[2] for person in people} == {"example"}
    assert not [person for person in people if person.has_usable_password()]


def test_about_forty_people_write_their_names_with_the_letters_of_the_region(loaded):
    people = User.objects.filter(is_staff=False)
    letters = set("".join(person.get_full_name() + person.own_script_name for person in people).lower())

    assert people.count() == 43
    assert letters >= set("čćšžđëçșțљћђѓќ")
    assert {person.sex for person in people} == set(User.Sex.values)
    assert people.filter(do_not_publish=True).count() == 1


def test_the_workshop_of_2021_is_closed_with_everybody_approved(loaded):
    assert Event.objects.get(slug=PAST).status == "closed"
    assert registrations(PAST).filter(status="approved").count() == 25
    assert registrations(PAST).exclude(status__in=["approved", "replaced"]).count() == 0


def test_the_fictional_workshop_has_somebody_in_every_state_but_replaced(loaded):
    states = set(registrations(TODAY).values_list("status", flat=True))

    assert states == {"nominated", "submitted", "approved", "reserve", "declined", "withdrawn"}


def test_to_the_workshop_that_comes_delegations_are_on_their_way(loaded):
    event = Event.objects.get(slug=COMING)
    rows = registrations(COMING)
    serbia = event.delegations.get(jurisdiction__code="RS")

    assert (event.starts_on - timezone.localdate(timezone=event.zone)).days == 42
    assert {row.nomination_refusal() for row in event.delegations.select_related("event")} == {None}
    assert set(rows.values_list("status", flat=True)) == set(RegistrationStatus) - {"reserve", "recheck"}
    assert event.delegations.get(jurisdiction__code="ME").registrations.count() == 0
    assert serbia.registrations.listed_as_reserves().count() == 2
    assert serbia.letters.get().covers.count() == 3
    asked = OutgoingEmail.objects.filter(registration__in=rows, purpose="nomination")
    assert asked.count() == rows.count() == PersonalLink.objects.filter(registration__in=rows).count()
    assert OutgoingEmail.objects.filter(delegation__event=event, purpose="invitation").count() == 7
    confirmed = rows.exclude(status__in=["nominated", "replaced"])
    assert not confirmed.filter(confirmed_at=None).exists()


def test_in_one_delegation_two_people_wait_for_one_seat(loaded):
    delegation = Delegation.objects.get(event__slug=TODAY, jurisdiction__code="ME")

    assert delegation.seats - delegation.registrations.holding_seat().count() == 1
    assert delegation.registrations.filter(status="submitted").count() == 2


@pytest.mark.parametrize("slug", [PAST, TODAY])
def test_all_seven_jurisdictions_come_with_a_head_and_a_focal_point(loaded, slug):
    delegations = Delegation.objects.filter(event__slug=slug, jurisdiction__isnull=False)

    assert delegations.count() == 7
    for delegation in delegations:
        assert delegation.focal_points.count() == 1, delegation
        assert delegation.registrations.filter(role="head").count() == 1, delegation
        assert delegation.registrations.holding_seat().count() <= delegation.seats, delegation


def test_every_state_was_reached_by_moves_with_their_mails(loaded):
    officer = User.objects.get(email="officer@seesac.example")

    for registration in Registration.objects.all():
        moves = list(registration.moves_made.order_by("pk"))
        assert (moves[-1].after if moves else "nominated") == registration.status
        assert [move.before for move in moves] == ["nominated", *(move.after for move in moves)][:-1]
        decided = [move for move in moves if move.after != "submitted"]
        deciding = {officer, registration.nominated_by} if registration.status == "replaced" else {officer}
        assert {move.by for move in decided} <= deciding
        assert all(move.mail for move in decided)


def test_a_second_run_writes_nothing(loaded):
    before = counted()

    assert output_of("load_demo") == "Everything is there already.\n"

    assert counted() == before


def test_what_people_changed_stays(loaded):
    User.objects.filter(email="officer@seesac.example").update(given_name="Another")
    registrations(TODAY).filter(status="nominated").delete()
    before = registrations(TODAY).count()

    call_command("load_demo", verbosity=0)

    assert User.objects.get(email="officer@seesac.example").given_name == "Another"
    assert registrations(TODAY).count() == before


def test_each_account_has_a_link_that_signs_in_once(loaded):
    accounts = json.loads(output_of("demo_accounts", base_url="http://testserver", json=True))

    assert len(accounts) == 9
    assert [set(account) for account in accounts] == [{"name", "email", "what", "is_staff", "url"}] * 9
    for account in accounts:
        client = Client()
        path = account["url"].removeprefix("http://testserver")
        assert client.get(path).status_code == 200
        response = client.post(path)
        assert response.status_code == 302
        assert client.get(response.url).status_code == 200, account["name"]
        assert Client().post(path).status_code == 404


def test_the_table_names_every_account_with_a_link_and_says_where_mails_land(loaded):
    lines = output_of("demo_accounts", base_url="http://localhost:8001/").splitlines()

    assert len([line for line in lines if line.startswith("  http://localhost:8001/demo/sign-in/")]) == 9
    assert "var/mail" in lines[-1]
    assert "Elira Çelakodër" in lines[2]


def test_each_account_sees_what_the_table_says(loaded):
    person = {account["role"]: account["person"] for account in demo.accounts()}
    seen = {role: set(Event.objects.visible_to(who).values_list("slug", flat=True)) for role, who in person.items()}

    assert seen["Participant of the demonstration workshop"] == {TODAY, COMING}
    assert seen["Participant of 2021 only"] == {PAST}
    assert seen["Focal point, Serbia"] == seen["Head of delegation, Bosnia and Herzegovina"] == {PAST, TODAY, COMING}
    deciding = {role for role, who in person.items() if can_decide_registration(who, None)}
    assert deciding == {"Event officer", "Administrator"}


def test_a_participant_finds_the_agenda_of_today_and_not_the_workshop_of_2021(loaded, client):
    client.force_login(User.objects.get(email="elira.celakoder@police-al.example"))

    assert client.get(reverse("events:agenda", args=[TODAY])).status_code == 200
    assert client.get(reverse("events:agenda", args=[PAST])).status_code == 404


def test_every_list_of_the_back_office_opens_with_the_rows_of_the_demonstration(loaded, client):
    signed_in(client, User.objects.get(email="administrator@seesac.example"))
    lists = [reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist") for model in site._registry]

    assert {url: client.get(url).status_code for url in lists} == dict.fromkeys(lists, 200)


@pytest.mark.parametrize(("who", "pages_at_least"), [("officer", 40), ("assessor", 20)])
def test_every_page_of_the_back_office_costs_at_most_eight_queries(loaded, client, who, pages_at_least):
    """Lists, forms and histories, with the rows of the demonstration; what Django remembers is warm.

    The pages of one delegation and of one registration are whole workplaces, with counts in their own tests.
    """
    signed_in(client, User.objects.get(email=f"{who}@seesac.example"))
    costs, most = {}, {}
    for model, queries in ((Delegation, 15), (Registration, 10)):
        newest = model.objects.latest("pk")
        most[reverse(f"admin:participants_{model._meta.model_name}_change", args=[newest.pk])] = queries
    for model in site._registry:
        name = f"admin:{model._meta.label_lower.replace('.', '_')}"
        row = model.objects.order_by("-pk").first()
        pages = [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        pages += [reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history")] if row else []
        for page in pages:
            if client.get(page).status_code == 200:
                with CaptureQueriesContext(connection) as queries:
                    client.get(page)
                costs[page] = len(queries)

    assert len(costs) >= pages_at_least
    assert {page: cost for page, cost in costs.items() if cost > most.get(page, 8)} == {}
