"""Every event carries a stamp that grows, by triggers, whenever the event, its mandate or a paper of it changes.

Pages keep what they rendered under the stamp they rendered it from (`events.kept`), so a kept page is never
older than the row that the same request just read. Only the database can promise that: it also sees changes by
`update()`, by a command and by hand.
"""

CREATE_SQL = """
CREATE FUNCTION events_stamp_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.stamp := OLD.stamp + 1;
    -- Derived, so that somebody who saves an event read a moment ago cannot undo a publication.
    NEW.agenda_id := (
        SELECT id FROM events_agendaversion WHERE event_id = NEW.id AND number IS NOT NULL
        ORDER BY number DESC LIMIT 1
    );
    RETURN NEW;
END $$;
CREATE TRIGGER stamp BEFORE UPDATE ON events_event FOR EACH ROW EXECUTE FUNCTION events_stamp_event();

CREATE FUNCTION events_stamp_of_mandate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE events_event SET stamp = stamp WHERE mandate_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER stamp AFTER UPDATE ON events_mandate FOR EACH ROW EXECUTE FUNCTION events_stamp_of_mandate();

CREATE FUNCTION events_stamp_of_material() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE events_event SET stamp = stamp WHERE id IN (OLD.event_id, NEW.event_id);
    RETURN NULL;
END $$;
CREATE TRIGGER stamp AFTER INSERT OR UPDATE OR DELETE ON events_material
FOR EACH ROW EXECUTE FUNCTION events_stamp_of_material();

CREATE FUNCTION events_stamp_of_audience() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE events_event SET stamp = stamp
    WHERE id IN (SELECT event_id FROM events_material WHERE id IN (OLD.material_id, NEW.material_id));
    RETURN NULL;
END $$;
CREATE TRIGGER stamp AFTER INSERT OR UPDATE OR DELETE ON events_material_audience_jurisdictions
FOR EACH ROW EXECUTE FUNCTION events_stamp_of_audience();
CREATE TRIGGER stamp AFTER INSERT OR UPDATE OR DELETE ON events_material_audience_organisations
FOR EACH ROW EXECUTE FUNCTION events_stamp_of_audience();
"""

DROP_SQL = """
DROP TRIGGER stamp ON events_event;
DROP TRIGGER stamp ON events_mandate;
DROP TRIGGER stamp ON events_material;
DROP TRIGGER stamp ON events_material_audience_jurisdictions;
DROP TRIGGER stamp ON events_material_audience_organisations;
DROP FUNCTION events_stamp_event();
DROP FUNCTION events_stamp_of_mandate();
DROP FUNCTION events_stamp_of_material();
DROP FUNCTION events_stamp_of_audience();
"""
