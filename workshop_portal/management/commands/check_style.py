"""Everything about the code that a program can judge, in one command, for developers and for .ci/run."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

MANAGE = ("python", "manage.py")
CHECKS = [
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("djangofmt", "--quiet", "--check", "templates"),
    ("lint-imports", "--no-logo"),
    ("mypy",),
    (*MANAGE, "makemigrations", "--check", "--dry-run"),
]
PRODUCTION_SETTINGS = "--settings=workshop_portal.settings.production"
DEPLOYMENT = (*MANAGE, "check", "--deploy", "--fail-level=WARNING", PRODUCTION_SETTINGS)
# What production asks for; nothing connects to any of it.
PRODUCTION = {
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgres://portal@db.example/portal",
    "DEFAULT_FROM_EMAIL": "portal@portal.example",
    "EMAIL_HOST": "mail.example",
    "PORTAL_URL": "https://portal.example",
    "SECRET_KEY": "only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "TRUSTED_PROXY_COUNT": "1",
}


class Command(BaseCommand):
    help = "Check style, types, import order, templates, migrations and the settings of production."
    requires_system_checks = []

    def handle(self, **options):
        failed = []
        for words in [*CHECKS, DEPLOYMENT]:
            self.stdout.write(self.style.MIGRATE_HEADING("$ " + " ".join(words)))
            self.stdout.flush()
            program = Path(sys.executable).with_name(words[0])
            environment = os.environ | (PRODUCTION if words is DEPLOYMENT else {})
            done = subprocess.run([program, *words[1:]], cwd=settings.BASE_DIR, env=environment)
            if done.returncode:
                failed.append(" ".join(words))
        if failed:
            raise CommandError("These do not pass: " + "; ".join(failed) + ".")
