from django.db import migrations

from workshop_portal.folding import CREATE_SQL, DROP_SQL


class Migration(migrations.Migration):
    """The search function that generated columns of later migrations call."""

    operations = [migrations.RunSQL(CREATE_SQL, DROP_SQL)]
