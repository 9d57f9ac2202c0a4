"""What README and docs say of the code is so. `docs/states.md` has its test beside the table of moves."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import get_commands

from participants.groups import GROUPS


def text_of(name):
    return (settings.BASE_DIR / name).read_text(encoding="utf-8")


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


def test_every_field_about_a_person_has_its_line():
    listed = set(re.findall(r"`(\w+\.\w+)`", text_of("docs/data-and-privacy.md")))
    fields = set(fields_about_people())

    assert {"User.sex", "Registration.decided_by", "MaterialAccess.person"} <= fields
    assert fields - listed == set()
    assert {name for name in listed - fields if name.split(".")[0] in {"User", "Registration", "Delegation"}} == set()


def test_every_setting_of_the_environment_is_in_the_readme():
    read = set()
    for path in (settings.BASE_DIR / "workshop_portal" / "settings").glob("*.py"):
        read |= set(re.findall(r"env\.\w+\(\"(\w+)\"", path.read_text(encoding="utf-8")))

    listed = set(re.findall(r"`([A-Z_]{5,})`", text_of("README.md").split("## Settings")[1]))

    assert {"SECRET_KEY", "DATABASE_URL"} <= read
    assert (read | {"DJANGO_SETTINGS_MODULE"}) - listed == set()


def test_every_command_in_the_docs_exists():
    known = {*get_commands(), "test", "bench"}
    named = set()
    for name in ("README.md", "docs/operations.md", "docs/permissions.md"):
        named |= set(re.findall(r"(?:`|^)(?:python3 )?manage\.py (\w+)", text_of(name), re.MULTILINE))

    assert {"demo", "test"} <= named
    assert named - known == set()


@pytest.mark.parametrize("group", GROUPS, ids=[group.name for group in GROUPS])
def test_every_group_of_staff_is_described_as_it_describes_itself(group):
    assert f"| {group.name} | {group.description} |" in text_of("docs/permissions.md")


@pytest.mark.parametrize("name", ["README.md", "docs/permissions.md", "docs/data-and-privacy.md"])
def test_every_link_leads_to_a_file(name):
    folder = (settings.BASE_DIR / name).parent
    targets = [target for target in re.findall(r"\]\(([^)#]+)", text_of(name)) if "//" not in target]

    assert [target for target in targets if not (folder / target).exists()] == []
