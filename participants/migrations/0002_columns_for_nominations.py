import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import participants.models.delegations
import participants.models.imports
import participants.models.links
import pghistory.utils
import pgtrigger.migrations
import workshop_portal.folding
import workshop_portal.lines
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_people_who_decide"),
        ("participants", "0001_initial"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="delegation",
            name="seats_cover_who_has_one",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="delegation",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="delegation",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="delegation",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="outgoingemail",
            name="moves_along_its_table",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="outgoingemail",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="outgoingemail",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="outgoingemail",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="registration",
            name="moves_along_its_table",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="registration",
            name="a_seat_is_free",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="registration",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="registration",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="registration",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="user",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="user",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="user",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="outgoingemail",
            name="mail_status_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="registration",
            name="registration_status_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="registration",
            name="registration_is_one_live_per_person_and_event",
        ),
        migrations.RemoveConstraint(
            model_name="registration",
            name="registration_has_one_head_per_delegation",
        ),
        migrations.RemoveConstraint(
            model_name="registration",
            name="registration_decided_means_by_someone_at_some_time",
        ),
        migrations.RemoveIndex(
            model_name="registration",
            name="registration_by_seat",
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "criterion",
                    models.JSONField(default=dict, help_text="Field and values: which registrations it is for."),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("sq", "Albanian"),
                            ("bs", "Bosnian"),
                            ("hr", "Croatian"),
                            ("mk", "Macedonian"),
                            ("cnr", "Montenegrin"),
                            ("ro", "Romanian"),
                            ("sr", "Serbian"),
                        ],
                        default="en",
                        max_length=3,
                    ),
                ),
                (
                    "subject",
                    models.CharField(blank=True, max_length=150, validators=[workshop_portal.lines.validate_one_line]),
                ),
                ("body", models.TextField(blank=True, max_length=10000)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("confirmed", "Confirmed"), ("stopped", "Stopped")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("confirmed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "send_after",
                    models.DateTimeField(editable=False, help_text="Until then it can be stopped whole.", null=True),
                ),
                ("stopped_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "bulk message",
                "permissions": [("send_announcement", "Can send bulk messages")],
                "default_permissions": ("add", "change", "view"),
            },
        ),
        migrations.CreateModel(
            name="AnnouncementHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "criterion",
                    models.JSONField(default=dict, help_text="Field and values: which registrations it is for."),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("sq", "Albanian"),
                            ("bs", "Bosnian"),
                            ("hr", "Croatian"),
                            ("mk", "Macedonian"),
                            ("cnr", "Montenegrin"),
                            ("ro", "Romanian"),
                            ("sr", "Serbian"),
                        ],
                        default="en",
                        max_length=3,
                    ),
                ),
                (
                    "subject",
                    models.CharField(blank=True, max_length=150, validators=[workshop_portal.lines.validate_one_line]),
                ),
                ("body", models.TextField(blank=True, max_length=10000)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("confirmed", "Confirmed"), ("stopped", "Stopped")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("confirmed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "send_after",
                    models.DateTimeField(editable=False, help_text="Until then it can be stopped whole.", null=True),
                ),
                ("stopped_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("objection", "I object to a use of my data"),
                            ("erasure", "Erase my data"),
                            ("correction", "Correct what I cannot change myself"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=2000)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("answered", "Answered")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("answer", models.TextField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "default_permissions": ("change", "view"),
            },
        ),
        migrations.CreateModel(
            name="DataRequestHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("objection", "I object to a use of my data"),
                            ("erasure", "Erase my data"),
                            ("correction", "Correct what I cannot change myself"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=2000)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("answered", "Answered")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("answer", models.TextField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("list", "List of registrations"),
                            ("delegation", "List of a delegation"),
                            ("letter", "Nomination letter"),
                            ("logistics", "Logistics"),
                            ("own_data", "Own data"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("rows", models.PositiveIntegerField(default=1, help_text="How many people were in it.")),
                ("detail", models.CharField(blank=True, help_text="Format, columns and filter.", max_length=500)),
            ],
            options={
                "verbose_name": "disclosure",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="KeptCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("head", "Head of delegation"),
                            ("member", "Member"),
                            ("speaker", "Speaker"),
                            ("interpreter", "Interpreter"),
                            ("observer", "Observer"),
                            ("driver", "Driver"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        choices=[
                            ("female", "Female"),
                            ("male", "Male"),
                            ("other", "Other"),
                            ("not_stated", "Not stated"),
                        ],
                        max_length=10,
                    ),
                ),
                ("people", models.PositiveIntegerField()),
                ("counted_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ListImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(default=participants.models.imports.in_a_day)),
                ("original_name", models.CharField(max_length=255)),
                ("headers", models.JSONField(default=list)),
                ("rows", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("outcome", models.JSONField(default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("previewed", "Previewed"),
                            ("applied", "Applied"),
                            ("discarded", "Discarded"),
                        ],
                        default="uploaded",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("applied_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Logistics",
            fields=[
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "registration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="logistics",
                        serialize=False,
                        to="participants.registration",
                    ),
                ),
                ("arrives_at", models.DateTimeField(blank=True, null=True, verbose_name="arrival")),
                (
                    "arrives_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("air", "By air"),
                            ("road", "By car"),
                            ("rail", "By train"),
                            ("bus", "By bus"),
                            ("local", "No journey: I live there"),
                        ],
                        max_length=8,
                        verbose_name="arrives",
                    ),
                ),
                (
                    "arrival_note",
                    models.CharField(
                        blank=True,
                        help_text="Flight number, or border crossing.",
                        max_length=120,
                        validators=[workshop_portal.lines.validate_plain_words],
                    ),
                ),
                ("leaves_at", models.DateTimeField(blank=True, null=True, verbose_name="departure")),
                (
                    "leaves_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("air", "By air"),
                            ("road", "By car"),
                            ("rail", "By train"),
                            ("bus", "By bus"),
                            ("local", "No journey: I live there"),
                        ],
                        max_length=8,
                        verbose_name="leaves",
                    ),
                ),
                (
                    "departure_note",
                    models.CharField(
                        blank=True,
                        help_text="Flight number, or border crossing.",
                        max_length=120,
                        validators=[workshop_portal.lines.validate_plain_words],
                    ),
                ),
                ("nights_from", models.DateField(blank=True, null=True, verbose_name="first night")),
                ("nights_until", models.DateField(blank=True, null=True, verbose_name="morning of leaving the hotel")),
                (
                    "diet",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("vegetarian", "Vegetarian"),
                                ("vegan", "Vegan"),
                                ("no_pork", "No pork"),
                                ("no_alcohol", "No alcohol in food"),
                                ("gluten_free", "Without gluten"),
                                ("lactose_free", "Without lactose"),
                                ("no_nuts", "Without nuts"),
                                ("no_seafood", "Without fish and seafood"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=8,
                    ),
                ),
                (
                    "diet_note",
                    models.CharField(blank=True, max_length=200, validators=[workshop_portal.lines.validate_one_line]),
                ),
                (
                    "access_needs",
                    models.CharField(
                        blank=True,
                        help_text="For example step-free rooms.",
                        max_length=300,
                        validators=[workshop_portal.lines.validate_one_line],
                    ),
                ),
                ("visa_letter", models.BooleanField(default=False, verbose_name="a letter for the visa is wanted")),
                ("answered_at", models.DateTimeField(auto_now_add=True, help_text="When it was first answered.")),
            ],
            options={
                "verbose_name_plural": "logistics",
                "default_permissions": ("change", "view"),
            },
        ),
        migrations.CreateModel(
            name="LogisticsHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("arrives_at", models.DateTimeField(blank=True, null=True, verbose_name="arrival")),
                (
                    "arrives_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("air", "By air"),
                            ("road", "By car"),
                            ("rail", "By train"),
                            ("bus", "By bus"),
                            ("local", "No journey: I live there"),
                        ],
                        max_length=8,
                        verbose_name="arrives",
                    ),
                ),
                (
                    "arrival_note",
                    models.CharField(
                        blank=True,
                        help_text="Flight number, or border crossing.",
                        max_length=120,
                        validators=[workshop_portal.lines.validate_plain_words],
                    ),
                ),
                ("leaves_at", models.DateTimeField(blank=True, null=True, verbose_name="departure")),
                (
                    "leaves_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("air", "By air"),
                            ("road", "By car"),
                            ("rail", "By train"),
                            ("bus", "By bus"),
                            ("local", "No journey: I live there"),
                        ],
                        max_length=8,
                        verbose_name="leaves",
                    ),
                ),
                (
                    "departure_note",
                    models.CharField(
                        blank=True,
                        help_text="Flight number, or border crossing.",
                        max_length=120,
                        validators=[workshop_portal.lines.validate_plain_words],
                    ),
                ),
                ("nights_from", models.DateField(blank=True, null=True, verbose_name="first night")),
                ("nights_until", models.DateField(blank=True, null=True, verbose_name="morning of leaving the hotel")),
                (
                    "diet",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("vegetarian", "Vegetarian"),
                                ("vegan", "Vegan"),
                                ("no_pork", "No pork"),
                                ("no_alcohol", "No alcohol in food"),
                                ("gluten_free", "Without gluten"),
                                ("lactose_free", "Without lactose"),
                                ("no_nuts", "Without nuts"),
                                ("no_seafood", "Without fish and seafood"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=8,
                    ),
                ),
                (
                    "diet_note",
                    models.CharField(blank=True, max_length=200, validators=[workshop_portal.lines.validate_one_line]),
                ),
                (
                    "access_needs",
                    models.CharField(
                        blank=True,
                        help_text="For example step-free rooms.",
                        max_length=300,
                        validators=[workshop_portal.lines.validate_one_line],
                    ),
                ),
                ("visa_letter", models.BooleanField(default=False, verbose_name="a letter for the visa is wanted")),
                ("answered_at", models.DateTimeField(auto_now_add=True, help_text="When it was first answered.")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MailTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("invitation", "Invitation to a focal point"),
                            ("nomination", "To a person who was nominated"),
                            ("reminder", "Reminder to confirm"),
                            ("approved", "Approved"),
                            ("reserve", "On the reserve list"),
                            ("offer", "A seat is offered"),
                            ("lapsed", "An offer has lapsed"),
                            ("declined", "Declined"),
                            ("recheck", "A change waits for re-approval"),
                            ("withdrawn", "Withdrawn"),
                            ("replaced", "Replaced"),
                            ("announcement", "Bulk message"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("sq", "Albanian"),
                            ("bs", "Bosnian"),
                            ("hr", "Croatian"),
                            ("mk", "Macedonian"),
                            ("cnr", "Montenegrin"),
                            ("ro", "Romanian"),
                            ("sr", "Serbian"),
                        ],
                        default="en",
                        max_length=3,
                    ),
                ),
                ("subject", models.CharField(max_length=150, validators=[workshop_portal.lines.validate_one_line])),
                ("body", models.TextField(max_length=10000)),
            ],
            options={
                "verbose_name": "mail text",
                "default_permissions": ("add", "change", "view"),
            },
        ),
        migrations.CreateModel(
            name="MailTemplateHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("invitation", "Invitation to a focal point"),
                            ("nomination", "To a person who was nominated"),
                            ("reminder", "Reminder to confirm"),
                            ("approved", "Approved"),
                            ("reserve", "On the reserve list"),
                            ("offer", "A seat is offered"),
                            ("lapsed", "An offer has lapsed"),
                            ("declined", "Declined"),
                            ("recheck", "A change waits for re-approval"),
                            ("withdrawn", "Withdrawn"),
                            ("replaced", "Replaced"),
                            ("announcement", "Bulk message"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("sq", "Albanian"),
                            ("bs", "Bosnian"),
                            ("hr", "Croatian"),
                            ("mk", "Macedonian"),
                            ("cnr", "Montenegrin"),
                            ("ro", "Romanian"),
                            ("sr", "Serbian"),
                        ],
                        default="en",
                        max_length=3,
                    ),
                ),
                ("subject", models.CharField(max_length=150, validators=[workshop_portal.lines.validate_one_line])),
                ("body", models.TextField(max_length=10000)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NominationLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    models.FileField(
                        storage=participants.models.delegations.letters_storage,
                        upload_to=participants.models.delegations.letter_name,
                    ),
                ),
                ("original_name", models.CharField(editable=False, max_length=255)),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="size in bytes")),
                ("media_type", models.CharField(editable=False, max_length=100)),
                (
                    "reference",
                    models.CharField(
                        help_text="The number of the letter.",
                        max_length=100,
                        validators=[workshop_portal.lines.validate_one_line],
                    ),
                ),
                ("dated_on", models.DateField(verbose_name="date of the letter")),
                (
                    "signatory",
                    models.CharField(
                        help_text="Who signed it, as what.",
                        max_length=200,
                        validators=[workshop_portal.lines.validate_one_line],
                    ),
                ),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="NominationLetterCoversHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NominationLetterHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("original_name", models.CharField(editable=False, max_length=255)),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="size in bytes")),
                ("media_type", models.CharField(editable=False, max_length=100)),
                (
                    "reference",
                    models.CharField(
                        help_text="The number of the letter.",
                        max_length=100,
                        validators=[workshop_portal.lines.validate_one_line],
                    ),
                ),
                ("dated_on", models.DateField(verbose_name="date of the letter")),
                (
                    "signatory",
                    models.CharField(
                        help_text="Who signed it, as what.",
                        max_length=200,
                        validators=[workshop_portal.lines.validate_one_line],
                    ),
                ),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonalLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=participants.models.links.new_key, editable=False, max_length=22, unique=True
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        help_text="The address it was sent to; worth nothing once the person has another.",
                        max_length=254,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(help_text="When its person first came in by it.", null=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PurgeRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("is_dry_run", models.BooleanField(default=False)),
                ("report", models.JSONField(default=dict, help_text="Field class → how many rows, of which events.")),
            ],
            options={
                "default_permissions": ("view",),
            },
        ),
        migrations.AlterModelOptions(
            name="delegation",
            options={"default_permissions": ("add", "change", "view")},
        ),
        migrations.AlterModelOptions(
            name="user",
            options={
                "default_permissions": ("add", "change", "view"),
                "permissions": [
                    ("view_unpublished_user", "Can see people who are in no list"),
                    ("export_unpublished_user", "Can export people who are in no list"),
                ],
                "verbose_name": "person",
                "verbose_name_plural": "people",
            },
        ),
        migrations.AddField(
            model_name="delegation",
            name="notes",
            field=models.TextField(blank=True, help_text="For staff. Nobody else reads this."),
        ),
        migrations.AddField(
            model_name="delegation",
            name="offer_days",
            field=models.PositiveSmallIntegerField(
                default=3,
                help_text="A seat that becomes free is offered to the first reserve for so long.",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)],
                verbose_name="days to answer an offer",
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="revision",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="delegation",
            name="seats_driver",
            field=models.PositiveSmallIntegerField(
                default=0, validators=[django.core.validators.MaxValueValidator(5000)], verbose_name="seats for drivers"
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="seats_head",
            field=models.PositiveSmallIntegerField(
                default=1,
                validators=[django.core.validators.MaxValueValidator(5000)],
                verbose_name="seats for the head",
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="seats_interpreter",
            field=models.PositiveSmallIntegerField(
                default=0,
                validators=[django.core.validators.MaxValueValidator(5000)],
                verbose_name="seats for interpreters",
            ),
        ),
        migrations.RenameField(
            model_name="delegation",
            old_name="seats",
            new_name="seats_member",
        ),
        migrations.AlterField(
            model_name="delegation",
            name="seats_member",
            field=models.PositiveSmallIntegerField(
                default=0, validators=[django.core.validators.MaxValueValidator(5000)], verbose_name="seats for members"
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="seats_observer",
            field=models.PositiveSmallIntegerField(
                default=0,
                validators=[django.core.validators.MaxValueValidator(5000)],
                verbose_name="seats for observers",
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="seats_speaker",
            field=models.PositiveSmallIntegerField(
                default=0,
                validators=[django.core.validators.MaxValueValidator(5000)],
                verbose_name="seats for speakers",
            ),
        ),
        migrations.AddField(
            model_name="delegationhistory",
            name="notes",
            field=models.TextField(blank=True, help_text="For staff. Nobody else reads this."),
        ),
        migrations.AddField(
            model_name="delegationhistory",
            name="offer_days",
            field=models.PositiveSmallIntegerField(
                default=3,
                help_text="A seat that becomes free is offered to the first reserve for so long.",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)],
                verbose_name="days to answer an offer",
            ),
        ),
        migrations.AddField(
            model_name="delegationhistory",
            name="seats_driver",
            field=models.PositiveSmallIntegerField(
                default=0, validators=[django.core.validators.MaxValueValidator(5000)], verbose_name="seats for drivers"
            ),
        ),
        migrations.AddField(
            model_name="delegationhistory",
            name="seats_head",
            field=models.PositiveSmallIntegerField(
                default=1,
                validators=[django.core.validators.MaxValueValidator(5000)],
                verbose_name="seats for the head",
            ),
        ),
        migrations.AddField(
            model_name="delegationhistory",
            name="seats_interpreter",
            field=models.PositiveSmallIntegerField(
                default=0,
                validators=[django.core.validators.MaxValueValidator(5000)],
                verbose_name="seats for interpreters",
            ),
        ),
        migrations.RenameField(
            model_name="delegationhistory",
            old_name="seats",
            new_name="seats_member",
        ),
        migrations.AlterField(
            model_name="delegationhistory",
            name="seats_member",
            field=models.PositiveSmallIntegerField(
                default=0, validators=[django.core.validators.MaxValueValidator(5000)], verbose_name="seats for members"
            ),
        ),
        migrations.AddField(
            model_name="delegationhistory",
            name="seats_observer",
            field=models.PositiveSmallIntegerField(
                default=0,
                validators=[django.core.validators.MaxValueValidator(5000)],
                verbose_name="seats for observers",
            ),
        ),
        migrations.AddField(
            model_name="delegationhistory",
            name="seats_speaker",
            field=models.PositiveSmallIntegerField(
                default=0,
                validators=[django.core.validators.MaxValueValidator(5000)],
                verbose_name="seats for speakers",
            ),
        ),
        migrations.AddField(
            model_name="outgoingemail",
            name="delegation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mails",
                to="participants.delegation",
            ),
        ),
        migrations.AddField(
            model_name="outgoingemail",
            name="registration",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mails",
                to="participants.registration",
            ),
        ),
        migrations.AddField(
            model_name="outgoingemailhistory",
            name="delegation",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="participants.delegation",
            ),
        ),
        migrations.AddField(
            model_name="outgoingemailhistory",
            name="registration",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="participants.registration",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="badge_name",
            field=models.CharField(
                blank=True,
                help_text="Empty: the names as in the passport.",
                max_length=100,
                validators=[workshop_portal.lines.validate_name],
                verbose_name="name for the badge",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="confirmed_at",
            field=models.DateTimeField(editable=False, help_text="When the person vouched for the data.", null=True),
        ),
        migrations.AddField(
            model_name="registration",
            name="draft",
            field=models.JSONField(blank=True, default=dict, editable=False, help_text="A form that was not sent yet."),
        ),
        migrations.AddField(
            model_name="registration",
            name="family_name",
            field=models.CharField(
                default="",
                help_text="As in the passport.",
                max_length=100,
                validators=[workshop_portal.lines.validate_name],
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="registration",
            name="given_name",
            field=models.CharField(
                default="",
                help_text="As in the passport. No number is asked.",
                max_length=100,
                validators=[workshop_portal.lines.validate_name],
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="registration",
            name="interpretation",
            field=models.CharField(
                blank=True,
                choices=[
                    ("en", "English"),
                    ("sq", "Albanian"),
                    ("bs", "Bosnian"),
                    ("hr", "Croatian"),
                    ("mk", "Macedonian"),
                    ("cnr", "Montenegrin"),
                    ("ro", "Romanian"),
                    ("sr", "Serbian"),
                ],
                help_text="Empty: none is needed.",
                max_length=3,
                verbose_name="interpretation into",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="list_consent",
            field=models.BooleanField(default=False, verbose_name="may be in the participants' list"),
        ),
        migrations.AddField(
            model_name="registration",
            name="nominated_by",
            field=models.ForeignKey(
                editable=False,
                help_text="Who said so first.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="offer_expires_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="registration",
            name="own_script_name",
            field=models.CharField(
                blank=True,
                max_length=200,
                validators=[workshop_portal.lines.validate_name],
                verbose_name="name in own script",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="photo_consent",
            field=models.BooleanField(default=False, verbose_name="may be in photographs"),
        ),
        migrations.AddField(
            model_name="registration",
            name="position",
            field=models.CharField(blank=True, max_length=160, validators=[workshop_portal.lines.validate_plain_words]),
        ),
        migrations.AddField(
            model_name="registration",
            name="rank",
            field=models.CharField(
                blank=True,
                help_text="In the words of your service.",
                max_length=100,
                validators=[workshop_portal.lines.validate_plain_words],
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="reserve_position",
            field=models.PositiveSmallIntegerField(
                blank=True,
                editable=False,
                help_text="The place on the delegation's reserve list; 1 is offered first.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="revision",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="family_name",
            field=models.CharField(
                default="",
                help_text="As in the passport.",
                max_length=100,
                validators=[workshop_portal.lines.validate_name],
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="given_name",
            field=models.CharField(
                default="",
                help_text="As in the passport. No number is asked.",
                max_length=100,
                validators=[workshop_portal.lines.validate_name],
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="nominated_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                help_text="Who said so first.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="own_script_name",
            field=models.CharField(
                blank=True,
                max_length=200,
                validators=[workshop_portal.lines.validate_name],
                verbose_name="name in own script",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="service",
            field=models.CharField(
                blank=True,
                help_text="The police service or unit.",
                max_length=160,
                validators=[workshop_portal.lines.validate_plain_words],
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="sex",
            field=models.CharField(
                choices=[("female", "Female"), ("male", "Male"), ("other", "Other"), ("not_stated", "Not stated")],
                default="not_stated",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="working_languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("en", "English"),
                        ("sq", "Albanian"),
                        ("bs", "Bosnian"),
                        ("hr", "Croatian"),
                        ("mk", "Macedonian"),
                        ("cnr", "Montenegrin"),
                        ("ro", "Romanian"),
                        ("sr", "Serbian"),
                    ],
                    max_length=3,
                ),
                blank=True,
                default=list,
                size=8,
            ),
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="badge_name",
            field=models.CharField(
                blank=True,
                help_text="Empty: the names as in the passport.",
                max_length=100,
                validators=[workshop_portal.lines.validate_name],
                verbose_name="name for the badge",
            ),
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="confirmed_at",
            field=models.DateTimeField(editable=False, help_text="When the person vouched for the data.", null=True),
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="interpretation",
            field=models.CharField(
                blank=True,
                choices=[
                    ("en", "English"),
                    ("sq", "Albanian"),
                    ("bs", "Bosnian"),
                    ("hr", "Croatian"),
                    ("mk", "Macedonian"),
                    ("cnr", "Montenegrin"),
                    ("ro", "Romanian"),
                    ("sr", "Serbian"),
                ],
                help_text="Empty: none is needed.",
                max_length=3,
                verbose_name="interpretation into",
            ),
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="list_consent",
            field=models.BooleanField(default=False, verbose_name="may be in the participants' list"),
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="offer_expires_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="photo_consent",
            field=models.BooleanField(default=False, verbose_name="may be in photographs"),
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="position",
            field=models.CharField(blank=True, max_length=160, validators=[workshop_portal.lines.validate_plain_words]),
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="rank",
            field=models.CharField(
                blank=True,
                help_text="In the words of your service.",
                max_length=100,
                validators=[workshop_portal.lines.validate_plain_words],
            ),
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="reserve_position",
            field=models.PositiveSmallIntegerField(
                blank=True,
                editable=False,
                help_text="The place on the delegation's reserve list; 1 is offered first.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="service",
            field=models.CharField(
                blank=True,
                help_text="The police service or unit.",
                max_length=160,
                validators=[workshop_portal.lines.validate_plain_words],
            ),
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="sex",
            field=models.CharField(
                choices=[("female", "Female"), ("male", "Male"), ("other", "Other"), ("not_stated", "Not stated")],
                default="not_stated",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="registrationhistory",
            name="working_languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("en", "English"),
                        ("sq", "Albanian"),
                        ("bs", "Bosnian"),
                        ("hr", "Croatian"),
                        ("mk", "Macedonian"),
                        ("cnr", "Montenegrin"),
                        ("ro", "Romanian"),
                        ("sr", "Serbian"),
                    ],
                    max_length=3,
                ),
                blank=True,
                default=list,
                size=8,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="badge_name",
            field=models.CharField(
                blank=True,
                help_text="Empty: the names as in the passport.",
                max_length=100,
                validators=[workshop_portal.lines.validate_name],
                verbose_name="name for the badge",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="mail_language",
            field=models.CharField(
                choices=[
                    ("en", "English"),
                    ("sq", "Albanian"),
                    ("bs", "Bosnian"),
                    ("hr", "Croatian"),
                    ("mk", "Macedonian"),
                    ("cnr", "Montenegrin"),
                    ("ro", "Romanian"),
                    ("sr", "Serbian"),
                ],
                default="en",
                max_length=3,
                verbose_name="language of mails",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="working_languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("en", "English"),
                        ("sq", "Albanian"),
                        ("bs", "Bosnian"),
                        ("hr", "Croatian"),
                        ("mk", "Macedonian"),
                        ("cnr", "Montenegrin"),
                        ("ro", "Romanian"),
                        ("sr", "Serbian"),
                    ],
                    max_length=3,
                ),
                blank=True,
                default=list,
                size=8,
            ),
        ),
        migrations.AddField(
            model_name="userhistory",
            name="badge_name",
            field=models.CharField(
                blank=True,
                help_text="Empty: the names as in the passport.",
                max_length=100,
                validators=[workshop_portal.lines.validate_name],
                verbose_name="name for the badge",
            ),
        ),
        migrations.AddField(
            model_name="userhistory",
            name="mail_language",
            field=models.CharField(
                choices=[
                    ("en", "English"),
                    ("sq", "Albanian"),
                    ("bs", "Bosnian"),
                    ("hr", "Croatian"),
                    ("mk", "Macedonian"),
                    ("cnr", "Montenegrin"),
                    ("ro", "Romanian"),
                    ("sr", "Serbian"),
                ],
                default="en",
                max_length=3,
                verbose_name="language of mails",
            ),
        ),
        migrations.AddField(
            model_name="userhistory",
            name="working_languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("en", "English"),
                        ("sq", "Albanian"),
                        ("bs", "Bosnian"),
                        ("hr", "Croatian"),
                        ("mk", "Macedonian"),
                        ("cnr", "Montenegrin"),
                        ("ro", "Romanian"),
                        ("sr", "Serbian"),
                    ],
                    max_length=3,
                ),
                blank=True,
                default=list,
                size=8,
            ),
        ),
        migrations.AlterField(
            model_name="delegation",
            name="confirm_by",
            field=models.DateField(blank=True, help_text="Last day, in the time zone of the event.", null=True),
        ),
        migrations.AlterField(
            model_name="delegation",
            name="nominate_by",
            field=models.DateField(blank=True, help_text="Last day, in the time zone of the event.", null=True),
        ),
        migrations.AlterField(
            model_name="delegationhistory",
            name="confirm_by",
            field=models.DateField(blank=True, help_text="Last day, in the time zone of the event.", null=True),
        ),
        migrations.AlterField(
            model_name="delegationhistory",
            name="nominate_by",
            field=models.DateField(blank=True, help_text="Last day, in the time zone of the event.", null=True),
        ),
        migrations.AlterField(
            model_name="move",
            name="after",
            field=models.CharField(
                choices=[
                    ("nominated", "Nominated"),
                    ("submitted", "Awaiting decision"),
                    ("approved", "Approved"),
                    ("recheck", "Awaiting re-approval"),
                    ("reserve", "Reserve"),
                    ("offered", "Seat offered"),
                    ("declined", "Declined"),
                    ("withdrawn", "Withdrawn"),
                    ("replaced", "Replaced"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="move",
            name="before",
            field=models.CharField(
                choices=[
                    ("nominated", "Nominated"),
                    ("submitted", "Awaiting decision"),
                    ("approved", "Approved"),
                    ("recheck", "Awaiting re-approval"),
                    ("reserve", "Reserve"),
                    ("offered", "Seat offered"),
                    ("declined", "Declined"),
                    ("withdrawn", "Withdrawn"),
                    ("replaced", "Replaced"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="move",
            name="by",
            field=models.ForeignKey(
                help_text="Empty when the portal itself did it, because time ran out.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="outgoingemail",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("decision", "Decision on a registration"),
                    ("code", "Sign-in code"),
                    ("notice", "Notice about the account"),
                    ("invitation", "Invitation to a focal point"),
                    ("nomination", "To a person who was nominated"),
                    ("reminder", "Reminder"),
                    ("announcement", "Bulk message"),
                    ("test", "Test of a bulk message"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="outgoingemail",
            name="status",
            field=models.CharField(
                choices=[
                    ("queued", "Queued"),
                    ("sent", "Sent"),
                    ("failed", "Failed"),
                    ("stopped", "Stopped"),
                    ("skipped", "Skipped"),
                ],
                default="queued",
                max_length=8,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="outgoingemailhistory",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("decision", "Decision on a registration"),
                    ("code", "Sign-in code"),
                    ("notice", "Notice about the account"),
                    ("invitation", "Invitation to a focal point"),
                    ("nomination", "To a person who was nominated"),
                    ("reminder", "Reminder"),
                    ("announcement", "Bulk message"),
                    ("test", "Test of a bulk message"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="outgoingemailhistory",
            name="status",
            field=models.CharField(
                choices=[
                    ("queued", "Queued"),
                    ("sent", "Sent"),
                    ("failed", "Failed"),
                    ("stopped", "Stopped"),
                    ("skipped", "Skipped"),
                ],
                default="queued",
                max_length=8,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="registration",
            name="status",
            field=models.CharField(
                choices=[
                    ("nominated", "Nominated"),
                    ("submitted", "Awaiting decision"),
                    ("approved", "Approved"),
                    ("recheck", "Awaiting re-approval"),
                    ("reserve", "Reserve"),
                    ("offered", "Seat offered"),
                    ("declined", "Declined"),
                    ("withdrawn", "Withdrawn"),
                    ("replaced", "Replaced"),
                ],
                default="nominated",
                max_length=12,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="registrationhistory",
            name="status",
            field=models.CharField(
                choices=[
                    ("nominated", "Nominated"),
                    ("submitted", "Awaiting decision"),
                    ("approved", "Approved"),
                    ("recheck", "Awaiting re-approval"),
                    ("reserve", "Reserve"),
                    ("offered", "Seat offered"),
                    ("declined", "Declined"),
                    ("withdrawn", "Withdrawn"),
                    ("replaced", "Replaced"),
                ],
                default="nominated",
                max_length=12,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="family_name",
            field=models.CharField(
                help_text="As in the passport.", max_length=100, validators=[workshop_portal.lines.validate_name]
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="given_name",
            field=models.CharField(
                help_text="As in the passport. No number is asked.",
                max_length=100,
                validators=[workshop_portal.lines.validate_name],
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="own_script_name",
            field=models.CharField(
                blank=True,
                max_length=200,
                validators=[workshop_portal.lines.validate_name],
                verbose_name="name in own script",
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="position",
            field=models.CharField(blank=True, max_length=160, validators=[workshop_portal.lines.validate_plain_words]),
        ),
        migrations.AlterField(
            model_name="user",
            name="rank",
            field=models.CharField(
                blank=True,
                help_text="In the words of your service.",
                max_length=100,
                validators=[workshop_portal.lines.validate_plain_words],
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="service",
            field=models.CharField(
                blank=True,
                help_text="The police service or unit.",
                max_length=160,
                validators=[workshop_portal.lines.validate_plain_words],
            ),
        ),
        migrations.AlterField(
            model_name="userhistory",
            name="family_name",
            field=models.CharField(
                help_text="As in the passport.", max_length=100, validators=[workshop_portal.lines.validate_name]
            ),
        ),
        migrations.AlterField(
            model_name="userhistory",
            name="given_name",
            field=models.CharField(
                help_text="As in the passport. No number is asked.",
                max_length=100,
                validators=[workshop_portal.lines.validate_name],
            ),
        ),
        migrations.AlterField(
            model_name="userhistory",
            name="own_script_name",
            field=models.CharField(
                blank=True,
                max_length=200,
                validators=[workshop_portal.lines.validate_name],
                verbose_name="name in own script",
            ),
        ),
        migrations.AlterField(
            model_name="userhistory",
            name="position",
            field=models.CharField(blank=True, max_length=160, validators=[workshop_portal.lines.validate_plain_words]),
        ),
        migrations.AlterField(
            model_name="userhistory",
            name="rank",
            field=models.CharField(
                blank=True,
                help_text="In the words of your service.",
                max_length=100,
                validators=[workshop_portal.lines.validate_plain_words],
            ),
        ),
        migrations.AlterField(
            model_name="userhistory",
            name="service",
            field=models.CharField(
                blank=True,
                help_text="The police service or unit.",
                max_length=160,
                validators=[workshop_portal.lines.validate_plain_words],
            ),
        ),
        migrations.AddField(
            model_name="announcement",
            name="confirmed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="announcement",
            name="created_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="announcement",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="announcements", to="events.event"
            ),
        ),
        migrations.AddField(
            model_name="announcement",
            name="excluded",
            field=models.ManyToManyField(blank=True, related_name="+", to="participants.registration"),
        ),
        migrations.AddField(
            model_name="announcement",
            name="stopped_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="outgoingemail",
            name="announcement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mails",
                to="participants.announcement",
            ),
        ),
        migrations.AddField(
            model_name="outgoingemailhistory",
            name="announcement",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="participants.announcement",
            ),
        ),
        migrations.AddField(
            model_name="announcementhistory",
            name="confirmed_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="announcementhistory",
            name="created_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="announcementhistory",
            name="event",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.event",
            ),
        ),
        migrations.AddField(
            model_name="announcementhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                to="participants.announcement",
            ),
        ),
        migrations.AddField(
            model_name="announcementhistory",
            name="stopped_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="datarequest",
            name="answered_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="datarequest",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="data_requests", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="datarequesthistory",
            name="answered_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="datarequesthistory",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="datarequesthistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                to="participants.datarequest",
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="delegation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="participants.delegation"
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="event",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.event"
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="registration",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="participants.registration"
            ),
        ),
        migrations.AddField(
            model_name="keptcount",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="kept_counts", to="events.event"
            ),
        ),
        migrations.AddField(
            model_name="keptcount",
            name="jurisdiction",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.jurisdiction"
            ),
        ),
        migrations.AddField(
            model_name="keptcount",
            name="organisation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.organisation"
            ),
        ),
        migrations.AddField(
            model_name="listimport",
            name="delegation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="list_imports", to="participants.delegation"
            ),
        ),
        migrations.AddField(
            model_name="listimport",
            name="uploaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="logisticshistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                to="participants.logistics",
            ),
        ),
        migrations.AddField(
            model_name="logisticshistory",
            name="registration",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                serialize=False,
                to="participants.registration",
            ),
        ),
        migrations.AddField(
            model_name="mailtemplatehistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                to="participants.mailtemplate",
            ),
        ),
        migrations.AddField(
            model_name="nominationletter",
            name="covers",
            field=models.ManyToManyField(blank=True, related_name="letters", to="participants.registration"),
        ),
        migrations.AddField(
            model_name="nominationletter",
            name="delegation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="participants.delegation"
            ),
        ),
        migrations.AddField(
            model_name="nominationletter",
            name="uploaded_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="nominationlettercovershistory",
            name="nominationletter",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="participants.nominationletter",
            ),
        ),
        migrations.AddField(
            model_name="nominationlettercovershistory",
            name="registration",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="participants.registration",
            ),
        ),
        migrations.AddField(
            model_name="nominationletterhistory",
            name="delegation",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="participants.delegation",
            ),
        ),
        migrations.AddField(
            model_name="nominationletterhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                to="participants.nominationletter",
            ),
        ),
        migrations.AddField(
            model_name="nominationletterhistory",
            name="uploaded_by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personallink",
            name="delegation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="personal_links",
                to="participants.delegation",
            ),
        ),
        migrations.AddField(
            model_name="personallink",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="personal_links", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="personallink",
            name="registration",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="personal_links",
                to="participants.registration",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="search_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=workshop_portal.folding.Fold(
                    django.db.models.functions.text.Concat(
                        models.F("given_name"),
                        models.Value(" "),
                        models.F("family_name"),
                        models.Value(" "),
                        models.F("own_script_name"),
                        output_field=models.TextField(),
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="sort_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=workshop_portal.folding.Fold(
                    django.db.models.functions.text.Concat(
                        models.F("family_name"),
                        models.Value(" "),
                        models.F("given_name"),
                        output_field=models.TextField(),
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.CreateModel(
            name="NominationLetterCovers",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("participants.nominationletter_covers",),
        ),
        migrations.AddField(
            model_name="nominationlettercovershistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                to="participants.nominationlettercovers",
            ),
        ),
    ]
