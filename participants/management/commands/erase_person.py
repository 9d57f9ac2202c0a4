"""Erase one person who asked for it. Run it as the owner of the tables."""

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from participants.actions.erasure import erase_person, erasure_refusal
from participants.models import User
from workshop_portal.transitions import TransitionError


class Command(BaseCommand):
    help = "Erase one person: shows first what would be done, then asks for the address once more."

    def add_arguments(self, parser):
        parser.add_argument("address", help="The e-mail address that the person signs in with.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be erased.")
        parser.add_argument(
            "--confirm", metavar="ADDRESS", help="The address once more, instead of being asked for it."
        )

    def handle(self, *args, address, dry_run, confirm, **options):
        person = User.objects.filter(email=address.strip().lower()).first()
        if person is None:
            raise CommandError(f"Nobody signs in with {address}.")
        if sentence := erasure_refusal(person):
            raise CommandError(sentence)
        self.report("Would erase", person, self.erase(person, dry_run=True))
        if dry_run:
            return
        self.stdout.write("This cannot be undone.")
        typed = confirm if confirm is not None else input("Type the address once more to erase this person: ")
        if typed.strip().lower() != person.email:
            raise CommandError("That is not the address. Nothing was erased.")
        self.report("Erased", person, self.erase(person, dry_run=False))

    def erase(self, person, *, dry_run):
        try:
            return erase_person(person, dry_run=dry_run)
        except TransitionError as error:
            raise CommandError(str(error)) from error
        except ProgrammingError as error:
            raise CommandError(f"Run this as the owner of the tables (docs/operations.md): {error}") from error

    def report(self, verb, person, erasure):
        self.stdout.write(f"{verb} person {person.pk}:")
        for what, n in erasure.done.items():
            self.stdout.write(f"  {what}: {n}")
        for sentence in erasure.left:
            self.stdout.write(f"  {sentence}")
