"""When the demonstration is not loaded at all."""

import pytest
from django.core.management import CommandError, call_command

from events.models import Event
from participants import demo_plan
from participants.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def _demonstration(settings):
    settings.DEMO_SIGN_IN = True
    settings.EMAIL_FILE_PATH = settings.BASE_DIR / "var" / "mail"


def test_it_is_refused_where_people_are_real(settings):
    settings.DEMO_SIGN_IN = False

    with pytest.raises(CommandError, match="development settings only"):
        call_command("load_demo")
    with pytest.raises(CommandError, match="development settings only"):
        call_command("demo_accounts")

    assert not User.objects.exists()


@pytest.mark.usefixtures("_demonstration")
def test_a_mistake_in_the_data_loads_nothing_and_is_said(monkeypatch, tmp_path):
    broken = tmp_path / "people.yaml"
    broken.write_text("staff: [\n")
    monkeypatch.setattr(demo_plan, "PEOPLE", broken)

    with pytest.raises(CommandError, match=r"people\.yaml, line 2"):
        call_command("load_demo")

    assert not Event.objects.exists()
    assert not User.objects.exists()


@pytest.mark.usefixtures("_demonstration")
def test_the_accounts_are_asked_for_after_loading():
    with pytest.raises(CommandError, match="load_demo"):
        call_command("demo_accounts")
