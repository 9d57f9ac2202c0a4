"""What was known before: details from each person, seats by role from who has one, the reserve list by time."""

from django.db import migrations

DETAILS = """
UPDATE participants_registration r
SET given_name = u.given_name, family_name = u.family_name, own_script_name = u.own_script_name,
    rank = u.rank, position = u.position, service = u.service, sex = u.sex
FROM participants_user u WHERE u.id = r.person_id
"""

# The seats so far were for anybody: those given keep their role, the rest is for members.
SEATS = """
WITH given AS (
    SELECT d.id,
        count(*) FILTER (WHERE r.status = 'approved') AS people,
        count(*) FILTER (WHERE r.status = 'approved' AND r.role = 'head') AS head,
        count(*) FILTER (WHERE r.status IN ('nominated', 'submitted', 'reserve') AND r.role = 'head') AS head_asking,
        count(*) FILTER (WHERE r.status = 'approved' AND r.role = 'speaker') AS speaker,
        count(*) FILTER (WHERE r.status = 'approved' AND r.role = 'interpreter') AS interpreter,
        count(*) FILTER (WHERE r.status = 'approved' AND r.role = 'observer') AS observer,
        count(*) FILTER (WHERE r.status = 'approved' AND r.role = 'driver') AS driver
    FROM participants_delegation d LEFT JOIN participants_registration r ON r.delegation_id = d.id
    GROUP BY d.id
), counted AS (
    SELECT given.*, greatest(head, CASE WHEN d.seats_member > people THEN head_asking ELSE 0 END) AS heads
    FROM given JOIN participants_delegation d USING (id)
)
UPDATE participants_delegation d
SET seats_head = heads, seats_speaker = speaker, seats_interpreter = interpreter, seats_observer = observer,
    seats_driver = driver, seats_member = d.seats_member - heads - speaker - interpreter - observer - driver
FROM counted WHERE counted.id = d.id
"""

PLACES = """
UPDATE participants_registration r SET reserve_position = place FROM (
    SELECT id, row_number() OVER (PARTITION BY delegation_id ORDER BY decided_at, id) AS place
    FROM participants_registration WHERE status = 'reserve'
) listed WHERE listed.id = r.id
"""


class Migration(migrations.Migration):
    dependencies = [("participants", "0002_columns_for_nominations")]

    operations = [migrations.RunSQL([DETAILS, SEATS, PLACES], reverse_sql=migrations.RunSQL.noop)]
