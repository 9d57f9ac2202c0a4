"""Registrations: the list, the page of one, and every decision, through the actions that all ways share."""

from django.contrib import admin

from participants.models import Registration

from .bulk import BulkDecisions
from .list import RegistrationList
from .page import RegistrationPage
from .waiting import Waiting


@admin.register(Registration)
class RegistrationAdmin(Waiting, BulkDecisions, RegistrationList, RegistrationPage):
    """One module for each of its parts."""
