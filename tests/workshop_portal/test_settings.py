"""What the settings promise: they refuse to start half configured, and production passes Django's own review."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection

from workshop_portal.database import PROJECT
from workshop_portal.management.commands.check_style import DEPLOYMENT, PRODUCTION


def production(*arguments, **environment):
    of_tests = {*PRODUCTION, "DJANGO_ALLOW_ASYNC_UNSAFE"}
    plain = {name: value for name, value in os.environ.items() if name not in of_tests}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=plain | {"DJANGO_SETTINGS_MODULE": "workshop_portal.settings.production"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", PRODUCTION)
def test_production_names_what_is_missing(missing):
    given = {name: value for name, value in PRODUCTION.items() if name != missing}

    done = production("migrate", **given)

    assert done.returncode == 1
    assert done.stderr.startswith(f"Production needs these variables: {missing} (")
    assert not [name for name in given if f"{name} (" in done.stderr]


def test_production_refuses_a_simple_secret_key():
    done = production("migrate", **PRODUCTION | {"SECRET_KEY": "abc" * 30})

    assert done.returncode == 1
    assert done.stderr == "SECRET_KEY is too simple: use at least 50 random characters.\n"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        *(
            ("ALLOWED_HOSTS", value, "ALLOWED_HOSTS must name each host of the portal, without * ")
            for value in ("portal.example,*", ".portal.example", ",")
        ),
        ("PORTAL_URL", "http://portal.example", "PORTAL_URL must begin with https://, because the links in mails "),
        ("PORTAL_URL", "https://", "PORTAL_URL must begin with https://, because the links in mails "),
        ("TRUSTED_PROXY_COUNT", "abc", "TRUSTED_PROXY_COUNT must be a whole number from 0 to 100, not “abc”.\n"),
        ("EMAIL_USE_TLS", "starttls", "EMAIL_USE_TLS must be true or false, not “starttls”.\n"),
    ],
)
def test_production_refuses_what_would_not_be_safe_or_cannot_be(name, value, sentence):
    done = production("migrate", **PRODUCTION | {name: value})

    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("given", "is_used"), [({}, True), ({"EMAIL_USE_TLS": "false"}, False)])
def test_production_sends_mail_over_tls_unless_told_otherwise(given, is_used):
    done = production("diffsettings", **PRODUCTION | given)

    assert (f"EMAIL_USE_TLS = {is_used}" in done.stdout) is is_used, done.stderr


def test_production_passes_the_deployment_check_without_a_warning():
    done = production(*DEPLOYMENT[2:], **PRODUCTION)

    assert done.returncode == 0, done.stderr
    assert done.stdout + done.stderr == "System check identified no issues (0 silenced).\n"


COOKIES = [
    ("SESSION_COOKIE_NAME", "'__Host-session'"),
    ("SESSION_COOKIE_SECURE", "True"),
    ("SESSION_COOKIE_SAMESITE", "'Lax'"),
    ("CSRF_COOKIE_NAME", "'__Host-csrf'"),
    ("CSRF_COOKIE_SECURE", "True"),
    ("CSRF_COOKIE_HTTPONLY", "True"),
    ("SECURE_HSTS_SECONDS", "31536000"),
    ("SECURE_SSL_REDIRECT", "True"),
    ("DEBUG", "False"),
    ("DEMO_SIGN_IN", "False"),
]


def test_production_keeps_cookies_to_this_host_and_to_encrypted_ways():
    done = production("diffsettings", "--all", **PRODUCTION | {"DEBUG": "true"})
    said = dict(line.strip("# ").split(" = ", 1) for line in done.stdout.splitlines() if " = " in line)

    assert [(name, said[name]) for name, _ in COOKIES] == COOKIES


def test_the_driver_is_psycopg2():
    """Whatever installs psycopg 3 would switch Django to it silently."""
    assert connection.Database.__name__ == "psycopg2"


@pytest.mark.django_db
def test_the_database_is_a_utf8_postgresql_without_jit():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), current_setting('jit')")
        assert cursor.fetchone() == ("UTF8", "off")


def test_sign_in_links_of_the_demonstration_exist_only_in_development():
    assert settings.DEMO_SIGN_IN is False


def test_the_counters_of_sign_in_are_not_pushed_out_by_a_few_hundred_others():
    assert caches["default"]._max_entries == 20_000
