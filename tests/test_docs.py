"""What README and docs say of the code is so. `docs/states.md` has its test beside the table of moves."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands

from participants.groups import GROUPS


def text_of(name):
    return (settings.BASE_DIR / name).read_text(encoding="utf-8")


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


def test_every_decision_has_a_number_of_its_own():
    pages = sorted(path for path in (settings.BASE_DIR / "docs" / "decisions").glob("*.md"))

    named = [int(path.name[:4]) for path in pages]
    titled = [int(re.match(r"# (\d+)\. ", path.read_text(encoding="utf-8"))[1]) for path in pages]

    assert named == titled == list(range(1, len(pages) + 1))
