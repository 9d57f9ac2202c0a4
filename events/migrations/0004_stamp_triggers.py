from django.db import migrations

from events.stamps import CREATE_SQL, DROP_SQL


class Migration(migrations.Migration):
    """The stamp of an event grows with every change of it, its mandate and its papers."""

    dependencies = [("events", "0003_initial")]

    operations = [migrations.RunSQL(CREATE_SQL, DROP_SQL)]
