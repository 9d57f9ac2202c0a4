"""Search that is blind to case, diacritics and script: "saric" finds Šarić and Шарић.

The rule is one SQL function, `portal_fold(text)`, made by a migration of `events`. Generated columns store
its result and queries pass their words through the same function, so the two can never differ.

It decomposes letters (NFKD), drops the marks, lowers the case, turns Cyrillic into Latin letter by letter
and writes đ and dj alike, because both spellings of one name are common in the region.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Func, TextField, Value


class Fold(Func):
    function = "portal_fold"
    output_field = TextField()


def folded(words: str) -> Fold:
    """`words` as typed by a person, folded by the database at query time. PostgreSQL knows no NUL."""
    return Fold(Value(words.replace("\0", "")))


def fold_all(texts: Iterable[str]) -> dict[str, str]:
    """Every text with its folded form: one query for many."""
    wanted = list({text.replace("\0", "") for text in texts})
    with connection.cursor() as cursor:
        cursor.execute("SELECT source, portal_fold(source) FROM unnest(%s::text[]) AS source", [wanted])
        return dict(cursor.fetchall())
