"""A server on the internet. Refuses to start when something it needs is missing, and names it."""

import os
import re

from django.core.exceptions import ImproperlyConfigured

_REQUIRED = {
    "SECRET_KEY": "a long random string that only this installation knows",
    "DATABASE_URL": "postgres://user:password@host:5432/name",
    "ALLOWED_HOSTS": "the host names of the portal, separated by commas",
    "PORTAL_URL": "the address of the portal as people type it, with https://",
    "EMAIL_HOST": "the mail server that takes the portal's mail",
    "DEFAULT_FROM_EMAIL": "the sender of the portal's mail",
    "TRUSTED_PROXY_COUNT": "how many proxies stand before the portal (0, 1, …)",
}
_missing = [f"{name} ({what})" for name, what in _REQUIRED.items() if not os.environ.get(name)]
if _missing:
    raise ImproperlyConfigured("Production needs these variables: " + "; ".join(_missing) + ".")

from .base import *  # noqa: E402, F403
from .base import (  # noqa: E402
    ALLAUTH_TRUSTED_PROXY_COUNT,
    ALLOWED_HOSTS,
    PORTAL_URL,
    SECRET_KEY,
    STORAGES,
    yes_or_no,
)

if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured("SECRET_KEY is too simple: use at least 50 random characters.")
if not all(ALLOWED_HOSTS) or any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name each host of the portal, without * and without a leading dot.")
if not re.match(r"https://[^/\s]", PORTAL_URL):
    raise ImproperlyConfigured("PORTAL_URL must begin with https://, because the links in mails lead there.")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
EMAIL_USE_TLS = yes_or_no("EMAIL_USE_TLS", True)  # mails carry sign-in codes
