"""What every test has. Rows come from the factories; fixtures of one app stand in its own conftest."""

import pytest
from django.conf import settings
from django.core.cache import caches

from workshop_portal import database


def pytest_configure(config):
    """Have a database before anything is collected, also when pytest is started by hand.

    The processes of pytest-xdist need not ask: they live no longer than the one that started them.
    """
    if hasattr(config, "workerinput"):
        return
    try:
        database.make_ready(settings)
    except database.DatabaseUnusableError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.fixture(autouse=True)
def _as_it_runs(settings):
    """Mail goes to the outbox, as it does outside of tests, and no process remembers another test's pages."""
    from events import published_agenda  # needs the apps, which are not ready when this file is read

    settings.EMAIL_BACKEND = "participants.outbox.OutboxBackend"  # pytest-django replaces it
    published_agenda.forget()
    caches["fragments"].clear()
