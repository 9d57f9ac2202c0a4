"""Dates and times as the portal writes them: 14 December 2021, 09:30. Django's own for en-GB say 9:30 a.m."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]  # the first one also writes what a form shows
