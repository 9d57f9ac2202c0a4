"""The back office as a whole: every list and form opens, and no address answers a question that no page asks."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from tests.clients import signed_in
from tests.factories import MaterialFactory, OutgoingEmailFactory, UserFactory
from tests.factories.assessments import AssessmentFactory
from workshop_portal.facets import Facet

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def name_of(model, page):
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"


@pytest.fixture
def administrator():
    return signed_in(Client(), UserFactory(staff=True, is_superuser=True))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_opens(administrator, model):
    assert administrator.get(reverse(name_of(model, "changelist"))).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_form_opens_or_is_refused(administrator, model):
    answer = administrator.get(reverse(name_of(model, "add")))

    may_add = admin.site._registry[model].has_add_permission(answer.wsgi_request)
    assert answer.status_code == (200 if may_add else 403)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_lists_are_filtered_by_facets_alone(model):
    assert [spec for spec in admin.site._registry[model].list_filter if not issubclass(spec, Facet)] == []


@pytest.mark.parametrize(
    ("page", "question"),
    [
        ("participants_outgoingemail", {"body__regex": "[A-Z]"}),
        ("participants_outgoingemail", {"to__exact": "reader@police.example"}),
        ("participants_registration", {"person__email__startswith": "a"}),
        ("participants_user", {"is_superuser__exact": "1"}),
        ("events_jurisdiction", {"assessments__isnull": "False"}),
        ("events_mandate", {"assessments": "1"}),
        ("events_event", {"registrations": "1"}),
    ],
)
def test_a_list_answers_no_question_about_what_it_does_not_show(desk, page, question):
    OutgoingEmailFactory(purpose="code", body="ABC-DEF")
    AssessmentFactory()

    assert desk.get(reverse(f"admin:{page}_changelist"), question).status_code == 400


@pytest.mark.parametrize("group", ["Registration desk", "Event officers", "Auditors", "Assessors"])
def test_no_address_leads_to_a_page_by_the_number_of_its_kind(group):
    kind = ContentType.objects.get_for_model(Assessment)
    there = AssessmentFactory(status="initial").pk
    client = signed_in(Client(), UserFactory(staff=True, group=group))

    answers = {pk: client.get(f"/admin/r/{kind.pk}/{pk}/") for pk in (there, there + 1000)}

    assert {pk: answer.status_code for pk, answer in answers.items()} == dict.fromkeys(answers, 404)


@pytest.mark.parametrize("path", ["/admin/password_change/", "/admin/password_change/done/"])
def test_there_are_no_passwords_to_change(desk, path):
    assert desk.get(path).status_code == 404


def test_leaving_by_the_way_of_django_clears_the_browser_too(desk):
    assert desk.post(reverse("admin:logout")).headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("sign", ["\0", "'", "\\", "%"])
def test_no_sign_in_a_search_or_a_filter_breaks_a_list(administrator, model, sign):
    """A filter of nonsense leads back to the list; a search of nonsense finds nothing."""
    page = reverse(name_of(model, "changelist"))
    facets = [spec.parameter_name for spec in admin.site._registry[model].list_filter]

    answers = [administrator.get(page, {name: sign}).status_code for name in ("q", *facets)]

    assert set(answers) <= {200, 302}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("key", ["x", "0", "-1", "99999999999999999999", "%00"])
def test_a_key_that_no_row_has_leads_back(administrator, model, key):
    answer = administrator.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/{key}/change/")

    assert answer.status_code == 302


def test_choices_are_searched_without_breaking(desk):
    MaterialFactory()
    field = {"app_label": "participants", "model_name": "registration", "field_name": "person"}

    assert desk.get(reverse("admin:autocomplete"), field | {"term": "\0"}).status_code == 200
