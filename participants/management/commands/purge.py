"""Erase personal data whose time is over. Run it every night, as the owner of the tables."""

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from participants.actions.purge import purge
from participants.personal_data import CLASSES


class Command(BaseCommand):
    help = "Erase personal data whose time is over, by class of data; counts stay."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be erased.")

    def handle(self, *args, dry_run, **options):
        try:
            run = purge(dry_run=dry_run)
        except ProgrammingError as error:
            raise CommandError(f"Run this as the owner of the tables (docs/operations.md): {error}") from error
        self.stdout.write(f"{'Would erase' if dry_run else 'Erased'}, by class of data:")
        for key, found in run.report.items():
            self.stdout.write(f"  {CLASSES[key].title}: {found['rows']}")
            for place, n in found["events"].items():
                self.stdout.write(f"    {place}: {n}")
