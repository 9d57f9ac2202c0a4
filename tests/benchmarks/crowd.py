"""A portal after years of workshops, made by the database itself: as many registrations as wanted, spread evenly.

Each event has 25 delegations. Registration number k of an event is of delegation k mod 25, and everything else of it
follows from k, so that two crowds of different sizes are alike. Triggers rest while the rows are made.
"""

from django.db import connection

DELEGATIONS = 25

TABLES = (
    "events_event",
    "participants_user",
    "participants_delegation",
    "participants_registration",
    "participants_logistics",
    "participants_nominationletter",
    "participants_nominationletter_covers",
    "participants_move",
    "participants_outgoingemail",
)

# %(events)s and %(each)s are numbers, %(by)s and %(mandate)s keys; the event of today is the first.
STATEMENTS = (
    """
    INSERT INTO events_jurisdiction (code, name, footnote, position, time_zone, languages, is_assessed)
    SELECT 'x' || chr(96 + n), 'Jurisdiction number ' || n, '', 1000 + n, 'Europe/Belgrade', '[]', false
    FROM generate_series(1, 18) n
    """,
    """
    INSERT INTO events_organisation (code, name, short_name, kind)
    SELECT 'crowd-' || n, 'Organisation number ' || n, 'PARTNER ' || n, 'partner' FROM generate_series(1, 7) n
    """,
    """
    INSERT INTO events_event (slug, title, summary, notice, format, venue, time_zone, starts_on, ends_on,
        contact_email, visibility, status, published_at, stamp, mandate_id)
    SELECT 'crowd-' || n, 'Regional workshop number ' || n, '', '', '', '', 'Europe/Belgrade',
        current_date - 30 * (n - 1), current_date - 30 * (n - 1) + 1, 'workshop@seesac.example', 'participants',
        'published', now(), 0, %(mandate)s
    FROM generate_series(1, %(events)s) n
    """,
    """
    INSERT INTO participants_user (password, is_superuser, email, given_name, family_name, own_script_name, badge_name,
        rank, position, service, sex, mail_language, working_languages, do_not_publish, is_fictional, is_staff,
        is_active, joined_at, session_seal)
    SELECT '!', false, 'crowd' || n || '@police.example',
        (ARRAY['Ana','Šemso','Gëzim','Đorđe','Ștefania','Ljubiša','Милена'])[1 + n %% 7],
        (ARRAY['Šarić','Çela','Đukanović','Țurcanu','Јовановић','Hadžić','Rexhepi','Kovač'])[1 + n %% 8] || n %% 997,
        '', '', 'Inspector', '', 'Police', (ARRAY['female','male','male','not_stated'])[1 + n %% 4], 'en', '{}',
        n %% 500 = 0, true, false, true, now(), 'crowd'
    FROM generate_series(0, %(each)s * 4 - 1) n
    """,
    """
    INSERT INTO participants_delegation (event_id, jurisdiction_id, organisation_id, seats_head, seats_member,
        seats_speaker, seats_interpreter, seats_observer, seats_driver, offer_days, notes, revision)
    SELECT e.id, j.id, NULL, 1, (%(each)s / 25) * (CASE WHEN j.position %% 3 = 0 THEN 11 ELSE 18 END) / 20 + 1,
        5000, %(each)s, 5000, %(each)s, 3, '', 1
    FROM events_event e CROSS JOIN events_jurisdiction j WHERE e.slug LIKE 'crowd-%%' AND j.code LIKE 'x%%'
    UNION ALL
    SELECT e.id, NULL, o.id, 1, %(each)s / 25, 5000, %(each)s, 5000, %(each)s, 3, '', 1
    FROM events_event e CROSS JOIN events_organisation o WHERE e.slug LIKE 'crowd-%%' AND o.code LIKE 'crowd-%%'
    """,
    """
    INSERT INTO participants_registration (delegation_id, event_id, person_id, role, status, created_at, decided_at,
        decided_by_id, confirmed_at, draft, given_name, family_name, own_script_name, badge_name, rank, position,
        service, sex, working_languages, interpretation, list_consent, photo_consent, reserve_position, revision)
    SELECT d.id, d.event_id, p.id,
        CASE WHEN k < 25 THEN 'head' ELSE (ARRAY['member','member','member','member','member','member','interpreter',
            'driver'])[1 + k / 25 %% 8] END,
        s.status, now() - k * interval '1 minute',
        CASE WHEN s.status IN ('approved','recheck','reserve','declined') THEN now() END,
        CASE WHEN s.status IN ('approved','recheck','reserve','declined') THEN %(by)s END,
        CASE WHEN s.status <> 'nominated' THEN now() END, '{}', p.given_name, p.family_name, '', '', p.rank, '',
        p.service, p.sex, '{}', CASE WHEN k %% 6 = 0 THEN 'sq' ELSE '' END, true, false,
        CASE WHEN s.status = 'reserve' THEN k / 25 + 1 END, 1
    FROM (
        SELECT id, event_id, row_number() OVER (PARTITION BY event_id ORDER BY id) - 1 AS place,
            dense_rank() OVER (ORDER BY event_id) AS workshop FROM participants_delegation
        WHERE event_id IN (SELECT id FROM events_event WHERE slug LIKE 'crowd-%%')
    ) d
    JOIN LATERAL generate_series(d.place, %(each)s - 1, 25) k ON true
    JOIN LATERAL (SELECT (ARRAY['approved','approved','submitted','approved','nominated','approved','approved',
        'reserve','approved','approved','recheck','approved','declined','approved','approved','withdrawn','approved',
        'submitted','approved','nominated'])[1 + k / 25 %% 20] AS status) s ON true
    JOIN participants_user p ON p.email = 'crowd' || ((k * 3 + d.workshop * 7) %% (%(each)s * 4)) || '@police.example'
    """,
    """
    INSERT INTO participants_logistics (registration_id, arrives_at, arrives_by, arrival_note, leaves_at, leaves_by,
        departure_note, diet, diet_note, access_needs, visa_letter, answered_at, revision)
    SELECT r.id, e.starts_on + interval '10 hours' * (r.id %% 5 - 2), 'air', '', NULL, '', '',
        CASE WHEN r.id %% 4 = 0 THEN ARRAY['vegetarian'] ELSE '{}' END, '',
        CASE WHEN r.id %% 40 = 0 THEN 'Step-free room' ELSE '' END, r.id %% 9 = 0, now(), 1
    FROM participants_registration r JOIN events_event e ON e.id = r.event_id
    WHERE e.slug LIKE 'crowd-%%' AND r.status IN ('approved', 'recheck') AND r.id %% 3 <> 0
    """,
    """
    INSERT INTO participants_nominationletter (delegation_id, file, original_name, sha256, size, media_type, reference,
        dated_on, signatory, uploaded_at, uploaded_by_id)
    SELECT d.id, 'crowd', 'letter.pdf', repeat('0', 64), 1, 'application/pdf', '01/' || d.id, current_date, 'Director',
        now(), %(by)s
    FROM participants_delegation d JOIN events_event e ON e.id = d.event_id WHERE e.slug LIKE 'crowd-%%'
    """,
    """
    INSERT INTO participants_nominationletter_covers (nominationletter_id, registration_id)
    SELECT l.id, r.id FROM participants_nominationletter l
    JOIN participants_registration r ON r.delegation_id = l.delegation_id WHERE l.file = 'crowd' AND r.id %% 5 <> 0
    """,
    """
    INSERT INTO participants_move (registration_id, before, after, by_id, at, reason)
    SELECT r.id, 'submitted', r.status, %(by)s, now(), '' FROM participants_registration r
    JOIN events_event e ON e.id = r.event_id
    WHERE e.slug LIKE 'crowd-%%' AND r.status IN ('approved', 'recheck', 'reserve', 'declined', 'withdrawn')
    """,
    """
    INSERT INTO participants_outgoingemail (purpose, "to", reply_to, subject, body, message_id, status, created_at,
        send_after, attempts, last_error, sent_at, move_id, registration_id)
    SELECT 'decision', 'crowd@police.example', '', 'You are registered', 'Dear colleague', '<crowd' || m.id || '@x>',
        'sent', m.at, m.at, 1, '', m.at, m.id, m.registration_id
    FROM participants_move m JOIN participants_registration r ON r.id = m.registration_id
    JOIN events_event e ON e.id = r.event_id WHERE e.slug LIKE 'crowd-%%'
    """,
)


def make_crowd(*, events: int, registrations: int, by, mandate) -> None:
    """`registrations` rows over `events` workshops, the first of them today. `by` decided everything."""
    parameters = {"events": events, "each": registrations // events, "by": by.pk, "mandate": mandate.pk}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in STATEMENTS:
            cursor.execute(statement, parameters)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")
