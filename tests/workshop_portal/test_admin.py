"""The back office as a whole: every list and form opens."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.clients import signed_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_and_form_opens(model):
    client = signed_in(Client(), UserFactory(staff=True, is_superuser=True))
    name = f"{model._meta.app_label}_{model._meta.model_name}"

    assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    adding = client.get(reverse(f"admin:{name}_add")).status_code
    assert adding == (200 if admin.site._registry[model].has_add_permission(client.get("/").wsgi_request) else 403)
