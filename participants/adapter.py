"""How allauth is bent to the portal: no sign-up, no passwords, secrets sealed, nobody told who has an account."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """People are nominated; nobody registers themselves."""
        return False

    def send_mail(self, template_prefix, email, context):
        """For an address without an account do the same work and keep nothing.

        Answering at once would tell a stranger with a stopwatch who has an account.
        """
        if template_prefix != "account/email/unknown_account":
            return super().send_mail(template_prefix, email, context)
        with transaction.atomic():
            super().send_mail("account/email/login_code", email, context | {"code": "------"})
            transaction.set_rollback(True)
        return None


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds and recovery codes lie encrypted under a key derived from SECRET_KEY."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    digest = salted_hmac("participants.adapter.second-factor", "", settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
