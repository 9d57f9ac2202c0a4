from .findings import Finding, FindingIndicator, Result
from .framework import Domain, Framework, FrameworkVersion, Indicator, Level, Sensitivity, SupportHint
from .rounds import Assessment, Round, RoundWorkshop

__all__ = [
    "Assessment",
    "Domain",
    "Finding",
    "FindingIndicator",
    "Framework",
    "FrameworkVersion",
    "Indicator",
    "Level",
    "Result",
    "Round",
    "RoundWorkshop",
    "Sensitivity",
    "SupportHint",
]
