"""What holds everywhere. Reads the environment and never branches on where it runs."""

from importlib.util import find_spec
from pathlib import Path

import dj_database_url
import pghistory

from workshop_portal import database

from .environment import env, one_of, whole_number, yes_or_no

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.str("PORTAL_VAR_DIR", str(BASE_DIR / "var"))).absolute()

SECRET_KEY = env.str("SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [])
PORTAL_URL = env.str("PORTAL_URL", "http://localhost:8000")

INSTALLED_APPS = [
    "workshop_portal.apps.PortalAdminConfig",
    "workshop_portal",  # before auth, whose createsuperuser asks for a password
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "pgtrigger",
    "pghistory",
    "events",
    "participants",
    "assessments",
]

MIDDLEWARE = [
    "workshop_portal.security.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "workshop_portal.security.SecondFactorMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "workshop_portal.urls"
WSGI_APPLICATION = "workshop_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        database.chosen_url(env.str("DATABASE_URL", ""), VAR_DIR),
        engine="django.db.backends.postgresql",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
# PostgreSQL compiles costly queries by default, which made small pages two to five times slower.
DATABASES["default"]["OPTIONS"] = database.with_parameter(DATABASES["default"].get("OPTIONS", {}), "jit=off")
# It also takes jumping about on a disc for four times as dear as reading on, which was true of discs that turn.
DATABASES["default"]["OPTIONS"] = database.with_parameter(DATABASES["default"]["OPTIONS"], "random_page_cost=1.1")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "participants.User"

CACHES = {
    "default": {  # counts sign-in attempts, so it must be one for all processes and atomic
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Past this number the cache drops rows that still count. At Django's 300, an attacker who asks for
        # codes to enough made-up addresses pushes out the counters that should stop them.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    "reference": {  # reference data, which only changes when it is loaded anew; a copy per process is fine
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "reference",
    },
}

# The history of a row carries who and why in itself: the shared context table could be edited.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history")
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# --- Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = ["workshop_portal.formats"]
TIME_ZONE = "Europe/Belgrade"
USE_I18N = True
USE_TZ = True

# --- Signing in ---------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["participants.backends.PortalBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "participants.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code sent to the address proves it at every sign-in
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("TRUSTED_PROXY_COUNT", 0, most=100)

MFA_ADAPTER = "participants.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Workshop portal"
MFA_TOTP_TOLERANCE = 0

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"  # an invitation link from a mail must arrive signed in
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "workshop_portal.views.csrf_failure"

DEMO_SIGN_IN = False  # one-use sign-in links of the demonstration; development settings only

# --- Mail ---------------------------------------------------------------------------------------

EMAIL_BACKEND = "participants.outbox.OutboxBackend"  # every mail is a row first
OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Workshop portal <portal@localhost>")
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = whole_number("EMAIL_PORT", 25, least=1, most=65535)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = yes_or_no("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 30

# --- Files --------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", Path(find_spec("bootstrap_wrapper").origin).parents[1] / "bootstrap" / "css"),
    ("fonts", Path(find_spec("fontpkg_source_sans_3").origin).parent / "files"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing may use it
    "materials": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "materials", "base_url": None},
    },
    "letters": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "letters", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MATERIAL_MAX_BYTES = whole_number("MATERIAL_MAX_MB", 50, least=1, most=10_000) * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["workshop_portal.uploads.CappedUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Personal data ------------------------------------------------------------------------------

# Days after the last day of an event, by class of data (participants/personal_data.py), after which `manage.py purge`
# erases it. Proposed by us; SEESAC has not agreed them, except that logistics go after thirty.
RETENTION_DAYS = {
    "draft": 0,
    "list": 1,
    "logistics": 30,
    "link": 30,
    "details": 90,
    "sex": 90,
    "consent": 365,
    "correspondence": 365,
    "remark": 365,
    "request": 365,
}

# --- Look ---------------------------------------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Safety -------------------------------------------------------------------------------------

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": one_of("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]),
    },
}
