"""Setting up the second factor."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView


class ActivateApp(ActivateTOTPView):
    """The code that activates the app also proves it: nobody waits for the next one to go on."""

    def form_valid(self, form):
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, method="mfa", type="totp", reauthenticated=True)
        return response
