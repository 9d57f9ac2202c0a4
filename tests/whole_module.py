"""Rows that are costly to make and only read: made once for all tests of a module, then rolled back."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rows_of_module(blocker):
    """Inside, rows may be made; each test then works in a transaction of its own within this one.

    For a fixture of scope "module" that asks for `django_db_setup` and hands over `django_db_blocker`.
    Every test of the module sees the rows, also one that does not ask for them.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
