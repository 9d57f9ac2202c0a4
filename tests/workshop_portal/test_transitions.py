"""The table of moves is the only way to a state, and the documentation tells the truth about it."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from workshop_portal.management.commands.states import as_markdown
from workshop_portal.transitions import StatefulModel

APPS = ["workshop_portal", "events", "participants", "assessments"]
STATEFUL = [model for model in apps.get_models() if issubclass(model, StatefulModel)]


def test_docs_states_is_current():
    assert Path(settings.BASE_DIR, "docs", "states.md").read_text(encoding="utf-8") == as_markdown()


@pytest.mark.parametrize("model", STATEFUL, ids=lambda model: model._meta.label)
def test_every_state_has_a_row_in_the_table_of_moves(model):
    states = set(model._meta.get_field("status").flatchoices)

    known = {value for value, _ in states}
    assert set(model.moves) == known
    assert set().union(*model.moves.values()) <= known


def assignments_of_status(path):
    """Lines that assign `something.status = …` or pass `status=` to update()."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Attribute) and target.attr == "status" for target in targets):
            yield node.lineno
        is_update = isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"update", "bulk_update"}
        if is_update and any(keyword.arg == "status" for keyword in node.keywords):
            yield node.lineno


def test_nothing_else_assigns_a_status():
    found = {
        f"{path.relative_to(settings.BASE_DIR)}:{line}"
        for app in APPS
        for path in Path(settings.BASE_DIR, app).rglob("*.py")
        if "migrations" not in path.parts
        for line in assignments_of_status(path)
    }

    assert {place.split(":")[0] for place in found} == {"workshop_portal/transitions.py"}
