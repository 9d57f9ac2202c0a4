"""Facets that several back-office lists share."""

from workshop_portal.facets import Facet


class EventFacet(Facet):
    title, parameter_name = "event", "event"
    column, label_column, key_type = "event_id", "event__title", int
