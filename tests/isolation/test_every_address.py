"""Every address that exists, asked for by somebody who is not signed in: only these few answer."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = pytest.mark.django_db

PUBLIC = {
    "home", "privacy", "accessibility", "healthz", "readyz", "account_login", "account_request_login_code",
    "account_inactive",
}  # fmt: skip
EXAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "1", "jurisdiction": "al"}


def addresses(resolver, prefix="/"):
    """(name, address) of every pattern, with an example in the place of each part."""
    for entry in resolver.url_patterns:
        route = str(entry.pattern)
        route = re.sub(r"<(?:(\w+):)?\w+>", lambda part: EXAMPLES[part[1] or "str"], route)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, prefix + route)
        elif isinstance(entry, URLPattern):
            yield entry.name, prefix + route


KNOWN = [(name, url) for name, url in addresses(get_resolver()) if "?P<" not in url]


def test_the_walk_finds_the_portal():
    assert len(KNOWN) > 100
    assert {"detail", "agenda", "file", "participants_registration_move"} <= {name for name, _ in KNOWN}


@pytest.mark.parametrize(("name", "url"), KNOWN, ids=[url for _, url in KNOWN])
def test_without_signing_in(client, name, url):
    answer = client.get(url)

    if name in PUBLIC:
        assert answer.status_code == 200
    elif name in {"account_logout", "logout"}:  # nobody to sign out: back to the start
        assert answer.headers["Location"] in {"/", "/admin/"}
    else:
        assert answer.status_code != 200
        assert answer.status_code == 404 or "/login/" in answer.headers.get("Location", ""), answer.headers
