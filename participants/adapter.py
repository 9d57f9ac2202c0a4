"""How allauth is bent to the portal: no sign-up, no passwords, secrets sealed, nobody told who has an account."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac

# allauth's limits, in words: three codes a minute for one address, five tries in five minutes with a second factor.
A_MINUTE = "Too many tries. Wait a minute."
FIVE_MINUTES = "Too many tries. Wait five minutes."
CODE_MAILS = {"account/email/login_code", "account/email/unknown_account"}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "That code is wrong. Check it, or ask for a new one.",
        "rate_limited": FIVE_MINUTES,
        # As a message only after three wrong codes, when a new one can be had at once.
        "too_many_login_attempts": "Three wrong codes: ask for a new one.",
    }

    def validation_error(self, code, *args):
        """As the error of a form, allauth's `too_many_login_attempts` is one of two limits, told apart by the page."""
        if code != "too_many_login_attempts":
            return super().validation_error(code, *args)
        is_second_factor = self.request.resolver_match.url_name.startswith("mfa_")
        return ValidationError(FIVE_MINUTES if is_second_factor else A_MINUTE, code=code)

    def is_open_for_signup(self, request):
        """People are nominated; nobody registers themselves."""
        return False

    def send_mail(self, template_prefix, email, context):
        if template_prefix in CODE_MAILS:
            self.remember_sign_in(email)
        if template_prefix == "account/email/unknown_account":
            return None  # add_message does the work, as it does for a code asked for again
        self.request.mail_is_written = True
        return super().send_mail(template_prefix, email, context)

    def render_mail(self, template_prefix, *args, **kwargs):
        """A code is a secret and soon worthless; what the portal tells of an account is neither."""
        message = super().render_mail(template_prefix, *args, **kwargs)
        message.holds_code = template_prefix in CODE_MAILS
        return message

    def add_message(self, request, level, message_template=None, message_context=None, **kwargs):
        """“A code was sent” is said to strangers too, so it has to take as long as if it were true."""
        if message_template == "account/messages/login_code_sent.txt" and not hasattr(request, "mail_is_written"):
            self.write_to_nobody(message_context["email"])
        super().add_message(request, level, message_template, message_context, **kwargs)

    def write_to_nobody(self, email):
        """Render and store a code as for somebody, forget it, and commit something else instead."""
        with transaction.atomic():
            super().send_mail("account/email/login_code", email, {"request": self.request, "code": "------"})
            transaction.set_rollback(True)
        cache.set("written-to-nobody", True, timeout=1)

    def pre_login(self, request, user, *, email, **how):
        """A code proves the address it was sent to, so it is worth nothing once that is no longer the person's."""
        if email and email.lower() != user.email:
            messages.error(request, "That code was sent to an address that is not yours any more. Use the new one.")
            return redirect("account_login")
        return super().pre_login(request, user, email=email, **how)

    def login(self, request, user):
        super().login(request, user)
        request.session.pop("sign_in", None)

    def remember_sign_in(self, email):
        """For whom and where to, if the code does not lead there: allauth then begins anew and knows neither.

        A code that is asked for again changes neither.
        """
        if self.request.resolver_match.url_name == "account_confirm_login_code":
            return
        self.request.session["sign_in"] = {"email": email, "next": get_next_redirect_url(self.request)}


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds and recovery codes lie encrypted under a key derived from SECRET_KEY."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is wrong. Check it, or wait for the next one.",
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    digest = salted_hmac("participants.adapter.second-factor", "", settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
