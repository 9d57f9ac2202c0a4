"""Pages whose times are those of an event."""

from django.template.response import TemplateResponse
from django.utils import timezone


class InZoneOfEvent:
    """Times are written and shown in the zone of the row's event, not in that of the server."""

    def get_object(self, request, object_id, from_field=None):
        """Read once per request: for its zone first, for the page then."""
        if not hasattr(request, "record"):
            request.record = super().get_object(request, object_id, from_field)
        return request.record

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        with timezone.override(row and row.event.zone):
            response = super().change_view(request, object_id, form_url, extra_context)
            return response.render() if isinstance(response, TemplateResponse) else response
