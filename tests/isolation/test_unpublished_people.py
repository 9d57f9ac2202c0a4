"""People who are in no list: every address of the portal, with every row, for everybody who may not know of them.

The walk takes its addresses from the portal itself, so a new list, page, export, file or choice is asked as well. A
route with a part that the walk has no value for fails: say here what stands for it.
"""

import io
import itertools
import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from openpyxl import load_workbook

from events.models import Event, Material
from participants import actions
from participants.models import (
    DataRequest,
    Delegation,
    Disclosure,
    ListImport,
    Logistics,
    NominationLetter,
    OutgoingEmail,
    PersonalLink,
    Registration,
    User,
)
from participants.views.own_data import STEPS
from tests.clients import body, signed_in
from tests.factories import (
    DelegationFactory,
    EventFactory,
    JurisdictionFactory,
    MaterialFactory,
    RegistrationFactory,
    UserFactory,
    published_agenda,
)

pytestmark = pytest.mark.django_db

TRACES = re.compile("nevidljiv|невидљив", re.IGNORECASE)
MAY_NOT_KNOW = ["officer", "desk", "assessor", "auditor", "participant", "focal point elsewhere"]


def hidden(number, **more):
    return UserFactory(
        given_name=f"Nevidljiva{number}", family_name="Skrivenović", own_script_name="Невидљива Скривеновић",
        email=f"nevidljiva{number}@police.example", do_not_publish=True, **more,
    )  # fmt: skip


@pytest.fixture
def world(officer):
    """One delegation with three people who are in no list, who left traces everywhere."""
    event = EventFactory(published=True, slug="here", starts_on=timezone.localdate() + timedelta(days=9))
    published_agenda(event, sessions=1, by=officer)
    jurisdiction = JurisdictionFactory(code="AL")
    delegation = DelegationFactory(event=event, jurisdiction=jurisdiction, seats_member=9)
    speaker, came, left = (hidden(number, jurisdiction=jurisdiction) for number in (1, 2, 3))
    replaced = RegistrationFactory(approved=True, delegation=delegation, by=officer)
    actions.replace(replaced, person=came, by=officer)
    gone = RegistrationFactory(approved=True, delegation=delegation, person=left, by=officer)
    actions.replace(gone, person=UserFactory(jurisdiction=jurisdiction), by=officer)
    waiting = RegistrationFactory(
        submitted=True, delegation=delegation, person=speaker, nominated_by=speaker, by=officer
    )
    delegation.focal_points.add(speaker)
    registration = came.registrations.get()
    Logistics.objects.create(registration=registration, diet_note="For Nevidljiva")
    letter = NominationLetter.objects.create(
        delegation=delegation, file=SimpleUploadedFile("x", b"%PDF-"),
        original_name="letter.pdf", sha256="0" * 64, size=1, uploaded_by=speaker,
        media_type="application/pdf", reference="01-17", dated_on=timezone.localdate(), signatory="The minister",
    )  # fmt: skip
    letter.covers.add(registration, waiting)
    ListImport.objects.create(delegation=delegation, uploaded_by=speaker, original_name="list.xlsx")
    PersonalLink.objects.create(
        person=speaker, email=speaker.email, delegation=delegation, expires_at=timezone.now() + timedelta(days=9)
    )
    for purpose in ("code", "notice"):
        OutgoingEmail.objects.create(
            purpose=purpose, to=speaker.email, subject=f"Mail {purpose}", body="Dear colleague"
        )
    failed = OutgoingEmail.objects.create(purpose="notice", to=came.email, subject="Failed", body="Dear Nevidljiva2")
    failed.give_up("No mailbox of nevidljiva2.")
    DataRequest.objects.create(kind="objection", person=speaker, text="I am Nevidljiva1.")
    Disclosure.objects.create(kind="delegation", by=speaker, event=event, delegation=delegation)
    Disclosure.objects.create(kind="logistics", by=officer, event=event, registration=registration)
    paper = MaterialFactory(event=event, cleared=True)
    paper.current.accesses.create(person=came, how="view")
    elsewhere = DelegationFactory(event=event, jurisdiction=JurisdictionFactory(code="RS"))
    focal_elsewhere, focal_point = UserFactory(), UserFactory(jurisdiction=jurisdiction)
    elsewhere.focal_points.add(focal_elsewhere)
    delegation.focal_points.add(focal_point)
    protected = UserFactory(staff=True, group="Event officers")
    UserFactory(staff=True, group="Protected people")  # makes the group
    protected.groups.add(*User.objects.filter(groups__name="Protected people").get().groups.all())
    return {
        "event": event,
        "delegation": delegation,
        "officer": officer,
        "desk": UserFactory(staff=True, group="Registration desk"),
        "assessor": UserFactory(staff=True, group="Assessors"),
        "auditor": UserFactory(staff=True, group="Auditors"),
        "participant": RegistrationFactory(approved=True, delegation=delegation, by=officer).person,
        "focal point elsewhere": focal_elsewhere,
        "focal point": focal_point,
        "protected": protected,
    }


