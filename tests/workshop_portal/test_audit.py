"""History by triggers: it sees every way of writing, says who and why, and cannot be rewritten."""

import pytest
from django.apps import apps
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse

from participants.models import Registration, User
from tests.clients import signed_in
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory
from workshop_portal.audit import history_of

pytestmark = pytest.mark.django_db

TRACKED = {
    "events": {"Event", "Session", "Slot", "AgendaVersion", "Material", "MaterialVersion", "Room", "Mandate"},
    "participants": {"User", "Delegation", "Registration", "OutgoingEmail"},
    "assessments": {"Round", "Assessment", "Result", "Finding"},
}


@pytest.mark.parametrize(("app", "names"), TRACKED.items())
def test_models_of_people_decisions_and_files_keep_a_history(app, names):
    kept = {model.__name__ for model in apps.get_app_config(app).get_models() if hasattr(model, "history")}

    assert names <= kept


def test_bulk_writes_and_deletes_are_seen():
    person = UserFactory()
    User.objects.filter(pk=person.pk).update(rank="Inspector")
    history = type(person).history.rel.related_model.objects
    key = person.pk
    person.delete()

    labels = history.filter(pgh_obj_id=key).order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "update", "delete"]


def test_history_is_append_only():
    person = UserFactory()

    with pytest.raises(InternalError), transaction.atomic():
        person.history.update(given_name="Other")
    with pytest.raises(InternalError), transaction.atomic():
        person.history.all()._raw_delete("default")


def test_a_decision_in_the_back_office_says_who_what_and_the_move():
    officer = UserFactory(staff=True, group="Event officers")
    delegation = DelegationFactory(event=EventFactory(published=True), seats=1)
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    client = signed_in(Client(), officer)

    client.post(
        reverse("admin:participants_registration_move", args=[registration.pk, "approved"]), {"reason": "Ћирилица č"}
    )

    change = history_of(Registration.objects.get(pk=registration.pk))[0]
    assert (change.by, change.what) == (str(officer), "submitted → approved")
    assert ("status", "submitted", "approved") in change.fields


@pytest.mark.parametrize("writes", [1, 3])
def test_the_history_page_costs_the_same_for_one_change_or_many(django_assert_num_queries, writes):
    officer = UserFactory(staff=True, group="Event officers")
    person = UserFactory()
    for number in range(writes):
        User.objects.filter(pk=person.pk).update(rank=f"Rank {number}")
    client = signed_in(Client(), officer)

    with django_assert_num_queries(5):
        page = client.get(reverse("admin:participants_user_history", args=[person.pk]))
    assert f"Rank {writes - 1}" in page.content.decode()
