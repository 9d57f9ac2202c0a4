"""A developer's machine and the demonstration: no mailbox, no certificate, everything local."""

from .base import *  # noqa: F403
from .base import VAR_DIR, yes_or_no

DEBUG = yes_or_no("DEBUG", False)
SECRET_KEY = "development only: anyone can read this"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEMO_SIGN_IN = True
OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
