"""The inventory of personal data is complete, says nothing of what is not there, and is what docs and pages show."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model

from participants.management.commands.personal_data import with_tables
from participants.models import Logistics, Registration, User
from participants.personal_data import CLASSES, LINES, about, fields_of_class


def models_of(app):
    """The models that hold rows of their own: no histories, no proxies."""
    models = apps.get_app_config(app).get_models()
    return [model for model in models if not model._meta.proxy and not hasattr(model, "pgh_tracked_model")]


def fields_about_people():
    """Every field of `participants`, and every reference to a person from above and below."""
    for model in models_of("participants"):
        fields = [*model._meta.fields, *model._meta.many_to_many]
        yield from (f"{model.__name__}.{field.name}" for field in fields if field.name != "id")
    for app in ("events", "assessments"):
        for model in models_of(app):
            references = [field for field in model._meta.fields if field.related_model is get_user_model()]
            yield from (f"{model.__name__}.{field.name}" for field in references)


def test_every_field_about_a_person_stands_in_the_inventory_once_and_no_other():
    fields = list(fields_about_people())

    listed = [field for line in LINES for field in line.fields]

    assert {"User.sex", "Registration.decided_by", "MaterialAccess.person"} <= set(fields)
    assert sorted(listed) == sorted(fields)


def test_every_class_is_used_and_has_a_period_or_a_reason_to_have_none():
    assert {line.kept for line in LINES} == set(CLASSES)
    assert {entry.key for entry in CLASSES.values() if entry.days is not None} == set(settings.RETENTION_DAYS)


def test_the_page_of_the_docs_has_the_tables_of_the_inventory():
    """Run `python3 manage.py personal_data` when this fails."""
    page = (settings.BASE_DIR / "docs" / "data-and-privacy.md").read_text(encoding="utf-8")

    assert with_tables(page) == page


def test_a_form_can_say_why_a_field_is_asked_who_sees_it_and_when_it_is_erased():
    diet = about(Logistics, "diet")

    assert diet.why == "to order meals that you can eat"
    assert diet.seen_by == "you, the focal point of your delegation, event officers and administrators"
    assert diet.erased == "30 days after the event (proposed)"
    assert about(Registration(), "given_name").erased == "kept as long as the funding may be audited"
    assert about(User, "session_seal").seen_by == "nobody"
    with pytest.raises(KeyError):
        about(User, "shoe_size")


def test_sex_is_erased_with_a_promise_that_counts_stay(settings):
    settings.RETENTION_DAYS = settings.RETENTION_DAYS | {"sex": 1, "draft": 0}

    assert about(User, "sex").erased == "1 day after the event (proposed); counts stay"
    assert about(Registration, "draft").erased == "when the event is over (proposed)"


def test_the_fields_of_a_class_are_known_by_model():
    assert fields_of_class("sex") == {"User": ["sex"], "Registration": ["sex"]}
    assert "diet_note" in fields_of_class("logistics")["Logistics"]
