"""Settings of the worker that the kill test starts."""

from workshop_portal.settings.test import *  # noqa: F403

OUTBOX_DELIVERY_BACKEND = "tests.participants.mail_servers.Slow"
