"""The back office of people: one module per subject."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group

from . import accounts, announcements, delegations, mail, mail_texts, people, privacy, registrations

# Groups are data of the project (participants/groups.py); addresses live on the person.
admin.site.unregister([EmailAddress, Group])

__all__ = ["accounts", "announcements", "delegations", "mail", "mail_texts", "people", "privacy", "registrations"]
