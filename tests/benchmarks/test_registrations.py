"""The list of registrations after years of workshops. The time of the database counts too: it is what could grow."""

from statistics import median

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from events.models import Event
from tests.benchmarks.conftest import RESULTS, cpu_seconds, page_of, with_database
from tests.benchmarks.crowd import make_crowd
from tests.clients import signed_in
from tests.factories import MandateFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 100
PAGES = {
    "Registrations, first page": "",
    "Registrations, a search": "?q=saric",
    "Registrations, a filter": "?letter=missing",
    "Registrations, second page": "?p=2",
}


def office(*, events, registrations):
    """The browser of an officer among so many registrations."""
    officer = UserFactory(staff=True, group="Event officers")
    make_crowd(events=events, registrations=registrations, by=officer, mandate=MandateFactory())
    return signed_in(Client(), officer)


def test_the_list_with_100_000_registrations(compare, django_assert_num_queries):
    client = office(events=40, registrations=100_000)
    url = reverse("admin:participants_registration_changelist")

    name, floor = "Registrations, 100,000 over 40 events", f"/registrations/of/{Event.objects.latest('starts_on').pk}/"
    compare(name, client, url, floor, limit=2.0, clock=with_database, rounds=ROUNDS)
    for query in PAGES.values():
        with django_assert_num_queries(7):
            client.get(f"{url}{query}")


def test_more_registrations_do_not_make_it_slower(request):
    few = measured(office(events=1, registrations=2_000))
    call_command("flush", interactive=False, verbosity=0)
    ContentType.objects.clear_cache()
    many = measured(office(events=40, registrations=100_000))

    slower = {name: many[name] / few[name] for name in PAGES}
    rows = [(f"{name}, beside 2,000", many[name], few[name], slower[name], 1.5) for name in PAGES]
    request.config.stash[RESULTS].extend(rows)
    assert {name: ratio for name, ratio in slower.items() if ratio > 1.5} == {}


def measured(client):
    """The median of each page, all of them called in turn."""
    url = reverse("admin:participants_registration_changelist")
    pages = {name: page_of(client, f"{url}{query}") for name, query in PAGES.items()}
    times = {name: [] for name in PAGES}
    for depth in range(ROUNDS // 2):
        for name, page in pages.items():
            times[name].append(cpu_seconds(page, depth % 40, with_database))
    return {name: median(found) for name, found in times.items()}
