import django.db.models.constraints
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0003_fill_details_seats_and_places"),
    ]

    operations = [
        migrations.AddField(
            model_name="delegation",
            name="seats",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.CombinedExpression(
                    django.db.models.expressions.CombinedExpression(
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("seats_head"), "+", models.F("seats_member")
                                ),
                                "+",
                                models.F("seats_speaker"),
                            ),
                            "+",
                            models.F("seats_interpreter"),
                        ),
                        "+",
                        models.F("seats_observer"),
                    ),
                    "+",
                    models.F("seats_driver"),
                ),
                output_field=models.IntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["delegation", "role", "status"], name="registration_by_seat"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["event", "status", "delegation", "role", "sex"], name="registration_by_event"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("offer_expires_at__isnull", False)),
                fields=["offer_expires_at"],
                name="registration_offers",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegation",
            trigger=pgtrigger.compiler.Trigger(
                name="seats_cover_who_has_one",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT FROM participants_registration WHERE delegation_id = NEW.id AND status IN ('approved', 'offered', 'recheck')\n        GROUP BY role HAVING count(*) > CASE role WHEN 'head' THEN NEW.seats_head WHEN 'member' THEN NEW.seats_member WHEN 'speaker' THEN NEW.seats_speaker WHEN 'interpreter' THEN NEW.seats_interpreter WHEN 'observer' THEN NEW.seats_observer WHEN 'driver' THEN NEW.seats_driver END\n    ) THEN\n        RAISE EXCEPTION 'A delegation has a seat for everybody who is approved.';\n    END IF;\n    RETURN NEW;\n",
                    hash="622d6285d6f18223f938b8fa1c961f77782f0171",
                    operation='UPDATE OF "seats_head", "seats_member", "seats_speaker", "seats_interpreter", "seats_observer", "seats_driver"',
                    pgid="pgtrigger_seats_cover_who_has_one_fc1b5",
                    table="participants_delegation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegation",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_its_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.revision := OLD.revision + 1; RETURN NEW;",
                    hash="372d7a58c66b16979efa3abcb45aa18d768e3323",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_its_changes_7c4a7",
                    table="participants_delegation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_delegationhistory" ("confirm_by", "event_id", "id", "jurisdiction_id", "nominate_by", "notes", "offer_days", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seats_driver", "seats_head", "seats_interpreter", "seats_member", "seats_observer", "seats_speaker") VALUES (NEW."confirm_by", NEW."event_id", NEW."id", NEW."jurisdiction_id", NEW."nominate_by", NEW."notes", NEW."offer_days", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."seats_driver", NEW."seats_head", NEW."seats_interpreter", NEW."seats_member", NEW."seats_observer", NEW."seats_speaker"); RETURN NULL;',
                    hash="49fac5f6bac0f362dbe4d630c5d46ddbbc1fad03",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6a214",
                    table="participants_delegation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."confirm_by" IS DISTINCT FROM (NEW."confirm_by") OR OLD."event_id" IS DISTINCT FROM (NEW."event_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."jurisdiction_id" IS DISTINCT FROM (NEW."jurisdiction_id") OR OLD."nominate_by" IS DISTINCT FROM (NEW."nominate_by") OR OLD."notes" IS DISTINCT FROM (NEW."notes") OR OLD."offer_days" IS DISTINCT FROM (NEW."offer_days") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."seats_driver" IS DISTINCT FROM (NEW."seats_driver") OR OLD."seats_head" IS DISTINCT FROM (NEW."seats_head") OR OLD."seats_interpreter" IS DISTINCT FROM (NEW."seats_interpreter") OR OLD."seats_member" IS DISTINCT FROM (NEW."seats_member") OR OLD."seats_observer" IS DISTINCT FROM (NEW."seats_observer") OR OLD."seats_speaker" IS DISTINCT FROM (NEW."seats_speaker"))',
                    func='INSERT INTO "participants_delegationhistory" ("confirm_by", "event_id", "id", "jurisdiction_id", "nominate_by", "notes", "offer_days", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seats_driver", "seats_head", "seats_interpreter", "seats_member", "seats_observer", "seats_speaker") VALUES (NEW."confirm_by", NEW."event_id", NEW."id", NEW."jurisdiction_id", NEW."nominate_by", NEW."notes", NEW."offer_days", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."seats_driver", NEW."seats_head", NEW."seats_interpreter", NEW."seats_member", NEW."seats_observer", NEW."seats_speaker"); RETURN NULL;',
                    hash="0b62e066f8630a44fc5377932fe928ed227be0b2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e876a",
                    table="participants_delegation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_delegationhistory" ("confirm_by", "event_id", "id", "jurisdiction_id", "nominate_by", "notes", "offer_days", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seats_driver", "seats_head", "seats_interpreter", "seats_member", "seats_observer", "seats_speaker") VALUES (OLD."confirm_by", OLD."event_id", OLD."id", OLD."jurisdiction_id", OLD."nominate_by", OLD."notes", OLD."offer_days", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."seats_driver", OLD."seats_head", OLD."seats_interpreter", OLD."seats_member", OLD."seats_observer", OLD."seats_speaker"); RETURN NULL;',
                    hash="6487892e297579655fa60417d909898388074607",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_423b3",
                    table="participants_delegation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outgoingemail",
            trigger=pgtrigger.compiler.Trigger(
                name="moves_along_its_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{failed:queued,queued:failed,queued:sent,queued:stopped}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="8e810d11659d8589339fe7c2269a559377554a5a",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_along_its_table_d92f6",
                    table="participants_outgoingemail",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outgoingemail",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_outgoingemailhistory" ("announcement_id", "attempts", "created_at", "delegation_id", "id", "last_error", "message_id", "move_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "registration_id", "reply_to", "send_after", "sent_at", "status", "subject", "to") VALUES (NEW."announcement_id", NEW."attempts", NEW."created_at", NEW."delegation_id", NEW."id", NEW."last_error", NEW."message_id", NEW."move_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."registration_id", NEW."reply_to", NEW."send_after", NEW."sent_at", NEW."status", NEW."subject", NEW."to"); RETURN NULL;',
                    hash="bfc33ed85c2b8fb41a0a9fe2df34f953678c7ae9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7d07a",
                    table="participants_outgoingemail",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outgoingemail",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."announcement_id" IS DISTINCT FROM (NEW."announcement_id") OR OLD."attempts" IS DISTINCT FROM (NEW."attempts") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."delegation_id" IS DISTINCT FROM (NEW."delegation_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."last_error" IS DISTINCT FROM (NEW."last_error") OR OLD."message_id" IS DISTINCT FROM (NEW."message_id") OR OLD."move_id" IS DISTINCT FROM (NEW."move_id") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."registration_id" IS DISTINCT FROM (NEW."registration_id") OR OLD."reply_to" IS DISTINCT FROM (NEW."reply_to") OR OLD."send_after" IS DISTINCT FROM (NEW."send_after") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."to" IS DISTINCT FROM (NEW."to"))',
                    func='INSERT INTO "participants_outgoingemailhistory" ("announcement_id", "attempts", "created_at", "delegation_id", "id", "last_error", "message_id", "move_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "registration_id", "reply_to", "send_after", "sent_at", "status", "subject", "to") VALUES (NEW."announcement_id", NEW."attempts", NEW."created_at", NEW."delegation_id", NEW."id", NEW."last_error", NEW."message_id", NEW."move_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."purpose", NEW."registration_id", NEW."reply_to", NEW."send_after", NEW."sent_at", NEW."status", NEW."subject", NEW."to"); RETURN NULL;',
                    hash="9e8d4e362ee925828a2efc12d3a437b5d94ad5c2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_40108",
                    table="participants_outgoingemail",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="outgoingemail",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_outgoingemailhistory" ("announcement_id", "attempts", "created_at", "delegation_id", "id", "last_error", "message_id", "move_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "registration_id", "reply_to", "send_after", "sent_at", "status", "subject", "to") VALUES (OLD."announcement_id", OLD."attempts", OLD."created_at", OLD."delegation_id", OLD."id", OLD."last_error", OLD."message_id", OLD."move_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."registration_id", OLD."reply_to", OLD."send_after", OLD."sent_at", OLD."status", OLD."subject", OLD."to"); RETURN NULL;',
                    hash="6c143868a261b0a5a23720a2ece85f1bdfc7ce97",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_841dd",
                    table="participants_outgoingemail",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="moves_along_its_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{approved:recheck,approved:replaced,approved:withdrawn,nominated:replaced,nominated:submitted,nominated:withdrawn,offered:approved,offered:reserve,offered:withdrawn,recheck:approved,recheck:declined,recheck:replaced,recheck:withdrawn,reserve:approved,reserve:offered,reserve:withdrawn,submitted:approved,submitted:declined,submitted:replaced,submitted:reserve,submitted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="4c506d676f6e19b8688e3f5ebe19a5a38d5bc122",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_along_its_table_d602e",
                    table="participants_registration",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="a_seat_is_free",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.status IN ('approved', 'offered', 'recheck') THEN\n        PERFORM 1 FROM participants_delegation WHERE id = NEW.delegation_id FOR NO KEY UPDATE;\n        IF (\n            SELECT count(*) FROM participants_registration\n            WHERE delegation_id = NEW.delegation_id AND role = NEW.role AND id <> NEW.id\n            AND status IN ('approved', 'offered', 'recheck')\n        ) >= (SELECT CASE NEW.role WHEN 'head' THEN d.seats_head WHEN 'member' THEN d.seats_member WHEN 'speaker' THEN d.seats_speaker WHEN 'interpreter' THEN d.seats_interpreter WHEN 'observer' THEN d.seats_observer WHEN 'driver' THEN d.seats_driver END FROM participants_delegation d WHERE d.id = NEW.delegation_id) THEN\n            RAISE EXCEPTION 'All seats of the delegation are taken.';\n        END IF;\n    END IF;\n    RETURN NEW;\n",
                    hash="85514552228a5d4716913c7d6046287aa5be1bdd",
                    operation='INSERT OR UPDATE OF "status", "role"',
                    pgid="pgtrigger_a_seat_is_free_ee0f6",
                    table="participants_registration",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_its_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.revision := OLD.revision + 1; RETURN NEW;",
                    hash="eb1ecf31c2cad98d858556d9b472e257937d27f2",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_its_changes_f7b62",
                    table="participants_registration",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_registrationhistory" ("badge_name", "confirmed_at", "created_at", "decided_at", "decided_by_id", "delegation_id", "event_id", "family_name", "given_name", "id", "interpretation", "list_consent", "nominated_by_id", "offer_expires_at", "own_script_name", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_consent", "position", "rank", "replaced_by_id", "reserve_position", "role", "service", "sex", "status", "working_languages") VALUES (NEW."badge_name", NEW."confirmed_at", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."delegation_id", NEW."event_id", NEW."family_name", NEW."given_name", NEW."id", NEW."interpretation", NEW."list_consent", NEW."nominated_by_id", NEW."offer_expires_at", NEW."own_script_name", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."photo_consent", NEW."position", NEW."rank", NEW."replaced_by_id", NEW."reserve_position", NEW."role", NEW."service", NEW."sex", NEW."status", NEW."working_languages"); RETURN NULL;',
                    hash="e0f4b23eebce9133527ef19b4615c4ff8d1883eb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f8c36",
                    table="participants_registration",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."badge_name" IS DISTINCT FROM (NEW."badge_name") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."delegation_id" IS DISTINCT FROM (NEW."delegation_id") OR OLD."event_id" IS DISTINCT FROM (NEW."event_id") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interpretation" IS DISTINCT FROM (NEW."interpretation") OR OLD."list_consent" IS DISTINCT FROM (NEW."list_consent") OR OLD."nominated_by_id" IS DISTINCT FROM (NEW."nominated_by_id") OR OLD."offer_expires_at" IS DISTINCT FROM (NEW."offer_expires_at") OR OLD."own_script_name" IS DISTINCT FROM (NEW."own_script_name") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."photo_consent" IS DISTINCT FROM (NEW."photo_consent") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."rank" IS DISTINCT FROM (NEW."rank") OR OLD."replaced_by_id" IS DISTINCT FROM (NEW."replaced_by_id") OR OLD."reserve_position" IS DISTINCT FROM (NEW."reserve_position") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."service" IS DISTINCT FROM (NEW."service") OR OLD."sex" IS DISTINCT FROM (NEW."sex") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."working_languages" IS DISTINCT FROM (NEW."working_languages"))',
                    func='INSERT INTO "participants_registrationhistory" ("badge_name", "confirmed_at", "created_at", "decided_at", "decided_by_id", "delegation_id", "event_id", "family_name", "given_name", "id", "interpretation", "list_consent", "nominated_by_id", "offer_expires_at", "own_script_name", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_consent", "position", "rank", "replaced_by_id", "reserve_position", "role", "service", "sex", "status", "working_languages") VALUES (NEW."badge_name", NEW."confirmed_at", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."delegation_id", NEW."event_id", NEW."family_name", NEW."given_name", NEW."id", NEW."interpretation", NEW."list_consent", NEW."nominated_by_id", NEW."offer_expires_at", NEW."own_script_name", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."photo_consent", NEW."position", NEW."rank", NEW."replaced_by_id", NEW."reserve_position", NEW."role", NEW."service", NEW."sex", NEW."status", NEW."working_languages"); RETURN NULL;',
                    hash="7bbf56bd360dbb44f3e2023995e84f402707a60d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b5a7d",
                    table="participants_registration",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_registrationhistory" ("badge_name", "confirmed_at", "created_at", "decided_at", "decided_by_id", "delegation_id", "event_id", "family_name", "given_name", "id", "interpretation", "list_consent", "nominated_by_id", "offer_expires_at", "own_script_name", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_consent", "position", "rank", "replaced_by_id", "reserve_position", "role", "service", "sex", "status", "working_languages") VALUES (OLD."badge_name", OLD."confirmed_at", OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."delegation_id", OLD."event_id", OLD."family_name", OLD."given_name", OLD."id", OLD."interpretation", OLD."list_consent", OLD."nominated_by_id", OLD."offer_expires_at", OLD."own_script_name", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."photo_consent", OLD."position", OLD."rank", OLD."replaced_by_id", OLD."reserve_position", OLD."role", OLD."service", OLD."sex", OLD."status", OLD."working_languages"); RETURN NULL;',
                    hash="68d9b77f8a6b21ebaca3e0f999e2ebda03904ed5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f4142",
                    table="participants_registration",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_userhistory" ("badge_name", "do_not_publish", "email", "family_name", "given_name", "id", "is_active", "is_fictional", "is_staff", "is_superuser", "joined_at", "jurisdiction_id", "mail_language", "organisation_id", "own_script_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rank", "service", "sex", "working_languages") VALUES (NEW."badge_name", NEW."do_not_publish", NEW."email", NEW."family_name", NEW."given_name", NEW."id", NEW."is_active", NEW."is_fictional", NEW."is_staff", NEW."is_superuser", NEW."joined_at", NEW."jurisdiction_id", NEW."mail_language", NEW."organisation_id", NEW."own_script_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."rank", NEW."service", NEW."sex", NEW."working_languages"); RETURN NULL;',
                    hash="2a6c0ae5f9aa5035610bba44310da8e7dc2b2e7d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d14c6",
                    table="participants_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."badge_name" IS DISTINCT FROM (NEW."badge_name") OR OLD."do_not_publish" IS DISTINCT FROM (NEW."do_not_publish") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_fictional" IS DISTINCT FROM (NEW."is_fictional") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."joined_at" IS DISTINCT FROM (NEW."joined_at") OR OLD."jurisdiction_id" IS DISTINCT FROM (NEW."jurisdiction_id") OR OLD."mail_language" IS DISTINCT FROM (NEW."mail_language") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."own_script_name" IS DISTINCT FROM (NEW."own_script_name") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."rank" IS DISTINCT FROM (NEW."rank") OR OLD."service" IS DISTINCT FROM (NEW."service") OR OLD."sex" IS DISTINCT FROM (NEW."sex") OR OLD."working_languages" IS DISTINCT FROM (NEW."working_languages"))',
                    func='INSERT INTO "participants_userhistory" ("badge_name", "do_not_publish", "email", "family_name", "given_name", "id", "is_active", "is_fictional", "is_staff", "is_superuser", "joined_at", "jurisdiction_id", "mail_language", "organisation_id", "own_script_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rank", "service", "sex", "working_languages") VALUES (NEW."badge_name", NEW."do_not_publish", NEW."email", NEW."family_name", NEW."given_name", NEW."id", NEW."is_active", NEW."is_fictional", NEW."is_staff", NEW."is_superuser", NEW."joined_at", NEW."jurisdiction_id", NEW."mail_language", NEW."organisation_id", NEW."own_script_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."rank", NEW."service", NEW."sex", NEW."working_languages"); RETURN NULL;',
                    hash="618112ab933003d3585836154283685223e1fc31",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e5bb0",
                    table="participants_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_userhistory" ("badge_name", "do_not_publish", "email", "family_name", "given_name", "id", "is_active", "is_fictional", "is_staff", "is_superuser", "joined_at", "jurisdiction_id", "mail_language", "organisation_id", "own_script_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rank", "service", "sex", "working_languages") VALUES (OLD."badge_name", OLD."do_not_publish", OLD."email", OLD."family_name", OLD."given_name", OLD."id", OLD."is_active", OLD."is_fictional", OLD."is_staff", OLD."is_superuser", OLD."joined_at", OLD."jurisdiction_id", OLD."mail_language", OLD."organisation_id", OLD."own_script_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."rank", OLD."service", OLD."sex", OLD."working_languages"); RETURN NULL;',
                    hash="f7711402765e1b673f0797b0014ec4632e763b1d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_477d4",
                    table="participants_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("offer_days__gte", 1), ("offer_days__lte", 60)),
                name="delegation_gives_some_days_to_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats_head__lte", 1)),
                name="delegation_has_one_head",
                violation_error_message="A delegation has one head.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "nominated",
                            "submitted",
                            "approved",
                            "recheck",
                            "reserve",
                            "offered",
                            "declined",
                            "withdrawn",
                            "replaced",
                        ],
                    )
                ),
                name="registration_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(("sex__in", ["female", "male", "other", "not_stated"])),
                name="registration_sex_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["approved", "offered", "recheck", "reserve", "submitted"])),
                fields=("person", "event"),
                name="registration_is_one_live_per_person_and_event",
                violation_error_message="This person is already registered for this event.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("status__in", ["approved", "nominated", "offered", "recheck", "reserve", "submitted"])
                ),
                fields=("person", "delegation"),
                name="registration_is_one_live_per_person_and_delegation",
                violation_error_message="This person is already in this delegation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("role", "head"),
                    ("status__in", ["approved", "nominated", "offered", "recheck", "reserve", "submitted"]),
                ),
                fields=("delegation",),
                name="registration_has_one_head_per_delegation",
                violation_error_message="This delegation already has a head.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["approved", "declined", "offered", "recheck", "reserve"]), _negated=True),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="registration_decided_means_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["offered", "reserve"]), _negated=True),
                    ("reserve_position__isnull", False),
                    _connector="OR",
                ),
                name="registration_on_reserve_means_at_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reserve_position__isnull", True),
                    ("status__in", ["nominated", "offered", "reserve", "submitted"]),
                    _connector="OR",
                ),
                name="registration_at_a_place_means_on_reserve_or_asking",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("offer_expires_at__isnull", False), ("status", "offered")),
                    models.Q(models.Q(("status", "offered"), _negated=True), ("offer_expires_at__isnull", True)),
                    _connector="OR",
                ),
                name="registration_offered_means_until_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("delegation", "reserve_position"),
                name="registration_has_its_own_place_on_reserve",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoingemail",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["queued", "sent", "failed", "stopped", "skipped"])),
                name="mail_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoingemail",
            constraint=models.UniqueConstraint(
                fields=("announcement", "to"), name="mail_is_one_per_announcement_and_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="logistics",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("arrives_at__isnull", True),
                    ("leaves_at__isnull", True),
                    ("leaves_at__gt", models.F("arrives_at")),
                    _connector="OR",
                ),
                name="logistics_leave_after_arriving",
                violation_error_message="The departure is before the arrival.",
            ),
        ),
        migrations.AddConstraint(
            model_name="logistics",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("nights_from__isnull", True), ("nights_until__isnull", True)),
                    models.Q(
                        ("nights_from__isnull", False),
                        ("nights_until__gt", models.F("nights_from")),
                        ("nights_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="logistics_have_both_ends_of_the_nights_or_neither",
                violation_error_message="Give the first night and the morning of leaving, which comes after it.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="logistics",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_its_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.revision := OLD.revision + 1; RETURN NEW;",
                    hash="38fb3497a8033d163d4759ae379cc4b0a3fc2dd9",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_its_changes_df98e",
                    table="participants_logistics",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="logistics",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_logisticshistory" ("access_needs", "answered_at", "arrival_note", "arrives_at", "arrives_by", "departure_note", "diet", "diet_note", "leaves_at", "leaves_by", "nights_from", "nights_until", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "visa_letter") VALUES (NEW."access_needs", NEW."answered_at", NEW."arrival_note", NEW."arrives_at", NEW."arrives_by", NEW."departure_note", NEW."diet", NEW."diet_note", NEW."leaves_at", NEW."leaves_by", NEW."nights_from", NEW."nights_until", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."registration_id", NEW."registration_id", NEW."visa_letter"); RETURN NULL;',
                    hash="2a2b779415ea82d91e6076138124d3140f5e2ec6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_81ad6",
                    table="participants_logistics",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="logistics",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."access_needs" IS DISTINCT FROM (NEW."access_needs") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."arrival_note" IS DISTINCT FROM (NEW."arrival_note") OR OLD."arrives_at" IS DISTINCT FROM (NEW."arrives_at") OR OLD."arrives_by" IS DISTINCT FROM (NEW."arrives_by") OR OLD."departure_note" IS DISTINCT FROM (NEW."departure_note") OR OLD."diet" IS DISTINCT FROM (NEW."diet") OR OLD."diet_note" IS DISTINCT FROM (NEW."diet_note") OR OLD."leaves_at" IS DISTINCT FROM (NEW."leaves_at") OR OLD."leaves_by" IS DISTINCT FROM (NEW."leaves_by") OR OLD."nights_from" IS DISTINCT FROM (NEW."nights_from") OR OLD."nights_until" IS DISTINCT FROM (NEW."nights_until") OR OLD."registration_id" IS DISTINCT FROM (NEW."registration_id") OR OLD."visa_letter" IS DISTINCT FROM (NEW."visa_letter"))',
                    func='INSERT INTO "participants_logisticshistory" ("access_needs", "answered_at", "arrival_note", "arrives_at", "arrives_by", "departure_note", "diet", "diet_note", "leaves_at", "leaves_by", "nights_from", "nights_until", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "visa_letter") VALUES (NEW."access_needs", NEW."answered_at", NEW."arrival_note", NEW."arrives_at", NEW."arrives_by", NEW."departure_note", NEW."diet", NEW."diet_note", NEW."leaves_at", NEW."leaves_by", NEW."nights_from", NEW."nights_until", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."registration_id", NEW."registration_id", NEW."visa_letter"); RETURN NULL;',
                    hash="4a6e6b14e31570f85a635b1a6ad4fd33f47f6019",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b5e13",
                    table="participants_logistics",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="logistics",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_logisticshistory" ("access_needs", "answered_at", "arrival_note", "arrives_at", "arrives_by", "departure_note", "diet", "diet_note", "leaves_at", "leaves_by", "nights_from", "nights_until", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "visa_letter") VALUES (OLD."access_needs", OLD."answered_at", OLD."arrival_note", OLD."arrives_at", OLD."arrives_by", OLD."departure_note", OLD."diet", OLD."diet_note", OLD."leaves_at", OLD."leaves_by", OLD."nights_from", OLD."nights_until", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."registration_id", OLD."registration_id", OLD."visa_letter"); RETURN NULL;',
                    hash="9ce5e5e1100635959cab59dc3d5c9672d8ba9f17",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5584c",
                    table="participants_logistics",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="mailtemplate",
            constraint=models.UniqueConstraint(
                fields=("purpose", "language"),
                name="mail_template_is_one_per_purpose_and_language",
                violation_error_message="There is a text for this purpose in this language already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mailtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_its_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.revision := OLD.revision + 1; RETURN NEW;",
                    hash="0c37daed723fec3710097376337aa08e9af4ef2c",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_its_changes_a8755",
                    table="participants_mailtemplate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mailtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_mailtemplatehistory" ("body", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "subject") VALUES (NEW."body", NEW."id", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."subject"); RETURN NULL;',
                    hash="7e739eddd2e7713692e2cc622fbca101912fa596",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cc3a9",
                    table="participants_mailtemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mailtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."subject" IS DISTINCT FROM (NEW."subject"))',
                    func='INSERT INTO "participants_mailtemplatehistory" ("body", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "subject") VALUES (NEW."body", NEW."id", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."purpose", NEW."subject"); RETURN NULL;',
                    hash="34627b80385315b039447999283a05b8868d1f8f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2209a",
                    table="participants_mailtemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mailtemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_mailtemplatehistory" ("body", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "subject") VALUES (OLD."body", OLD."id", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."subject"); RETURN NULL;',
                    hash="2e030d026cfef7fe89039c038dce26a979431599",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8f4e7",
                    table="participants_mailtemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="purgerun",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1faa22a38ef464fe5367914cb0cd8c842edafd1e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4a1f2",
                    table="participants_purgerun",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "confirmed", "stopped"])),
                name="announcement_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "draft"),
                    models.Q(
                        ("confirmed_at__isnull", False), ("confirmed_by__isnull", False), ("send_after__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="announcement_confirmed_means_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "stopped"), _negated=True),
                    models.Q(("stopped_at__isnull", False), ("stopped_by__isnull", False)),
                    _connector="OR",
                ),
                name="announcement_stopped_means_by_someone_at_some_time",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="moves_along_its_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{confirmed:stopped,draft:confirmed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="19f6e5f5d4d80cdfd9d5ad13eaebe34961e5c3f6",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_along_its_table_25f39",
                    table="participants_announcement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="counts_its_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.revision := OLD.revision + 1; RETURN NEW;",
                    hash="70bfe39ccd588655877974817e3e9fedaff63eb1",
                    operation="UPDATE",
                    pgid="pgtrigger_counts_its_changes_f734e",
                    table="participants_announcement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_announcementhistory" ("body", "confirmed_at", "confirmed_by_id", "created_at", "created_by_id", "criterion", "event_id", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "send_after", "status", "stopped_at", "stopped_by_id", "subject") VALUES (NEW."body", NEW."confirmed_at", NEW."confirmed_by_id", NEW."created_at", NEW."created_by_id", NEW."criterion", NEW."event_id", NEW."id", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."send_after", NEW."status", NEW."stopped_at", NEW."stopped_by_id", NEW."subject"); RETURN NULL;',
                    hash="1fa5ef7aa546f19c5ddab8f82c2f4d273207be5d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b850f",
                    table="participants_announcement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."criterion" IS DISTINCT FROM (NEW."criterion") OR OLD."event_id" IS DISTINCT FROM (NEW."event_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."send_after" IS DISTINCT FROM (NEW."send_after") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."stopped_at" IS DISTINCT FROM (NEW."stopped_at") OR OLD."stopped_by_id" IS DISTINCT FROM (NEW."stopped_by_id") OR OLD."subject" IS DISTINCT FROM (NEW."subject"))',
                    func='INSERT INTO "participants_announcementhistory" ("body", "confirmed_at", "confirmed_by_id", "created_at", "created_by_id", "criterion", "event_id", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "send_after", "status", "stopped_at", "stopped_by_id", "subject") VALUES (NEW."body", NEW."confirmed_at", NEW."confirmed_by_id", NEW."created_at", NEW."created_by_id", NEW."criterion", NEW."event_id", NEW."id", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."send_after", NEW."status", NEW."stopped_at", NEW."stopped_by_id", NEW."subject"); RETURN NULL;',
                    hash="d5d4c30807a4356f221e402a7facdd1c2ed166f2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7403f",
                    table="participants_announcement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_announcementhistory" ("body", "confirmed_at", "confirmed_by_id", "created_at", "created_by_id", "criterion", "event_id", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "send_after", "status", "stopped_at", "stopped_by_id", "subject") VALUES (OLD."body", OLD."confirmed_at", OLD."confirmed_by_id", OLD."created_at", OLD."created_by_id", OLD."criterion", OLD."event_id", OLD."id", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."send_after", OLD."status", OLD."stopped_at", OLD."stopped_by_id", OLD."subject"); RETURN NULL;',
                    hash="d5f30717e58310bdf5a211c0d24167f0c77d1280",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b5198",
                    table="participants_announcement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="announcementhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1c2b63df8b559397f7d9e6024ade1c98b7644008",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ae0f3",
                    table="participants_announcementhistory",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["open", "answered"])), name="data_request_status_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "answered"), _negated=True),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="data_request_answered_means_by_someone_at_some_time",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="datarequest",
            trigger=pgtrigger.compiler.Trigger(
                name="moves_along_its_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{open:answered}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="fc5fe7bedc7e6b83e1985be980606b02bcf4f61a",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_along_its_table_159ea",
                    table="participants_datarequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="datarequest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_datarequesthistory" ("answer", "answered_at", "answered_by_id", "id", "kind", "made_at", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "text") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."kind", NEW."made_at", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."status", NEW."text"); RETURN NULL;',
                    hash="f7eedc2591e7c828a91351d54e6f9aae422f56bf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_83091",
                    table="participants_datarequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="datarequest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "participants_datarequesthistory" ("answer", "answered_at", "answered_by_id", "id", "kind", "made_at", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "text") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."kind", NEW."made_at", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."status", NEW."text"); RETURN NULL;',
                    hash="305b1add55fb74ee1ef3854b4014e36a892b9de0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2614e",
                    table="participants_datarequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="datarequest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_datarequesthistory" ("answer", "answered_at", "answered_by_id", "id", "kind", "made_at", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "text") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."id", OLD."kind", OLD."made_at", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."status", OLD."text"); RETURN NULL;',
                    hash="fa68524bd381ad0ad63e130f24e43ee36ae1dc60",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0e83d",
                    table="participants_datarequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="datarequesthistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="faeda9e9e5cb3f4805813bafa120d475ab4153f7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3c65a",
                    table="participants_datarequesthistory",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["list", "delegation", "letter", "logistics", "own_data"])),
                name="disclosure_kind_is_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disclosure",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0a398155934e1f9fa9755bc45ceebe3a778b0519",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6e5f9",
                    table="participants_disclosure",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="keptcount",
            constraint=models.UniqueConstraint(
                fields=("event", "jurisdiction", "organisation", "role", "sex"),
                name="kept_count_is_one_per_group",
                nulls_distinct=False,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keptcount",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="67b8ee58ac326790c764e718e309eb3652970238",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6ba4e",
                    table="participants_keptcount",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="listimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["uploaded", "previewed", "applied", "discarded"])),
                name="list_import_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="listimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("applied_at__isnull", False), ("status", "applied")),
                    models.Q(models.Q(("status", "applied"), _negated=True), ("applied_at__isnull", True)),
                    _connector="OR",
                ),
                name="list_import_applied_means_at_some_time",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listimport",
            trigger=pgtrigger.compiler.Trigger(
                name="moves_along_its_table",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{previewed:applied,previewed:discarded,previewed:uploaded,uploaded:discarded,uploaded:previewed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="009c373f9b0e2dfa107c28ced0a0a23dc69daf47",
                    operation="UPDATE",
                    pgid="pgtrigger_moves_along_its_table_8fafc",
                    table="participants_listimport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="logisticshistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="829fa84fc0c0a75ede305c693a79c1692768990e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_29c12",
                    table="participants_logisticshistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mailtemplatehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5156f3535d68f84cc3c8f6404d21ab82bedb59d7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_64bf9",
                    table="participants_mailtemplatehistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nominationletter",
            trigger=pgtrigger.compiler.Trigger(
                name="letters_never_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="9941960b353c8f808e3a77c3224a2c0efe618ad2",
                    operation="UPDATE",
                    pgid="pgtrigger_letters_never_change_09970",
                    table="participants_nominationletter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nominationletter",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_nominationletterhistory" ("dated_on", "delegation_id", "id", "media_type", "original_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "sha256", "signatory", "size", "uploaded_at", "uploaded_by_id") VALUES (NEW."dated_on", NEW."delegation_id", NEW."id", NEW."media_type", NEW."original_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."sha256", NEW."signatory", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;',
                    hash="a228acf7b565d369e7406097cb3832770e868e15",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1635b",
                    table="participants_nominationletter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nominationletter",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."dated_on" IS DISTINCT FROM (NEW."dated_on") OR OLD."delegation_id" IS DISTINCT FROM (NEW."delegation_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."media_type" IS DISTINCT FROM (NEW."media_type") OR OLD."original_name" IS DISTINCT FROM (NEW."original_name") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."signatory" IS DISTINCT FROM (NEW."signatory") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."uploaded_at" IS DISTINCT FROM (NEW."uploaded_at") OR OLD."uploaded_by_id" IS DISTINCT FROM (NEW."uploaded_by_id"))',
                    func='INSERT INTO "participants_nominationletterhistory" ("dated_on", "delegation_id", "id", "media_type", "original_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "sha256", "signatory", "size", "uploaded_at", "uploaded_by_id") VALUES (NEW."dated_on", NEW."delegation_id", NEW."id", NEW."media_type", NEW."original_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."sha256", NEW."signatory", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;',
                    hash="7953ed77192b8b5ff6ee604614da58423bced8c8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b5a30",
                    table="participants_nominationletter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nominationletter",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_nominationletterhistory" ("dated_on", "delegation_id", "id", "media_type", "original_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "sha256", "signatory", "size", "uploaded_at", "uploaded_by_id") VALUES (OLD."dated_on", OLD."delegation_id", OLD."id", OLD."media_type", OLD."original_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."sha256", OLD."signatory", OLD."size", OLD."uploaded_at", OLD."uploaded_by_id"); RETURN NULL;',
                    hash="3029475074b761cbd43a2c59ff345da07a8dbeb6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f7510",
                    table="participants_nominationletter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nominationletterhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9eb971814a12911ec7cf56b5508066f524299e3f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_dd8c7",
                    table="participants_nominationletterhistory",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="personallink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delegation__isnull", True), ("registration__isnull", False)),
                    models.Q(("delegation__isnull", False), ("registration__isnull", True)),
                    _connector="OR",
                ),
                name="link_leads_to_one_page",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nominationlettercovers",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_nominationlettercovershistory" ("id", "nominationletter_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id") VALUES (NEW."id", NEW."nominationletter_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."registration_id"); RETURN NULL;',
                    hash="9d4ab6c26259f9c5798b5b6d78fdb905a4aef275",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8deba",
                    table="participants_nominationletter_covers",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nominationlettercovers",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "participants_nominationlettercovershistory" ("id", "nominationletter_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id") VALUES (NEW."id", NEW."nominationletter_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."registration_id"); RETURN NULL;',
                    hash="df7fdc35a21e69eebc07ebce10b3e952ce5c7b8f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_69a67",
                    table="participants_nominationletter_covers",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nominationlettercovers",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "participants_nominationlettercovershistory" ("id", "nominationletter_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id") VALUES (OLD."id", OLD."nominationletter_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."registration_id"); RETURN NULL;',
                    hash="86e0df5922310d4f01ab93c93d63e5ea235ae7a7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b988b",
                    table="participants_nominationletter_covers",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="nominationlettercovershistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="20296ed31f46a125292984bfd2e73d0a79e7d0bd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c7721",
                    table="participants_nominationlettercovershistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
