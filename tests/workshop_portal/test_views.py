"""Pages that know no workshop: errors in our words, the probes of the operators, the gallery of components."""

from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError, connection
from django.test import Client
from django.urls import path
from django.views.generic import TemplateView

from assessments.states import AssessmentStatus, VersionStatus
from events.states import EventStatus, MaterialStatus
from participants.states import MailStatus, RegistrationStatus
from tests.clients import signed_in, text
from tests.factories import JurisdictionFactory, UserFactory
from workshop_portal.urls import *  # noqa: F403
from workshop_portal.urls import urlpatterns as portal


def broken(request):
    raise ZeroDivisionError


def refused(request):
    raise PermissionDenied


def garbled(request):
    raise BadRequest


# The portal's addresses with some that fail on purpose, and with the gallery, which development settings add.
urlpatterns = [
    *portal,
    path("broken/", broken),
    path("refused/", refused),
    path("garbled/", garbled),
    path("gallery/", TemplateView.as_view(template_name="gallery.html")),
]
here = pytest.mark.urls(__name__)


@pytest.fixture
def stranger():
    """A browser that gets error pages as people do, and does not raise what was behind them."""
    return Client(raise_request_exception=False)


# --- Errors --------------------------------------------------------------------------------------


@here
@pytest.mark.parametrize(
    ("url", "status", "words"),
    [("/garbled/", 400, "The request was not understood"), ("/broken/", 500, "Something went wrong")],
)
def test_what_is_broken_is_said_without_a_database(stranger, url, status, words):
    """No mark for the database: a query would fail the test."""
    answer = stranger.get(url)

    assert answer.status_code == status
    assert words in text(answer)
    assert "Go to the start page" in text(answer)


@pytest.mark.django_db
def test_what_does_not_exist_is_said(stranger):
    answer = stranger.get("/no/such/page/")

    assert answer.status_code == 404
    assert "There is nothing here for you" in text(answer)


@here
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("staff", "words", "not_words"),
    [
        (False, "contact named in your invitation", "administrator of the portal"),
        (True, "administrator of the portal", "your invitation"),
    ],
)
def test_what_is_refused_says_whom_to_ask(stranger, staff, words, not_words):
    answer = signed_in(stranger, UserFactory(staff=staff)).get("/refused/")

    assert answer.status_code == 403
    assert "You may not open this page" in text(answer)
    assert words in text(answer)
    assert not_words not in text(answer)


@pytest.mark.django_db
def test_a_form_that_was_open_too_long_is_refused_in_its_own_words():
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {"email": "a@police.example"})

    assert answer.status_code == 403
    assert "The form was open too long" in text(answer)
    assert "You may not open this page" not in text(answer)


@pytest.mark.django_db
def test_after_too_many_attempts_the_page_says_how_long_to_wait(client):
    officer = UserFactory(staff=True)
    TOTP.activate(officer, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    signed_in(client, officer)

    answers = [client.post("/account/second-factor/confirm/", {"code": "000"}) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "Wait a minute, then try again." in text(answers[-1])


# --- Probes --------------------------------------------------------------------------------------


def test_the_process_answers_without_a_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_the_portal_is_ready_when_the_database_answers(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_the_portal_is_not_ready_when_the_database_does_not_answer(client):
    def unreachable(*args):
        raise OperationalError

    with connection.execute_wrapper(unreachable):
        answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"The database does not answer.\n")


# --- The gallery ---------------------------------------------------------------------------------


@here
@pytest.mark.django_db
def test_the_gallery_shows_every_component(client):
    JurisdictionFactory(code="XK", name="Kosovo*", footnote="In the context of resolution 1244.")
    folder = Path(settings.BASE_DIR, "templates", "components")
    components = {f"components/{file.name}" for file in folder.iterdir()}

    answer = client.get("/gallery/")

    assert answer.status_code == 200
    assert components - {template.name for template in answer.templates} == set()


@here
@pytest.mark.django_db
def test_the_gallery_says_states_in_the_words_of_the_portal(client):
    page = client.get("/gallery/").content.decode()

    for states in (EventStatus, MaterialStatus, RegistrationStatus, MailStatus, VersionStatus, AssessmentStatus):
        for state in states:
            assert f'<span class="chip chip-{state.value}">{state.label}</span>' in page
