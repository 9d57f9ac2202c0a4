"""What is on for me."""

from django.utils import timezone
from django.views.generic import TemplateView

from events.models import Event
from events.passes import passes_of
from participants import permissions
from participants.models import Delegation
from participants.progress import asked_of

MOST_SHOWN = 50


class Home(TemplateView):
    """Upcoming and past workshops of the signed-in person, with the state of their registration."""

    template_name = "participants/home.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        events = list(Event.objects.visible_to(self.request.user).in_order()[: MOST_SHOWN + 1])
        is_cut, events = len(events) > MOST_SHOWN, events[:MOST_SHOWN]
        passes = sorted(passes_of(self.request.user), key=lambda held: (bool(held.status), bool(held.asked)))
        shown = {held.event_id: held for held in passes}  # of several, the one that asks for something
        led = self.led()
        for event in events:
            event.held, event.led = shown.get(event.pk), led.get(event.pk, ())
        return super().get_context_data(
            upcoming=[event for event in events if event.ends_on >= today][::-1],
            past=[event for event in events if event.ends_on < today],
            is_cut=is_cut,
            **kwargs,
        )

    def led(self) -> dict[int, list[Delegation]]:
        """The delegations that the reader speaks for, by event, each with what it asks of its focal points."""
        user, found = self.request.user, {}
        if not any(held.leads for held in passes_of(user)):
            return {}
        for delegation in Delegation.objects.led_by(user):
            can_nominate = permissions.can_nominate_registration(user, delegation)
            delegation.asked = asked_of(delegation, timezone.now()) if can_nominate else []
            found.setdefault(delegation.event_id, []).append(delegation)
        return found
