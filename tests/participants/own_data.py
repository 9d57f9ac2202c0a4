"""What somebody sends from the pages of their own registration."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from participants.actions.confirmations import OWN_DATA
from participants.models import Registration

YOU = {
    "given_name": "Ђорђе",
    "family_name": "van der Šarić",
    "own_script_name": "Ђорђе Шарић",
    "badge_name": "",
    "rank": "Major",
    "position": "Head of section",
    "service": "Criminal police",
    "sex": "male",
    "working_languages": ["sr", "en"],
}
NEEDS = {"interpretation": "sr", "mail_language": "sr"}
PRIVACY = {"photo_consent": "on"}
EVERYTHING = YOU | NEEDS | {"photo_consent": True, "list_consent": False}
assert set(EVERYTHING) == OWN_DATA


def url(registration, name="registration", *parts):
    """The address of a page of the registration; those of one registration are named by its key."""
    key = [] if name in {"registration", "logistics"} else [registration.pk]
    return reverse(f"participants:{name}", args=[registration.event.slug, *key, *parts])


def step(registration, name):
    return url(registration, "registration_step", name)


def edition(registration):
    return Registration.objects.get(pk=registration.pk).revision


def send_step(client, registration, name, **data):
    """Send one step as its page does, made a moment ago."""
    return client.post(step(registration, name), data | {"revision": edition(registration)})


def a_day(days):
    return timezone.localdate() + timedelta(days=days)
