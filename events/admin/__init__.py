"""The back office of events: one module per subject."""

from . import materials, programme, reference

__all__ = ["materials", "programme", "reference"]
