"""Personal links: they say who is meant and where to go. They open nothing; a code to the address does."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from .delegations import Delegation
from .people import User
from .registrations import Registration


def new_key() -> str:
    return get_random_string(22)


class PersonalLink(models.Model):
    """A link sent to one address, to the page of one registration or of one delegation.

    Whoever holds it and cannot read that mailbox gets nowhere, so it may be used as often as its person likes.
    """

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="personal_links")
    email = models.EmailField(help_text="The address it was sent to; worth nothing once the person has another.")
    registration = models.ForeignKey(Registration, null=True, on_delete=models.PROTECT, related_name="personal_links")
    delegation = models.ForeignKey(Delegation, null=True, on_delete=models.PROTECT, related_name="personal_links")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, help_text="When its person first came in by it.")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="link_leads_to_one_page",
                condition=Q(registration__isnull=False, delegation__isnull=True)
                | Q(registration__isnull=True, delegation__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Link of {self.person} to {self.registration or self.delegation}"

    def get_absolute_url(self):
        return reverse("participants:link", args=[self.key])

    @property
    def is_expired(self) -> bool:
        return timezone.now() >= self.expires_at
