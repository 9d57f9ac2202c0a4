"""The focal point's page: whom the delegation sends, how far each of them is, and until when it can be changed."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from participants import permissions
from participants.models import Delegation, Registration
from workshop_portal.views import SignInFirst


class OfDelegation(SignInFirst):
    """Every page of one delegation: for its focal points, its approved head, and staff."""

    @cached_property
    def delegation(self) -> Delegation:
        delegations = Delegation.objects.visible_to(self.request.user)
        named = delegations.select_related("event__mandate", "jurisdiction", "organisation")
        return get_object_or_404(named, pk=self.kwargs["pk"])

    @cached_property
    def registrations(self):
        """Whom the reader may know of in this delegation."""
        return Registration.objects.visible_to(self.request.user).filter(delegation=self.delegation)


class DelegationPage(OfDelegation, TemplateView):
    template_name = "participants/delegation.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            delegation=self.delegation,
            event=self.delegation.event,
            people=self.registrations.select_related("person").order_by("sort_key", "pk"),
            can_nominate=permissions.can_nominate_registration(self.request.user, self.delegation),
            **kwargs,
        )
