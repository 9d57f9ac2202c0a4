"""The test suite: like production where it matters, without a network."""

from workshop_portal import database

from .base import *  # noqa: F403
from .base import DATABASES, LOGGING, STORAGES, VAR_DIR

SECRET_KEY = "test only"
ALLOWED_HOSTS = ["testserver", "localhost"]
OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A crash may lose the last rows of a test; a commit need not wait for the disk.
DATABASES["default"]["OPTIONS"] = database.with_parameter(DATABASES["default"]["OPTIONS"], "synchronous_commit=off")
STORAGES["materials"]["OPTIONS"] = {"location": VAR_DIR / "test-materials", "base_url": None}
STORAGES["letters"]["OPTIONS"] = {"location": VAR_DIR / "test-letters", "base_url": None}
LOGGING["root"]["level"] = "WARNING"
# A browser keeps its connection to the test server open; the database must not wait for it when tests end.
DATABASES["default"]["CONN_MAX_AGE"] = 0