# --- Every address --------------------------------------------------------------------------------


def keys(model):
    """All rows; of the many people those who are in no list."""
    rows = model._base_manager.filter(do_not_publish=True) if model is User else model._base_manager
    return [str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]


def values_for(part, route):
    """What stands in a part of a route: every row that there is."""
    if found := re.match(r"/admin/(\w+)/(\w+)/", route):
        model = next((m for m in admin.site._registry if m._meta.label_lower == ".".join(found.groups())), None)
        if part in {"object_id", "pk"}:
            return keys(model)
        if part == "status":
            return list(admin.site._registry[model].verbs)
        if part == "event":
            return keys(Event)
    of_delegation = {"pk": keys(Delegation), "letter": keys(NominationLetter), "registration": keys(Registration)}
    of_delegation["number"] = keys(ListImport)
    of_event = {"slug": ["here"], "number": ["1"], "code": ["1.1"], "pk": keys(Material)}
    elsewhere = {
        "kind": ["json", "xlsx"],
        "key": list(PersonalLink.objects.values_list("key", flat=True)),
        "round": ["none"],
        "jurisdiction": ["al"],
        "anything": ["x"],
        "app_label": ["participants"],
        "content_type_id": ["1"],
        "object_id": ["1"],
        "url": ["x"],
    }
    known = elsewhere | (of_delegation if route.startswith("/delegations/") else of_event)
    if "/registration/" in route:
        known |= {"pk": keys(Registration), "step": [*STEPS]}
    return known[part]


def routes(resolver, prefix="/"):
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern) and "?P<" not in route:
            yield route


def addresses():
    """Every address with every row; lists also as a search. Nothing is signed out of or deleted."""
    for route in routes(get_resolver()):
        if "logout" in route or route.endswith(("/delete/", "<path:object_id>/")):
            continue
        parts = re.findall(r"<(?:\w+:)?(\w+)>", route)
        for values in itertools.product(*(values_for(part, route) for part in parts)):
            filled = iter(values)
            url = re.sub(r"<(?:\w+:)?\w+>", lambda _, filled=filled: next(filled), route)
            yield url
    for model in admin.site._registry:
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        yield f"{page}?q=Skrivenović"
        for name in admin.site._registry[model].autocomplete_fields:
            query = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}&field_name={name}"
            yield f"{reverse('admin:autocomplete')}?{query}&term=skriven"


def said(answer):
    """The words of an answer, also of a spreadsheet."""
    content, kind = body(answer), answer.headers.get("Content-Type", "")
    if "spreadsheet" in kind:
        sheets = load_workbook(io.BytesIO(content)).worksheets
        return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)
    return content.decode(errors="replace")


