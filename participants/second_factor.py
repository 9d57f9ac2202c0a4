"""Setting up the second factor, and what a session says of the factors it was opened with."""

from allauth.account.internal.flows.login import record_authentication  # has no public name
from allauth.mfa.totp.views import ActivateTOTPView


def note_second_factor(request, user, **how) -> None:
    """Write into the session that `user` gave a second factor just now, so that the back office opens."""
    record_authentication(request, user, method="mfa", **how)


class ActivateApp(ActivateTOTPView):
    """The code that activates the app also proves it: nobody waits for the next one to go on."""

    def form_valid(self, form):
        response = super().form_valid(form)
        note_second_factor(self.request, self.request.user, type="totp", reauthenticated=True)
        return response
