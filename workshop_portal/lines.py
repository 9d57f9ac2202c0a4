"""Text of one line: names and titles, which end up in mail headers, file names and tables."""

import re
import unicodedata

from django.core.exceptions import ValidationError

_NOT_IN_A_NAME = re.compile(r"[<>@/\\:;{}\[\]|=#*%&$€\"]|www\.", re.IGNORECASE)
_ADDRESS_OR_MARKUP = re.compile(r"[<>{}]|://|www\.", re.IGNORECASE)


def validate_one_line(text: str) -> None:
    """Refuse line breaks and other control characters (Unicode category Cc, and the two separators of lines)."""
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in text):
        raise ValidationError("Write this in one line, without line breaks.")


def validate_name(text: str) -> None:
    """Refuse what no name of a person has. A name is printed in mails, where an address in it would become a link."""
    validate_one_line(text)
    if found := _NOT_IN_A_NAME.search(text):
        raise ValidationError(f"A name cannot have “{found[0]}” in it.")
    if text and not any(sign.isalpha() for sign in text):
        raise ValidationError("A name needs a letter.")


def validate_plain_words(text: str) -> None:
    """Refuse addresses of pages and markup in what a person says of themselves; it is printed in mails and lists."""
    validate_one_line(text)
    if found := _ADDRESS_OR_MARKUP.search(text):
        raise ValidationError(f"Write this in plain words, without “{found[0]}”.")
