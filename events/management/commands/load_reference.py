"""Jurisdictions, organisations and mandates from `events/data/` into the database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from events.reference import DATA, Outcome, load_reference
from workshop_portal.yaml_files import DataFileError


class Command(BaseCommand):
    help = "Load jurisdictions, organisations and mandates from YAML. Running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=DATA, help="where the files are (events/data)")

    def handle(self, *, folder, verbosity, **options):
        try:
            outcomes = load_reference(folder)
        except DataFileError as error:
            raise CommandError(str(error)) from None
        if verbosity:
            for outcome in outcomes:
                self.stdout.write(in_words(outcome))


def in_words(outcome: Outcome) -> str:
    """One line per file: what was created and changed by name, the rest by number."""
    parts = [
        f"{verb} {', '.join(names)}"
        for verb, names in (("created", outcome.created), ("changed", outcome.changed))
        if names
    ]
    if outcome.left:
        parts.append(f"{len(outcome.left)} as before")
    if outcome.unlisted:
        parts.append(f"not in the file and left alone: {', '.join(outcome.unlisted)}")
    return f"{outcome.name.capitalize()}: {'; '.join(parts) or 'nothing'}."
