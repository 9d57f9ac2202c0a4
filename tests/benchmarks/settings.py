"""The settings of the test suite, with connections kept and static files served as in production."""

from workshop_portal.settings.test import *  # noqa: F403

WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
STATIC_ROOT = None
DATABASES["default"]["CONN_MAX_AGE"] = 60  # noqa: F405
