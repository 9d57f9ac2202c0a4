"""Django's command of this name asks for a password; the portal has none."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Make an administrator, who then signs in by e-mailed code and sets up a second factor."

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True, help="the address that the sign-in codes go to")
        parser.add_argument("--given-name", default="Portal", help="given name (Portal)")
        parser.add_argument("--family-name", default="Administrator", help="family name (Administrator)")
        parser.add_argument("--noinput", "--no-input", action="store_true", help="nothing is ever asked")

    def handle(self, *, email, given_name, family_name, **options):
        users = get_user_model()._default_manager
        try:
            person = users.create_superuser(email, given_name=given_name, family_name=family_name)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{person} may now sign in as {person.email} and do everything.")
