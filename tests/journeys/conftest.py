"""Journeys walk the portal as a person does: a real Chromium, a real server, a real database."""

import os
import re
import shutil

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import caches
from django.db import connections
from playwright.sync_api import expect, sync_playwright

from participants.models import OutgoingEmail

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

# Playwright's own loop makes Django believe that it runs inside an asynchronous program.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def code_now(secret: str) -> str:
    """What an authenticator app with this key shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture(autouse=True)
def _no_attempt_counts(transactional_db):
    """The table of the cache has no model, so it is not emptied between tests, and sign-ins of others would count."""
    caches["default"].clear()


@pytest.fixture(scope="session")
def chromium(django_db_setup):
    """One browser for all journeys.

    While its loop runs, Django keeps connections of their own for it, which nobody else would close: the test
    database could not be dropped. So they are closed here, and the browser ends before the database does.
    """
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("Journeys need Chromium. On Debian: apt-get install chromium", pytrace=False)
    switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--no-first-run"]  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=switches)
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture
def visit(chromium, live_server):
    """Open a browser window on the portal: `visit(PHONE)`. Fails on any request to another host."""
    contexts, elsewhere = [], []

    def open_window(device):
        context = chromium.new_context(base_url=live_server.url, **device)
        context.on("request", lambda request: note(request.url))
        contexts.append(context)
        return context.new_page()

    def note(url):
        if not url.startswith((live_server.url, "data:", "blob:", "about:")):
            elsewhere.append(url)

    yield open_window
    for context in contexts:
        context.close()
    assert elsewhere == []


@pytest.fixture
def sign_in():
    """Sign in by the code that lies in the outbox."""

    def sign_in(page, user):
        page.get_by_role("link", name="Sign in").first.click()
        page.get_by_label("E-mail").fill(user.email)
        page.get_by_role("main").get_by_role("button").first.click()
        page.get_by_label("Code").wait_for()
        mail = OutgoingEmail.objects.filter(to=user.email, purpose="code").latest("pk")
        page.get_by_label("Code").fill(re.search(r"^[A-Z0-9]+-[A-Z0-9]+$", mail.body, re.MULTILINE)[0])
        page.get_by_role("main").get_by_role("button").first.click()
        expect(page).not_to_have_url(re.compile("/account/login/"))

    return sign_in


@pytest.fixture
def second_factor():
    """Give somebody an authenticator app, and read the number it shows now."""

    def set_up(user):
        TOTP.activate(user, TOTP_SECRET)
        return lambda: code_now(TOTP_SECRET)

    return set_up


@pytest.fixture
def assert_accessible():
    """No violation of WCAG 2.2 AA that axe can find on the page as it is."""
    axe = Axe()

    def check(page):
        results = axe.run(
            page, options={"preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        )
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check
