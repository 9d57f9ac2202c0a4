"""Every address of the portal. The only place of the project that knows the apps."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as authenticator_app
from django.conf import settings
from django.contrib import admin
from django.http import Http404
from django.urls import include, path
from django.views.generic import TemplateView

from participants.second_factor import ActivateApp
from participants.views.home import Home
from workshop_portal import views


def not_here(request, *args, **kwargs):
    """Names that allauth wants to exist. The portal has no passwords and no sign-up."""
    raise Http404


sign_in = [
    path("login/", account.request_login_code, name="account_login"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("second-factor/", second_factor.index, name="mfa_index"),
    path("second-factor/authenticate/", second_factor.authenticate, name="mfa_authenticate"),
    path("second-factor/confirm/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/app/activate/", ActivateApp.as_view(), name="mfa_activate_totp"),
    path("second-factor/app/deactivate/", authenticator_app.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("reauthenticate/", second_factor.reauthenticate, name="account_reauthenticate"),
    path("signup/", not_here, name="account_signup"),
    path("email/", not_here, name="account_email"),
    path("password/reset/", not_here, name="account_reset_password"),
    path("password/change/", not_here, name="account_change_password"),
    path("password/set/", not_here, name="account_set_password"),
]

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("", include("participants.urls")),
    path("events/", include("events.urls")),
    path("assessments/", include("assessments.urls")),
    path("account/", include(sign_in)),
    path("admin/", admin.site.urls),
    path("privacy/", TemplateView.as_view(template_name="pages/privacy.html"), name="privacy"),
    path("accessibility/", TemplateView.as_view(template_name="pages/accessibility.html"), name="accessibility"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

if settings.DEMO_SIGN_IN:
    from participants.demo_links import demo_sign_in

    urlpatterns += [
        path("gallery/", TemplateView.as_view(template_name="gallery.html"), name="gallery"),
        path("demo/sign-in/<str:token>/", demo_sign_in, name="demo_sign_in"),
    ]
