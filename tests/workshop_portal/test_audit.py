"""History by triggers: it sees every way of writing, says who and why, and cannot be rewritten."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse

from participants.models import Registration, User
from tests.clients import signed_in
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory
from workshop_portal.audit import history_of

pytestmark = pytest.mark.django_db

# Records themselves, which the database never changes.
ONLY_ADDED_TO = {"Move", "MaterialAccess", "Disclosure", "PurgeRun", "KeptCount"}
SHORT_LIVED = {"PersonalLink", "ListImport"}  # they open and change nothing themselves
TRACKED = {
    "events": {
        "Event", "Session", "Slot", "AgendaVersion", "Material", "MaterialJurisdiction", "MaterialOrganisation",
        "MaterialVersion", "Room", "Mandate",
    },
    "participants": {"User", "UserGroup", "Delegation", "DelegationFocalPoint", "Registration", "OutgoingEmail",
        "NominationLetter", "NominationLetterCovers", "Logistics", "MailTemplate", "Announcement", "DataRequest",
    },
    "assessments": {"Round", "RoundWorkshop", "Assessment", "Result", "Finding", "FindingIndicator"},
}  # fmt: skip


@pytest.mark.parametrize(("app", "names"), TRACKED.items())
def test_models_of_people_decisions_and_files_keep_a_history(app, names):
    models = [model for model in apps.get_app_config(app).get_models() if not hasattr(model, "pgh_tracked_model")]
    kept = {model.__name__ for model in models if hasattr(model, "history")}

    assert names <= kept
    assert {model.__name__ for model in models} - kept <= ONLY_ADDED_TO | SHORT_LIVED


def test_bulk_writes_and_deletes_are_seen():
    person = UserFactory()
    User.objects.filter(pk=person.pk).update(rank="Inspector")
    history = type(person).history.rel.related_model.objects
    key = person.pk
    person.delete()

    labels = history.filter(pgh_obj_id=key).order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "update", "delete"]


def test_yes_and_no_and_lists_of_choices_are_in_words():
    registration = RegistrationFactory(working_languages=[], photo_consent=False)
    Registration.objects.filter(pk=registration.pk).update(working_languages=["en", "sr"], photo_consent=True)

    changed = history_of(registration)[0].fields

    assert sorted(changed) == [
        ("may be in photographs", "no", "yes"),
        ("working languages", None, "English, Serbian"),
    ]


def test_history_is_append_only():
    person = UserFactory()

    with pytest.raises(InternalError), transaction.atomic():
        person.history.update(given_name="Other")
    with pytest.raises(InternalError), transaction.atomic():
        person.history.all()._raw_delete("default")


def test_a_decision_in_the_back_office_says_who_what_and_the_move():
    officer = UserFactory(staff=True, group="Event officers")
    delegation = DelegationFactory(event=EventFactory(published=True), seats_member=1)
    registration = RegistrationFactory(submitted=True, delegation=delegation)
    client = signed_in(Client(), officer)

    client.post(
        reverse("admin:participants_registration_move", args=[registration.pk, "approved"]), {"reason": "Ћирилица č"}
    )

    change = history_of(Registration.objects.get(pk=registration.pk))[0]
    assert (change.by, change.what) == (str(officer), "Awaiting decision → Approved")
    assert {("state", "Awaiting decision", "Approved"), ("decided by", None, str(officer))} <= set(change.fields)


def test_who_became_a_focal_point_and_who_ceased_to_be_one_is_told_by_name():
    delegation, person, other = DelegationFactory(), UserFactory(), UserFactory()

    delegation.focal_points.add(person, other)
    delegation.focal_points.remove(person)

    changes = [(change.what, change.fields) for change in history_of(delegation)]
    assert changes[0] == ("Removed", [("focal points", str(person), None)])
    assert ("Added", [("focal points", None, str(other))]) in changes


def test_the_history_of_relations_is_append_only():
    delegation = DelegationFactory()
    delegation.focal_points.add(UserFactory())
    history = apps.get_model("participants", "DelegationFocalPointHistory").objects

    with pytest.raises(InternalError), transaction.atomic():
        history.update(pgh_label="other")
    with pytest.raises(InternalError), transaction.atomic():
        history.all()._raw_delete("default")


def test_taking_a_person_into_a_group_is_seen():
    person = UserFactory(staff=True, group="Event officers")

    assert [("groups", None, "Event officers")] in [change.fields for change in history_of(person)]


@pytest.mark.parametrize("writes", [1, 3])
def test_the_history_of_a_delegation_costs_the_same_for_one_change_or_many(django_assert_num_queries, writes):
    officer = UserFactory(staff=True, group="Event officers")
    delegation = DelegationFactory()
    delegation.focal_points.add(*UserFactory.create_batch(writes))
    client = signed_in(Client(), officer)

    with django_assert_num_queries(7):
        client.get(reverse("admin:participants_delegation_history", args=[delegation.pk]))


@pytest.mark.parametrize("writes", [1, 3])
def test_the_history_page_costs_the_same_for_one_change_or_many(django_assert_num_queries, writes):
    officer = UserFactory(staff=True, group="Event officers")
    person = UserFactory()
    for number in range(writes):
        User.objects.filter(pk=person.pk).update(rank=f"Rank {number}")
    client = signed_in(Client(), officer)

    with django_assert_num_queries(6):
        page = client.get(reverse("admin:participants_user_history", args=[person.pk]))
    assert f"Rank {writes - 1}" in page.content.decode()


def test_records_are_rewritten_in_one_function_only():
    """Every other way past the triggers would be one nobody reviewed."""
    code = [path for app in ("workshop_portal", "events", "participants", "assessments")
            for path in (settings.BASE_DIR / app).rglob("*.py") if "migrations" not in path.parts]  # fmt: skip

    bypassing = {path.name for path in code if "pgtrigger.ignore" in path.read_text(encoding="utf-8")}
    redacting = {path.name for path in code if "redact(" in path.read_text(encoding="utf-8")}

    assert bypassing == {"audit.py"}
    assert redacting == {"audit.py", "redaction.py", "erasure.py"}
