"""Who can sign in to the demonstration, with a link for each: a demonstration has no mailbox."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from participants import demo
from participants.demo_links import new_link
from workshop_portal.yaml_files import DataFileError


class Command(BaseCommand):
    help = "Print the accounts of the demonstration with a new sign-in link each."

    def add_arguments(self, parser):
        parser.add_argument("--base-url", default="http://localhost:8000", help="where the portal runs")
        parser.add_argument("--json", action="store_true", help="a list of name, email, what, is_staff and url")

    def handle(self, *, base_url, json: bool, **options):
        if not settings.DEMO_SIGN_IN:
            raise CommandError("Sign-in links exist under the development settings only.")
        try:
            accounts = demo.accounts()
        except DataFileError as error:
            raise CommandError(str(error)) from None
        if not accounts:
            raise CommandError("There are no demonstration accounts yet: run the command load_demo first.")
        for account in accounts:
            account["url"] = new_link(account["person"], base_url.rstrip("/"))
        self.stdout.write(as_json(accounts) if json else as_table(accounts))


def as_json(accounts) -> str:
    rows = [
        {
            "name": str(account["person"]),
            "email": account["email"],
            "what": f"{account['role']}: {account['sees']}",
            "is_staff": account["person"].is_staff,
            "url": account["url"],
        }
        for account in accounts
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def as_table(accounts) -> str:
    """Two lines for each account, so that the link stays whole in a narrow window."""
    roles = max(len(account["role"]) for account in accounts)
    names = max(len(str(account["person"])) for account in accounts)
    lines = ["Who can sign in. Each link works once, within a day; `manage.py demo_accounts` makes new ones.", ""]
    for account in accounts:
        lines.append(f"{account['role']:<{roles}}  {account['person']!s:<{names}}  {account['email']}")
        lines.append(f"  {account['url']}  {account['sees']}")
    lines += ["", f"Mails, sign-in codes too, land as files in {_mail_folder()}."]
    return "\n".join(lines)


def _mail_folder() -> str:
    folder, here = settings.EMAIL_FILE_PATH, settings.BASE_DIR
    return str(folder.relative_to(here) if folder.is_relative_to(here) else folder)
