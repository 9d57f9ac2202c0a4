"""A published framework version never changes, whichever way one tries."""

import threading

import pytest
from django.db import InternalError, connection, transaction

from assessments.models import Domain, Framework, FrameworkVersion, Indicator, Level
from assessments.states import FrozenError
from tests.factories.assessments import FrameworkVersionFactory
from workshop_portal.transitions import TransitionError

pytestmark = pytest.mark.django_db

PARTS = [FrameworkVersion, Domain, Indicator, Level]
TEXT = {FrameworkVersion: "title", Domain: "title", Indicator: "title", Level: "descriptor"}


@pytest.fixture(params=["published", "retired"])
def frozen(request):
    return FrameworkVersionFactory(**{request.param: True})


def content():
    """Everything that is stored, to see that nothing of it changed."""
    return [list(model.objects.order_by("pk").values()) for model in PARTS]


def refused_by_database(sql, *values):
    with pytest.raises(InternalError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


# --- Published -----------------------------------------------------------------------------------


@pytest.mark.parametrize("model", PARTS)
def test_save_refuses_with_a_sentence(frozen, model):
    before, row = content(), model.objects.first()

    setattr(row, TEXT[model], "Other words")
    with pytest.raises(FrozenError, match="is published and never changes: import a new version"):
        row.save()

    assert content() == before


@pytest.mark.parametrize("model", PARTS)
def test_delete_refuses_with_a_sentence(frozen, model):
    before = content()

    with pytest.raises(FrozenError):
        model.objects.first().delete()

    assert content() == before


@pytest.mark.parametrize("model", PARTS)
def test_a_queryset_refuses_to_update_and_delete(frozen, model):
    before = content()

    for change in (
        lambda: model.objects.all().update(**{TEXT[model]: "Other words"}),
        lambda: model.objects.all().delete(),
        lambda: model.objects.bulk_update(
            [type(row)(**{"pk": row.pk, TEXT[model]: "x"}) for row in model.objects.all()], [TEXT[model]]
        ),
    ):
        with pytest.raises(FrozenError), transaction.atomic():
            change()

    assert content() == before


def test_related_rows_refuse_as_well(frozen):
    before = content()

    for change in (
        lambda: frozen.domains.update(title="Other words"),
        lambda: frozen.domains.first().indicators.first().levels.all().delete(),
        lambda: frozen.domains.create(code="NEW", title="New", position=9),
        lambda: Level.objects.bulk_create([Level(indicator=Indicator.objects.first(), value=5, descriptor="x")]),
    ):
        with pytest.raises(FrozenError), transaction.atomic():
            change()

    assert content() == before


@pytest.mark.parametrize("model", PARTS)
def test_the_database_refuses_update_and_delete(frozen, model):
    table, before = model._meta.db_table, content()

    refused_by_database(f"UPDATE {table} SET {TEXT[model]} = %s", "Other words")
    refused_by_database(f"DELETE FROM {table}")

    assert content() == before


def test_the_database_refuses_new_rows_below(frozen):
    domain, indicator = Domain.objects.first(), Indicator.objects.first()
    before = content()

    refused_by_database(
        "INSERT INTO assessments_domain (version_id, code, title, rationale, source_refs, position)"
        " VALUES (%s, 'NEW', 'New', '', '[]', 9)",
        frozen.pk,
    )
    refused_by_database(
        "INSERT INTO assessments_indicator"
        " (domain_id, code, title, question, evidence, support_hints, sensitivity, position)"
        " VALUES (%s, 'NEW', 'New', 'New?', '[]', '[]', 'normal', 9)",
        domain.pk,
    )
    refused_by_database(
        "INSERT INTO assessments_level (indicator_id, value, descriptor) VALUES (%s, 1, 'x')", indicator.pk
    )

    assert content() == before


def test_the_database_refuses_to_move_rows_between_versions(frozen):
    draft = FrameworkVersionFactory()
    foreign, own = draft.domains.get(), frozen.domains.get()

    refused_by_database("UPDATE assessments_domain SET version_id = %s WHERE id = %s", frozen.pk, foreign.pk)
    refused_by_database("UPDATE assessments_domain SET version_id = %s WHERE id = %s", draft.pk, own.pk)


def test_the_database_refuses_a_version_that_begins_published(frozen):
    refused_by_database(
        "INSERT INTO assessments_frameworkversion (framework_id, number, title, language, status, published_at,"
        " scale, special_values, scoring_rules, notes, sources)"
        " VALUES (%s, '9', 'New', 'en', 'published', now(), '{}', '{}', '[]', '[]', '[]')",
        frozen.framework_id,
    )


def test_the_database_refuses_to_go_back():
    FrameworkVersionFactory(retired=True)

    refused_by_database("UPDATE assessments_frameworkversion SET status = 'published'")
    refused_by_database("UPDATE assessments_frameworkversion SET status = 'draft', published_at = NULL")


def test_retiring_may_change_nothing_else():
    FrameworkVersionFactory(published=True)

    refused_by_database("UPDATE assessments_frameworkversion SET status = 'retired', title = 'Other words'")
    refused_by_database("UPDATE assessments_frameworkversion SET status = 'retired', published_at = now()")


def test_the_code_of_a_framework_is_final(frozen):
    with pytest.raises(InternalError), transaction.atomic():
        Framework.objects.update(code="OTHER")


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_added_while_the_version_is_published_waits_and_is_refused():
    version = FrameworkVersionFactory()
    refusals = []

    def add():
        try:
            Domain.objects.create(version=FrameworkVersion.objects.get(), code="NEW", title="New", position=9)
        except (FrozenError, InternalError) as error:
            refusals.append(str(error))
        finally:
            connection.close()

    adding = threading.Thread(target=add)
    with transaction.atomic():
        version.publish()
        adding.start()
        adding.join(timeout=0.5)
        assert adding.is_alive()
    adding.join()

    assert len(refusals) == 1
    assert "never changes" in refusals[0]
    assert version.domains.count() == 1


# --- Moves ---------------------------------------------------------------------------------------


def test_a_draft_is_free_to_change_and_go():
    version = FrameworkVersionFactory()

    Indicator.objects.update(title="Other words")
    version.title = "Other title"
    version.save()
    version.delete()

    assert not Level.objects.exists()


def test_publish_stamps_and_retire_keeps_the_stamp():
    version = FrameworkVersionFactory()

    version.publish()
    published_at = version.published_at
    version.retire()

    version.refresh_from_db()
    assert (version.status, version.published_at) == ("retired", published_at)


def test_an_empty_version_is_not_published():
    version = FrameworkVersionFactory(indicators=0)
    version.domains.all().delete()

    with pytest.raises(TransitionError, match="has no domains yet"):
        version.publish()


def test_a_draft_is_not_retired():
    with pytest.raises(TransitionError, match="is draft"):
        FrameworkVersionFactory().retire()
