from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("events", "0003_people_who_decide"),
        ("participants", "0004_rules_for_nominations"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="registration",
            options={
                "default_permissions": ("add", "change", "view"),
                "permissions": [
                    ("decide_registration", "Can decide on registrations"),
                    ("export_registration", "Can take lists of registrations out"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(condition=models.Q(("do_not_publish", True)), fields=["id"], name="user_in_no_list"),
        ),
    ]
