"""Every event carries a stamp that grows, by triggers, whenever the event, its mandate or a paper of it changes.

Pages keep what they rendered under the stamp they rendered it from (`events.kept`), so a kept page is never
older than the row that the same request just read. Only the database can promise that: it also sees changes by
`update()`, by a command and by hand.
"""

import pgtrigger

ANY_CHANGE = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


def _touch(events: str, *, operation: pgtrigger.Operation = ANY_CHANGE) -> pgtrigger.Trigger:
    """Let the stamps of `events`, a list of keys in SQL, grow after a change of the row that carries the trigger."""
    func = f"UPDATE events_event SET stamp = stamp WHERE id IN ({events}); RETURN NULL;"  # noqa: S608
    return pgtrigger.Trigger(name="stamp", when=pgtrigger.After, operation=operation, func=func)


# The agenda is derived, so that somebody who saves an event read a moment ago cannot undo a publication.
OF_EVENT = pgtrigger.Trigger(
    name="stamp",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
        NEW.stamp := OLD.stamp + 1;
        NEW.agenda_id := (
            SELECT id FROM events_agendaversion WHERE event_id = NEW.id AND number IS NOT NULL
            ORDER BY number DESC LIMIT 1
        );
        RETURN NEW;
    """,
)
OF_MANDATE = _touch("SELECT id FROM events_event WHERE mandate_id = NEW.id", operation=pgtrigger.Update)
OF_MATERIAL = _touch("OLD.event_id, NEW.event_id")
OF_AUDIENCE = _touch("SELECT event_id FROM events_material WHERE id IN (OLD.material_id, NEW.material_id)")
