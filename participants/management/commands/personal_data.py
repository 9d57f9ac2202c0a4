"""docs/data-and-privacy.md from the inventory, so that the page cannot differ from the code."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from participants.personal_data import as_markdown

BEGIN, END = "<!-- inventory -->\n", "<!-- end of the inventory -->\n"


def with_tables(text: str) -> str:
    """The page with its tables as the inventory has them now. Raises ValueError when a mark is missing."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{as_markdown()}\n{END}{rest.split(END)[1]}"


class Command(BaseCommand):
    help = "Write the tables of docs/data-and-privacy.md."

    def handle(self, *args, **options):
        path = Path(settings.BASE_DIR, "docs", "data-and-privacy.md")
        path.write_text(with_tables(path.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write(f"Wrote {path.name}.")
