"""Load an assessment framework from a YAML file; the same file again changes nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments import actions
from workshop_portal.transitions import TransitionError
from workshop_portal.yaml_files import DataFileError


class Command(BaseCommand):
    help = "Load an assessment framework from a YAML file; the same file again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("path", nargs="?", type=Path, default=actions.FRAMEWORK_FILE, help="the portal's own file")
        parser.add_argument("--publish", action="store_true", help="publish it: from then on it never changes")

    def handle(self, *, path, publish, **options):
        try:
            imported = actions.import_framework(path, publish=publish)
        except (DataFileError, TransitionError) as error:
            raise CommandError(str(error)) from None
        version = imported.version
        if imported.outcome == "unchanged":
            said = f"{version} is there already with this content: nothing to import."
        else:
            said = f"{version}: {imported.outcome}."
        if imported.is_newly_published:
            said += " It is published now."
        self.stdout.write(said)
