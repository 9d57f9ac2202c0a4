"""Every page of the demonstration, reached by links as a person reaches it: what all of them must hold to."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin import site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.management.commands import load_demo
from participants.models import User
from tests.clients import signed_in
from tests.whole_module import rows_of_module
from workshop_portal.security import CONTENT_SECURITY_POLICY

pytestmark = pytest.mark.django_db
MOST = 120
ANOTHER_HOST = re.compile(
    r"""(?:src|href|action|data|poster|srcset)\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//"""
)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
WALKERS = {
    "nobody": 4,
    "elira.celakoder@police-al.example": 15,
    "semso.vrelobosnic@police-ba.example": 25,
    "officer@seesac.example": 60,
    "assessor@seesac.example": 40,
    "auditor@seesac.example": 40,
    "administrator@seesac.example": 60,
}


@pytest.fixture(scope="module", autouse=True)
def _rows(django_db_setup, django_db_blocker):
    with rows_of_module(django_db_blocker):
        load_demo.load()
        yield


def walk(client, start):
    """Each page that can be reached by links without a query, as (path, answer), at most MOST."""
    waiting, seen = list(start), set(start)
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path)
        yield path, answer
        if answer.streaming or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        for link in BeautifulSoup(answer.content, "html.parser").find_all("a", href=re.compile(r"^/[^?#]*$")):
            if link["href"] not in seen and len(seen) < MOST and "/files/" not in link["href"]:
                seen.add(link["href"])
                waiting.append(link["href"])


@pytest.mark.parametrize("who", WALKERS)
def test_every_page_holds_to_the_policy(who):
    """The headers, nothing inline, no other host, and nothing of a signed-in person for a cache to keep."""
    client, wrong, pages = Client(), [], 0
    if who != "nobody":
        signed_in(client, User.objects.get(email=who))

    for path, answer in walk(client, ["/", "/admin/", "/assessments/", "/account/second-factor/"]):
        html = answer.content.decode() if "text/html" in answer.headers.get("Content-Type", "") else ""
        pages += answer.status_code == 200
        rules = {
            "answers": answer.status_code in ({200, 302} if who == "nobody" else {200, 302, 403, 404}),
            "policy": answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY,
            "nosniff": answer.headers["X-Content-Type-Options"] == "nosniff",
            "no-store": who == "nobody" or "no-store" in answer.headers.get("Cache-Control", ""),
            "no other host": not ANOTHER_HOST.search(html),
            "nothing inline": not INLINE.search(html),
            "one h1": answer.status_code != 200 or not html or len(re.findall(r"<h1[ >]", html)) == 1,
        }
        wrong += [(path, rule) for rule, holds in rules.items() if not holds]

    assert wrong == []
    assert pages >= WALKERS[who]


def test_the_history_of_every_row_opens_and_costs_at_most_eight_queries():
    """Not only of the newest row: which words a history needs depends on what happened to the row."""
    client, slow, pages = signed_in(Client(), User.objects.get(email="administrator@seesac.example")), {}, 0
    for model in site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_history"
        for row in model._base_manager.order_by("pk")[:60]:
            page = reverse(name, args=[row.pk])
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(page)
            assert answer.status_code == 200, page
            pages += 1
            if len(queries) > 8:
                slow[page] = len(queries)

    assert slow == {}
    assert pages > 150
