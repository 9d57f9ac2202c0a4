"""Text of one line: names and titles, which end up in mail headers, file names and tables."""

import unicodedata

from django.core.exceptions import ValidationError


def validate_one_line(text: str) -> None:
    """Refuse line breaks and other control characters (Unicode category Cc, and the two separators of lines)."""
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in text):
        raise ValidationError("Write this in one line, without line breaks.")
