"""What every response carries, and the second factor of staff."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeadersMiddleware:
    """Headers of every response; pages made for a signed-in person are never kept by a cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        user = getattr(request, "user", None)
        # A session that was not opened belongs to a page that knows nobody, such as a style sheet.
        if getattr(getattr(request, "session", None), "accessed", False) or (user and user.is_authenticated):
            response.headers["Cache-Control"] = "no-store, private"
        if request.method == "POST" and request.path in {reverse("account_logout"), reverse("admin:logout")}:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def has_second_factor(request) -> bool:
    """Whether this session was opened with a second factor (app code or recovery code)."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


class SecondFactorMiddleware:
    """Staff see nothing of the portal before their second factor: what they may read is too much for one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "second_factor_exempt", False) or is_open_to_one_factor(request):
            return None
        if not request.user.is_authenticated or not request.user.is_staff or has_second_factor(request):
            return None
        return ask_for_second_factor(request)


def is_open_to_one_factor(request) -> bool:
    """Sign-in, second factor and sign-out themselves, the public texts and the operators' probes."""
    match = request.resolver_match
    name = match.url_name or ""
    return match.app_name in {"", None} and (
        name.startswith(("account_", "mfa_")) or name in {"privacy", "accessibility", "healthz", "readyz"}
    )


def ask_for_second_factor(request):
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        target = "mfa_reauthenticate"
    else:
        target = "mfa_activate_totp"
        messages.info(request, "Staff need a second factor. Set up an authenticator app to go on.")
    return HttpResponseRedirect(f"{reverse(target)}?{urlencode({'next': request.get_full_path()})}")
