"""All that the demonstration shows, in one transaction: reference data, groups, workshops, people, assessments."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from assessments import demo as assessments
from events import demo as events
from events import demo_plan as programme
from events.reference import load_reference
from participants import demo as participants
from participants import demo_plan as people
from participants.groups import load_groups
from workshop_portal.transitions import TransitionError
from workshop_portal.yaml_files import DataFileError

ONE_AT_A_TIME = 2021_12_14  # the key of an advisory lock; two demonstrations may share a database


class Command(BaseCommand):
    help = "Load the demonstration. Running it again makes what is missing and moves its workshop to today."

    def handle(self, *, verbosity, **options):
        if not settings.DEMO_SIGN_IN:
            raise CommandError("Made-up people and events are for the development settings only.")
        try:
            done = load()
        except (DataFileError, TransitionError) as error:
            raise CommandError(str(error)) from None
        if verbosity:
            self.stdout.write("\n".join(done) or "Everything is there already.")


@transaction.atomic
def load() -> list[str]:
    """Load all of it, or nothing at all when something fails; says what was done, in sentences.

    Every file is checked before the first workshop is made, because its papers go to a disk that no
    transaction rolls back.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    load_reference()
    events.load_partners()
    workshops, everybody = programme.read(), people.read()
    assessments.check()
    load_groups()
    officer = participants.load_staff(everybody)
    done = events.load(workshops, by=officer)
    done += participants.load(everybody, by=officer)
    done += events.close_past()
    return done + assessments.load(officer)
