"""What is told, and to whom."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from participants import actions, emails
from participants.mail_html import paragraphs
from participants.models import MailTemplate, PersonalLink
from tests.factories import DelegationFactory, EventFactory, JurisdictionFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(("write", "purpose"), [(emails.nominations, "nomination"), (emails.reminders, "reminder")])
def test_a_nominated_person_gets_the_link_to_their_own_page(delegation, write, purpose):
    registration = RegistrationFactory(delegation=delegation)
    link = link_to(registration.person, registration=registration)

    (mail,) = write([(registration, link)])

    assert (mail.purpose, mail.to, mail.reply_to) == (purpose, link.email, delegation.event.contact_email)
    assert (mail.registration, mail.delegation) == (registration, None)
    assert f"\n{settings.PORTAL_URL}{link.get_absolute_url()}\n" in mail.body
    assert mail.body.rstrip().endswith(delegation.event.mandate.acknowledgement)


# --- Words of staff -------------------------------------------------------------------------------


def approval(officer, **person):
    registration = RegistrationFactory(submitted=True, person=UserFactory(**person), by=officer)
    return actions.approve(registration, by=officer).mail


def test_words_of_staff_stand_in_the_place_of_ours(officer):
    MailTemplate.objects.create(
        purpose="approved", subject="Welcome, {name}", body="See you in {venue}.\n\nRole: {role}"
    )

    mail = approval(officer, given_name="Ana", family_name="Šarić")

    acknowledgement = mail.registration.event.mandate.acknowledgement
    assert (mail.subject, mail.body) == ("Welcome, Ana Šarić", f"Role: Member\n\n{acknowledgement}\n")


@pytest.mark.parametrize(
    ("language", "expected"), [("sr", "Одобрено"), ("mk", "English words"), ("en", "English words")]
)
def test_a_mail_is_in_the_language_of_its_person_if_there_is_a_text(officer, language, expected):
    MailTemplate.objects.create(purpose="approved", language="sr", subject="Одобрено", body="{name}")
    MailTemplate.objects.create(purpose="approved", language="en", subject="English words", body="{name}")
    MailTemplate.objects.create(purpose="declined", language="mk", subject="Одбиено", body="{name}")

    assert approval(officer, mail_language=language).subject == expected


def test_without_a_text_of_staff_our_own_is_sent_in_english(officer):
    mail = approval(officer, mail_language="sr")

    assert mail.subject == f"You are registered: {mail.registration.event}"


@pytest.mark.parametrize("name", ["{link}", "<b>Ana</b>", "evil.example", "www.evil.example", "{}", "{0.__class__}"])
def test_a_name_is_neither_placeholder_nor_markup_nor_link(officer, name):
    """A name that came past the forms, as one from before there was a rule."""
    registration = RegistrationFactory(submitted=True, given_name=name, family_name="X", by=officer)

    mail = actions.approve(registration, by=officer).mail

    html = paragraphs(mail.body)
    assert mail.body.replace("\u200b", "").startswith(f"Dear {name} X,\n")
    assert "<b>" not in html
    assert "evil.example" not in mail.body
    assert html.count("<a ") == mail.body.count(settings.PORTAL_URL) == 1


def test_no_value_breaks_a_subject_into_headers(officer):
    MailTemplate.objects.create(purpose="approved", subject="{name}: {event}", body="{name}")
    event = EventFactory(published=True, title="Title\r\nBcc: all@evil.example")
    registration = RegistrationFactory(
        submitted=True, delegation=DelegationFactory(event=event), given_name="Ana\nBcc: a@evil.example", by=officer
    )

    mail = actions.approve(registration, by=officer).mail

    assert len(mail.subject.splitlines()) == 1


def test_a_reason_keeps_its_lines(officer):
    registration = RegistrationFactory(submitted=True, by=officer)

    mail = actions.decline(registration, by=officer, reason="First.\nSecond: see evil.example").mail

    assert "Reason: First.\nSecond: see evil.\u200bexample\n" in mail.body


def test_every_mail_ends_with_the_acknowledgement_and_the_footnotes(delegation):
    kosovo = JurisdictionFactory(code="XK", name="Kosovo*", footnote="In the context of resolution 1244.")
    delegation = DelegationFactory(event=delegation.event, jurisdiction=kosovo)
    person = UserFactory()

    mail = emails.invitation(delegation, person, link_to(person, delegation=delegation))

    acknowledgement = delegation.event.mandate.acknowledgement
    assert mail.body.endswith(f"\n\n{acknowledgement}\n\n* In the context of resolution 1244.\n")


def test_whose_seat_went_to_another_learns_who(officer):
    registration = RegistrationFactory(approved=True, by=officer)
    colleague = UserFactory(jurisdiction=registration.delegation.jurisdiction)

    successor = actions.replace(registration, person=colleague, by=officer)

    mail = registration.moves_made.latest("pk").mail
    assert f"was given to {successor.get_full_name()} of your delegation." in mail.body


@pytest.mark.parametrize(
    ("first", "last", "english", "serbian"),
    [
        ((2021, 12, 14), (2021, 12, 14), "14 December 2021", "14.12.2021"),
        ((2021, 12, 14), (2021, 12, 15), "14 to 15 December 2021", "14.12.2021 – 15.12.2021"),
        ((2021, 11, 30), (2021, 12, 2), "30 November to 2 December 2021", "30.11.2021 – 2.12.2021"),
        ((2021, 12, 31), (2022, 1, 1), "31 December 2021 to 1 January 2022", "31.12.2021 – 1.1.2022"),
    ],
)
def test_days_in_words(first, last, english, serbian):
    days = date(*first), date(*last)

    assert (emails.days_in_words(*days, "en"), emails.days_in_words(*days, "sr")) == (english, serbian)
