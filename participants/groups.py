"""The groups of staff: what each may do, in words and in permissions. The only place that hands out powers."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat


@dataclass(frozen=True)
class StaffGroup:
    """A group with its description for docs and back office, and its permissions as app.codename."""

    name: str
    description: str
    permissions: frozenset[str]


def _all(app: str, model: str, *verbs: str) -> frozenset[str]:
    return frozenset(f"{app}.{verb}_{model}" for verb in verbs)


_REFERENCE = _all("events", "jurisdiction", "view") | _all("events", "organisation", "view") | _all(
    "events", "mandate", "view"
)  # fmt: skip
_PROGRAMME = _all("events", "event", "view") | _all("events", "session", "view")

GROUPS = (
    StaffGroup(
        "Event officers",
        "Prepare and hold workshops: events, agendas, materials, delegations, people, decisions and their mails.",
        _REFERENCE
        | _all("events", "event", "add", "change", "view")
        | _all("events", "room", "add", "change", "view")
        | _all("events", "session", "add", "change", "view")
        | _all("events", "agendaversion", "change", "view")
        | _all("events", "slot", "add", "change", "delete", "view")
        | _all("events", "material", "add", "change", "view")
        | _all("events", "materialversion", "add", "view")
        | _all("events", "materialaccess", "view")
        | {"events.publish_agenda", "events.clear_material", "events.open_material"}
        | _all("participants", "user", "add", "change", "view")
        | _all("participants", "delegation", "add", "change", "view")
        | _all("participants", "registration", "add", "change", "view")
        | _all("participants", "move", "view")
        | _all("participants", "outgoingemail", "change", "view")
        | _all("participants", "nominationletter", "view")
        | _all("participants", "logistics", "change", "view")
        | _all("participants", "mailtemplate", "add", "change", "view")
        | _all("participants", "announcement", "add", "change", "view")
        | _all("participants", "datarequest", "change", "view")
        | _all("participants", "disclosure", "view")
        | _all("participants", "purgerun", "view")
        | _all("participants", "keptcount", "view")
        | {"participants.decide_registration", "participants.export_registration", "participants.send_announcement"},
    ),
    StaffGroup(
        "Protected people",
        "Also see and export people who are in no list. For two named officers, beside their own group.",
        frozenset({"participants.view_unpublished_user", "participants.export_unpublished_user"}),
    ),
    StaffGroup(
        "Registration desk",
        "Receive people at the door: read events, delegations, people and registrations. Decide nothing.",
        _REFERENCE
        | _PROGRAMME
        | _all("participants", "user", "view")
        | _all("participants", "delegation", "view")
        | _all("participants", "registration", "view"),
    ),
    StaffGroup(
        "Assessors",
        "Carry out needs assessments: everything of assessments, and the programme of events. No registrations.",
        _REFERENCE
        | _PROGRAMME
        | _all("assessments", "framework", "view")
        | _all("assessments", "frameworkversion", "view")
        | _all("assessments", "domain", "view")
        | _all("assessments", "indicator", "view")
        | _all("assessments", "level", "view")
        | _all("assessments", "round", "add", "change", "view")
        | _all("assessments", "assessment", "add", "change", "view")
        | _all("assessments", "result", "view")
        | _all("assessments", "finding", "add", "change", "delete", "view")
        | {"assessments.move_assessment", "assessments.publish_frameworkversion"},
    ),
    StaffGroup(
        "Auditors",
        "Check what was held and delivered: events, agendas, the list of materials and who took them. "
        "No content, no people.",
        _REFERENCE
        | _PROGRAMME
        | _all("events", "agendaversion", "view")
        | _all("events", "material", "view")
        | _all("events", "materialaccess", "view")
        | _all("participants", "purgerun", "view")
        | _all("participants", "keptcount", "view"),
    ),
)


@transaction.atomic
def load_groups() -> list[str]:
    """Make every group hold exactly its permissions; returns the names of the groups that changed.

    Raises LookupError when a permission is unknown: a typing error must not take a power away silently.
    """
    wanted = frozenset().union(*(group.permissions for group in GROUPS))
    label = Concat(F("content_type__app_label"), Value("."), F("codename"))
    known = dict(Permission.objects.annotate(label=label).filter(label__in=wanted).values_list("label", "pk"))
    if unknown := sorted(wanted - known.keys()):
        raise LookupError(f"Unknown permissions: {', '.join(unknown)}.")
    changed = []
    for group in GROUPS:
        row, created = Group.objects.get_or_create(name=group.name)
        keys = {known[permission] for permission in group.permissions}
        if created or set(row.permissions.values_list("pk", flat=True)) != keys:
            row.permissions.set(keys)
            changed.append(group.name)
    return changed
