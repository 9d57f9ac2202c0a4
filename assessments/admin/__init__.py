from . import assessments, frameworks, rounds

__all__ = ["assessments", "frameworks", "rounds"]
