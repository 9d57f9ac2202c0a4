"""What every test has. Rows come from the factories; fixtures of one app stand in its own conftest."""

import fcntl
import itertools
import os

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection

from workshop_portal import database


def pytest_configure(config):
    """Have a database before anything is collected, also when pytest is started by hand.

    The processes of pytest-xdist need not ask: they live no longer than the one that started them.
    """
    if not hasattr(config, "workerinput"):
        try:
            database.make_ready(settings)
        except database.DatabaseUnusableError as error:
            raise pytest.UsageError(str(error)) from None
        os.environ["PORTAL_TEST_DATABASE"] = free_database_name()
    connection.settings_dict["TEST"]["NAME"] = os.environ["PORTAL_TEST_DATABASE"]


def free_database_name():
    """Two runs at once in one checkout get a database each."""
    names = (f"test_portal_{number}" for number in itertools.count(1))
    return next(filter(reserve, names))


def reserve(name):
    """Whether this run has the name now, and for as long as it lives."""
    settings.VAR_DIR.mkdir(exist_ok=True)
    lock = os.open(settings.VAR_DIR / f"{name}.lock", os.O_RDONLY | os.O_CREAT)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return False
    return True


@pytest.fixture(autouse=True)
def _as_it_runs(settings):
    """Mail goes to the outbox, as it does outside of tests, and no process remembers another test's pages."""
    from events import kept  # needs the apps, which are not ready when this file is read

    settings.EMAIL_BACKEND = "participants.outbox.OutboxBackend"  # pytest-django replaces it
    kept.forget()
    caches["reference"].clear()


@pytest.fixture
def officer():
    from tests.factories import UserFactory  # needs the apps

    return UserFactory(staff=True, group="Event officers")


@pytest.fixture
def desk(officer):
    """The browser of an event officer, in the back office."""
    from django.test import Client

    from tests.clients import signed_in

    return signed_in(Client(), officer)
