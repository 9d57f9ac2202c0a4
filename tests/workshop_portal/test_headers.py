"""What every response carries, and what no response may name."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.clients import signed_in
from tests.factories import EventFactory, MaterialFactory, UserFactory, published_agenda
from workshop_portal.security import CONTENT_SECURITY_POLICY

pytestmark = pytest.mark.django_db
ANOTHER_HOST = re.compile(
    r"""(?:src|href|action|data|poster|srcset)\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//"""
)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
ADMIN_LISTS = ["events_event", "events_session", "events_material", "participants_registration", "participants_user"]


@pytest.fixture
def pages():
    """Every kind of page, as the person who sees most of it."""
    officer = UserFactory(staff=True, is_superuser=True)
    event = EventFactory(published=True)
    published_agenda(event, sessions=3, by=officer)
    paper = MaterialFactory(event=event, cleared=True)
    anonymous, staff = Client(raise_request_exception=False), signed_in(Client(), officer)
    code = event.sessions.first().code
    return [
        (anonymous, reverse("home")),
        (anonymous, reverse("account_login")),
        (anonymous, reverse("privacy")),
        (anonymous, reverse("accessibility")),
        (anonymous, reverse("healthz")),
        (anonymous, "/no/such/page/"),
        (staff, reverse("home")),
        (staff, reverse("mfa_index")),
        (staff, reverse("events:detail", args=[event.slug])),
        (staff, reverse("events:agenda", args=[event.slug])),
        (staff, reverse("events:working_copy", args=[event.slug])),
        (staff, reverse("events:session", args=[event.slug, code])),
        (staff, reverse("events:materials", args=[event.slug])),
        (staff, reverse("events:material", args=[event.slug, paper.pk])),
        (staff, reverse("admin:index")),
        *((staff, reverse(f"admin:{name}_changelist")) for name in ADMIN_LISTS),
        (staff, reverse("admin:events_event_change", args=[event.pk])),
        (staff, reverse("admin:events_material_change", args=[paper.pk])),
        (staff, reverse("admin:events_material_add")),
    ]


def test_every_response_carries_the_policy(pages):
    for client, url in pages:
        response = client.get(url)
        assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY, url
        assert response.headers["X-Content-Type-Options"] == "nosniff", url
        assert response.headers["Referrer-Policy"] == "same-origin", url


def test_no_page_names_another_host_or_holds_inline_code(pages):
    for client, url in pages:
        html = client.get(url).content.decode()
        assert ANOTHER_HOST.findall(html) == [], url
        assert INLINE.findall(html) == [], url


def test_no_style_sheet_or_script_of_ours_names_another_host():
    files = [*Path(settings.BASE_DIR, "static").rglob("*.css"), *Path(settings.BASE_DIR, "static").rglob("*.js")]

    assert files
    assert {file.name: found for file in files if (found := ANOTHER_HOST.findall(file.read_text()))} == {}
