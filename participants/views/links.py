"""The page of a personal link: it says who is meant and sends a code to their mailbox. It opens nothing."""

from allauth.account.forms import RequestLoginCodeForm
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess  # has no public name
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.generic import View

from participants import actions
from participants.models import PersonalLink


@method_decorator(never_cache, name="dispatch")
class Link(View):
    """Whoever is signed in as its person goes on; anybody else gets as far as that person's mailbox.

    Opening it changes nothing, because mail servers open every link to look at what is behind.
    """

    http_method_names = ("get", "head", "post", "options")

    @cached_property
    def link(self) -> PersonalLink:
        links = PersonalLink.objects.select_related(
            "person", "registration__event__mandate", "delegation__event__mandate"
        )
        return get_object_or_404(links, key=self.kwargs["key"])

    def get(self, request, key):
        if request.user != self.link.person or self.link.refusal():
            return self.page()
        actions.open_link(self.link)
        return redirect(self.link.target_url)

    def post(self, request, key):
        if request.user.is_authenticated or self.link.refusal():
            return redirect(self.link)
        form = RequestLoginCodeForm({"email": self.link.email})
        if not form.is_valid():  # too many codes for this address, or from this one
            return self.page(error=form.errors["email"][0])
        LoginCodeVerificationProcess.initiate(request=request, user=form._user, email=self.link.email)
        here = self.link.get_absolute_url()
        request.session["sign_in"] = {"email": "", "shown": self.link.masked_email, "next": here}
        return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': here})}")

    def page(self, error=""):
        refusal = self.link.refusal()
        context = {"link": self.link, "event": self.link.event, "refusal": refusal, "error": error}
        return render(self.request, "participants/link.html", context, status=410 if refusal else 200)
