"""The first account of an installation, made without a password."""

import pytest
from django.core.management import CommandError, call_command

from participants.models import User

pytestmark = pytest.mark.django_db


def test_an_administrator_needs_an_address_only(capsys):
    call_command("createsuperuser", "--email", "Ana.Administrator@Portal.example")

    person = User.objects.get()
    assert (person.email, person.is_superuser, person.is_staff) == ("ana.administrator@portal.example", True, True)
    assert not person.has_usable_password()
    assert not person.is_fictional
    assert "ana.administrator@portal.example" in capsys.readouterr().out


def test_an_address_that_is_none_or_is_taken_is_said():
    with pytest.raises(CommandError, match="valid email address"):
        call_command("createsuperuser", "--email", "nobody")
    call_command("createsuperuser", "--email", "a@portal.example")
    with pytest.raises(CommandError, match="already exists"):
        call_command("createsuperuser", "--email", "A@portal.example")

    assert User.objects.count() == 1
