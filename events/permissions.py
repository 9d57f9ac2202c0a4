"""Who may do what with events and materials. When it is possible, the row itself answers."""

from events.passes import passes_of
from events.states import PUBLIC_EVENT_STATES


def can_read_programme(user, event) -> bool:
    """Agenda, sessions and materials: approved people, focal points, staff; everyone if the agenda is public."""
    if user.has_perm("events.view_session"):
        return True
    if event.status not in PUBLIC_EVENT_STATES:
        return False
    own = any(held.event_id == event.pk and held.reads_programme for held in passes_of(user))
    return own or event.visibility == "agenda"


def can_edit_agenda(user, event) -> bool:
    """Staff who write the working copy also read it; for everybody else it does not exist."""
    return user.has_perm("events.change_agendaversion")


def can_publish_agenda(user, event) -> bool:
    return user.has_perm("events.publish_agenda")


def can_move_event(user, event) -> bool:
    return user.has_perm("events.change_event")


def can_list_every_material(user) -> bool:
    return user.has_perm("events.view_material")


def can_read_every_file(user, material) -> bool:
    """Staff who may change materials open any version at any time, to check what they clear."""
    return user.has_perm("events.change_material")


def can_open_file(user, material) -> bool:
    """Whoever sees a material by its audience; staff who see all of them need to be allowed the content too."""
    return user.has_perm("events.open_material") or not can_list_every_material(user)


def can_decide_material(user, material) -> bool:
    return user.has_perm("events.clear_material")
