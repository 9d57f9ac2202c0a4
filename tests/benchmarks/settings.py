"""The settings of the test suite, with static files served as in production: not looked for on every request."""

from workshop_portal.settings.test import *  # noqa: F403

WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
STATIC_ROOT = None
