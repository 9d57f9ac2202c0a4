"""What our pages cost beside a bare Django page with the same rows. Limits are those of the first issue."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.clients import signed_in
from tests.factories import (
    DelegationFactory,
    EventFactory,
    JurisdictionFactory,
    RegistrationFactory,
    UserFactory,
    published_agenda,
)

pytestmark = pytest.mark.django_db(transaction=True)  # requests open and close the connection as on a server


@pytest.fixture
def officer():
    return UserFactory(staff=True, group="Event officers")


@pytest.fixture
def event(officer):
    event = EventFactory(
        published=True, starts_on=timezone.localdate(), ends_on=timezone.localdate() + timedelta(days=1)
    )
    published_agenda(event, sessions=40, by=officer)
    return event


@pytest.fixture
def participant(event):
    delegation = DelegationFactory(event=event, seats_member=5)
    return RegistrationFactory(approved=True, delegation=delegation).person


def test_agenda_with_40_sessions(compare, event, participant):
    client = signed_in(Client(), participant)
    url = reverse("events:agenda", args=[event.slug])

    compare("Agenda, 40 sessions, participant", client, url, "/agenda/", limit=1.5)


def test_session(compare, event, participant):
    client = signed_in(Client(), participant)
    url = reverse("events:session", args=[event.slug, event.sessions.first().code])

    compare("Session page, participant", client, url, "/session/", limit=2.0)


def test_registrations_in_the_back_office(compare, event, officer):
    for _ in range(7):
        delegation = DelegationFactory(event=event, jurisdiction=JurisdictionFactory(), seats_member=20)
        RegistrationFactory.create_batch(15, submitted=True, delegation=delegation)
    client = signed_in(Client(), officer)
    url = reverse("admin:participants_registration_changelist")

    compare("Registrations in the admin, 100 rows", client, url, "/registrations/", limit=2.5)


@pytest.fixture
def nominated(event):
    """Somebody who is asked to confirm for a workshop that is still to come."""
    RegistrationFactory(delegation=DelegationFactory(event=event))  # the floor writes this one, the oldest
    soon = timezone.localdate() + timedelta(days=30)
    delegation = DelegationFactory(event=EventFactory(published=True, starts_on=soon), confirm_by=soon)
    return RegistrationFactory(delegation=delegation, rank="Captain", service="Criminal police")


def first_step(registration):
    return reverse("participants:registration_step", args=[registration.event.slug, registration.pk, "you"])


def test_registration_form_read(compare, nominated):
    client = signed_in(Client(), nominated.person)

    compare("Registration form, read", client, first_step(nominated), "/details/", limit=3.0)


def test_registration_form_sent(compare, nominated):
    """Every time something else is typed than what lies there, so every time it is written."""
    client = signed_in(Client(), nominated.person)
    client.get(first_step(nominated))
    typed = {
        "given_name": "Đorđe", "family_name": "Šarić", "own_script_name": "Ђорђе Шарић", "badge_name": "",
        "position": "Head of section", "service": "Criminal police", "sex": "male", "working_languages": ["sr", "en"],
        "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
    }  # fmt: skip

    def sent(number):
        return typed | {"rank": f"Major {number}", "revision": nominated.revision + number}

    compare("Registration form, sent", client, first_step(nominated), "/details/", limit=3.0, sent=sent)
