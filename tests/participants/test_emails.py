"""What is told, and to whom."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from participants import emails
from participants.models import PersonalLink
from tests.factories import DelegationFactory, RegistrationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.participants.link_urls")]


@pytest.fixture
def delegation():
    return DelegationFactory(event__published=True)


def link_to(person, **where):
    return PersonalLink.objects.create(
        person=person, email=person.email, expires_at=timezone.now() + timedelta(days=30), **where
    )


def test_an_invitation_goes_to_the_focal_point_with_the_link_to_the_delegation(delegation):
    person = UserFactory()
    link = link_to(person, delegation=delegation)

    mail = emails.invitation(delegation, person, link)

    assert (mail.purpose, mail.to, mail.reply_to) == ("invitation", person.email, delegation.event.contact_email)
    assert (mail.delegation, mail.registration) == (delegation, None)
    assert f"\n{settings.PORTAL_URL}{link.get_absolute_url()}\n" in mail.body


@pytest.mark.parametrize("purpose", ["nomination", "reminder"])
def test_a_nominated_person_gets_the_link_to_their_own_page(delegation, purpose):
    registration = RegistrationFactory(delegation=delegation)
    link = link_to(registration.person, registration=registration)

    mail = getattr(emails, purpose)(registration, link)

    assert (mail.purpose, mail.to, mail.reply_to) == (purpose, link.email, delegation.event.contact_email)
    assert (mail.registration, mail.delegation) == (registration, None)
    assert f"\n{settings.PORTAL_URL}{link.get_absolute_url()}\n" in mail.body
    assert mail.body.rstrip().endswith(delegation.event.mandate.acknowledgement)
