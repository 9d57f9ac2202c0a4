from django.db import migrations

# A decision's mail named its move only; a list asks for the newest mail of a registration.
NAME_THEM = """
UPDATE participants_outgoingemail SET registration_id = participants_move.registration_id
FROM participants_move
WHERE participants_move.id = participants_outgoingemail.move_id AND participants_outgoingemail.registration_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0005_find_who_is_in_no_list"),
    ]

    operations = [migrations.RunSQL(NAME_THEM, migrations.RunSQL.noop)]
