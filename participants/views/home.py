"""What is on for me."""

from django.utils import timezone
from django.views.generic import TemplateView

from events.models import Event
from events.passes import passes_of

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
        for event in events:
            event.held = shown.get(event.pk)
        return super().get_context_data(
            upcoming=[event for event in events if event.ends_on >= today][::-1],
            past=[event for event in events if event.ends_on < today],
            is_cut=is_cut,
            **kwargs,
        )
