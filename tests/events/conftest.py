"""An event that is on, somebody who takes part, and their browser."""

import pytest
from django.test import Client

from tests.clients import signed_in
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory


@pytest.fixture
def event():
    return EventFactory(published=True)


@pytest.fixture
def participant(event):
    return RegistrationFactory(approved=True, delegation=DelegationFactory(event=event, seats_member=5)).person


@pytest.fixture
def reader(participant):
    return signed_in(Client(), participant)
