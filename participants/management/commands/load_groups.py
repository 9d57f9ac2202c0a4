"""The groups of staff from `participants/groups.py` into the database."""

from django.core.management.base import BaseCommand, CommandError

from participants import groups


class Command(BaseCommand):
    help = "Make every staff group hold exactly its permissions. Running it again changes nothing."

    def handle(self, *, verbosity, **options):
        try:
            changed = groups.load_groups()
        except LookupError as error:
            raise CommandError(str(error)) from None
        if not verbosity:
            return
        for group in groups.GROUPS:
            state = "set" if group.name in changed else "as before"
            self.stdout.write(f"{group.name} ({len(group.permissions)} permissions, {state}): {group.description}")
