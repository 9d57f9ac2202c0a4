"""Personal links: they say who is meant and where to go. They open nothing; a code to the address does."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from events.models import Event
from events.states import PUBLIC_EVENT_STATES
from participants.states import LIVE

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
    def event(self) -> Event:
        return self.registration.event if self.registration else self.delegation.event

    @property
    def target_url(self) -> str:
        """The page it leads to."""
        if self.delegation:
            return self.delegation.get_absolute_url()
        return reverse("participants:registration", args=[self.event.slug])

    @property
    def masked_email(self) -> str:
        """Enough for its owner to recognise the address, and not for anybody else to learn it."""
        name, _, host = self.email.rpartition("@")
        return f"{name[:1]}•••@{host}"

    @property
    def is_expired(self) -> bool:
        return timezone.now() >= self.expires_at

    def refusal(self) -> str | None:
        """Why it leads nowhere (any more), as one sentence that says whom to ask; None when it leads on."""
        if why := self._why_not():
            return f"{why} Write to {self.event.contact_email}."
        return None

    def _why_not(self) -> str | None:
        if self.email != self.person.email:
            return "This link was sent to an address that is not used any more."
        if self.is_expired:
            return f"This link worked until {timezone.localtime(self.expires_at, self.event.zone):%-d %B %Y}."
        if self.event.status not in PUBLIC_EVENT_STATES:
            return "The workshop that this link leads to is not open."
        if self.registration and self.registration.status not in LIVE:
            return "The nomination that this link leads to does not stand any more."
        if self.delegation and not self.delegation.focal_points.contains(self.person):
            return "This link was for a focal point of the delegation, who has changed since."
        return None