def pages_naming_somebody(person):
    browser, found, asked = signed_in(Client(raise_request_exception=True), person), {}, 0
    for url in addresses():
        with transaction.atomic():
            answer = browser.get(url)
            asked += 1
            if trace := TRACES.search(said(answer)):
                found[url] = trace[0]
            transaction.set_rollback(True)
    assert asked > 150
    return found


@pytest.mark.parametrize("who", MAY_NOT_KNOW)
def test_no_page_list_search_file_or_choice_names_them(world, who):
    assert pages_naming_somebody(world[who]) == {}


def test_who_may_know_finds_them_everywhere(world):
    """The walk does meet them: without the rule these pages would be the holes."""
    found = pages_naming_somebody(world["protected"])

    lists = {"user", "registration", "outgoingemail", "datarequest", "disclosure"}
    assert {f"/admin/participants/{name}/" for name in lists} <= set(found)
    assert {"/admin/events/materialaccess/", f"/delegations/{world['delegation'].pk}/"} <= set(found)
    assert any("autocomplete" in url for url in found)


def test_their_own_delegation_sees_them(world):
    found = pages_naming_somebody(world["focal point"])

    assert f"/delegations/{world['delegation'].pk}/" in found
    assert not any(url.startswith("/admin/") for url in found)


# --- Acts -----------------------------------------------------------------------------------------


def acts():
    """Every bulk act of every list over all rows, as it asks and as it does it."""
    for model, model_admin in admin.site._registry.items():
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for name, confirmed in itertools.product(model_admin.actions or (), ({}, {"confirmed": "yes"})):
            action = name if isinstance(name, str) else name.__name__
            data = {"action": action, ACTION_CHECKBOX_NAME: keys(model), "reason": "For the test.", **confirmed}
            yield page, data | {"index": "0", "select_across": "0"}


@pytest.mark.parametrize("who", ["officer", "desk"])
def test_no_bulk_act_reaches_or_names_them(world, who):
    browser, found = signed_in(Client(), world[who]), {}
    before = {row.pk: row.status for row in Registration.objects.filter(person__do_not_publish=True)}
    for page, data in acts():
        with transaction.atomic():
            answer = browser.post(page, data, follow=True)
            if trace := TRACES.search(said(answer)):
                found[page, data["action"]] = trace[0]
            assert {row.pk: row.status for row in Registration.objects.filter(person__do_not_publish=True)} == before
            transaction.set_rollback(True)

    assert found == {}


def test_they_cannot_be_registered_or_chosen_by_guessing_their_number(world, officer):
    """A form takes the number of a person that it does not offer for no person at all."""
    browser, person = signed_in(Client(), officer), hidden(9, jurisdiction=world["delegation"].jurisdiction)
    add = reverse("admin:participants_registration_add")

    answer = browser.post(add, {"person": person.pk, "delegation": world["delegation"].pk, "role": "member"})

    assert not person.registrations.exists()
    assert "not one of the available choices" in said(answer)
    assert not TRACES.search(said(answer))


def test_saving_a_delegation_keeps_the_focal_point_that_is_not_shown(world, officer):
    delegation = world["delegation"]
    before = set(delegation.focal_points.values_list("pk", flat=True))
    data = {f"seats_{role}": getattr(delegation, f"seats_{role}") for role in (
        "head", "member", "speaker", "interpreter", "observer", "driver")}  # fmt: skip
    shown = delegation.focal_points.filter(do_not_publish=False).values_list("pk", flat=True)

    signed_in(Client(), officer).post(
        reverse("admin:participants_delegation_change", args=[delegation.pk]),
        data | {"offer_days": 4, "focal_points": list(shown), "revision": delegation.revision},
    )

    delegation.refresh_from_db()
    assert delegation.offer_days == 4
    assert set(delegation.focal_points.values_list("pk", flat=True)) == before


def test_seats_count_them(world):
    from participants.seats import seats_by_role

    seated = Registration.objects.holding_seat().filter(delegation=world["delegation"], role="member")

    assert seats_by_role(world["delegation"])["member"].used == seated.count() == 3
