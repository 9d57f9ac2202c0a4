"""Registrations: the list, what is done with many of them, their export, and the page of one."""

from django.contrib import admin

from participants.models import Registration

from .bulk import BulkActs
from .export import Exports
from .list import RegistrationList
from .page import RegistrationPage
from .waiting import Waiting


@admin.register(Registration)
class RegistrationAdmin(Waiting, BulkActs, Exports, RegistrationList, RegistrationPage):
    """One module for each of its parts."""

    actions = [*BulkActs.actions, "export_xlsx", "export_csv"]
