"""What every test has. Rows come from the factories; fixtures of one app stand in its own conftest."""

import pytest
from django.conf import settings

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
