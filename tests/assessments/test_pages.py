"""Who reads assessments: everybody who is not named here finds nothing, and cannot tell that there is something."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Indicator
from assessments.templatetags.assessment_access import reads_assessments
from tests.clients import signed_in
from tests.factories import (
    DelegationFactory,
    EventFactory,
    JurisdictionFactory,
    OrganisationFactory,
    RegistrationFactory,
    UserFactory,
)
from tests.factories.assessments import (
    AssessmentFactory,
    FindingFactory,
    FrameworkVersionFactory,
    ResultFactory,
    RoundFactory,
    assessor,
)

pytestmark = pytest.mark.django_db

LIST = "/assessments/"
OWN, OTHER, UNSHARED, ELSEWHERE = (
    "/assessments/2021/al/",
    "/assessments/2021/rs/",
    "/assessments/2021/mk/",
    "/assessments/2019/al/",
)
MISSING = ("/assessments/2021/xx/", "/assessments/2021/AL/", "/assessments/1999/al/", "/assessments/2021/",
           "/assessments/2021/al/more/", "/assessments/x/")  # fmt: skip
VIEWERS = [
    "anonymous", "participant", "awaiting head", "withdrawn head", "other focal point", "other head", "own focal point",
    "own head", "focal point elsewhere", "focal point of an agency", "officer", "desk", "auditor", "assessor",
    "superuser", "assessor without second factor",
]  # fmt: skip
NOBODY = dict.fromkeys(VIEWERS, 404) | {"anonymous": 302, "assessor without second factor": 302}
STAFF = NOBODY | {"assessor": 200, "superuser": 200}

TABLE = {
    LIST: STAFF | {"own focal point": 200, "own head": 200, "other focal point": 200, "other head": 200},
    OWN: STAFF | {"own focal point": 200, "own head": 200},
    OTHER: STAFF | {"other focal point": 200, "other head": 200},
    UNSHARED: STAFF,
    ELSEWHERE: STAFF,
    **dict.fromkeys(MISSING, NOBODY),
}


@pytest.fixture
def world():
    """A round shared at one workshop, with own, other and unshared assessments; a round not shared there."""
    event = EventFactory(published=True)
    albania, serbia, macedonia = (JurisdictionFactory(code=code, is_assessed=True) for code in ("AL", "RS", "MK"))
    version = FrameworkVersionFactory(published=True)
    round_ = RoundFactory(code="2021", year=2021, framework_version=version, workshops=[event])
    earlier = RoundFactory(code="2019", year=2019, framework_version=version)
    home, guests, third = (
        DelegationFactory(event=event, jurisdiction=row, seats_member=9) for row in (albania, serbia, macedonia)
    )
    agency = DelegationFactory(event=event, jurisdiction=None, organisation=OrganisationFactory())
    away = DelegationFactory(event=EventFactory(published=True), jurisdiction=albania)
    people = {
        "anonymous": None,
        "participant": RegistrationFactory(approved=True, delegation=home).person,
        "awaiting head": RegistrationFactory(submitted=True, delegation=third, role="head").person,
        "withdrawn head": RegistrationFactory(withdrawn=True, delegation=home, role="head").person,
        "other focal point": UserFactory(jurisdiction=serbia),
        "other head": RegistrationFactory(approved=True, delegation=guests, role="head").person,
        "own focal point": UserFactory(jurisdiction=albania),
        "own head": RegistrationFactory(approved=True, delegation=home, role="head").person,
        "focal point elsewhere": UserFactory(jurisdiction=albania),
        "focal point of an agency": UserFactory(),
        "officer": UserFactory(staff=True, group="Event officers"),
        "desk": UserFactory(staff=True, group="Registration desk"),
        "auditor": UserFactory(staff=True, group="Auditors"),
        "assessor": assessor(),
        "superuser": UserFactory(staff=True, is_superuser=True),
        "assessor without second factor": assessor(),
    }
    for delegation, name in (
        (home, "own focal point"),
        (guests, "other focal point"),
        (away, "focal point elsewhere"),
        (agency, "focal point of an agency"),
    ):
        delegation.focal_points.add(people[name])
    AssessmentFactory(round=round_, jurisdiction=albania, status="initial")
    AssessmentFactory(round=round_, jurisdiction=serbia, status="initial")
    AssessmentFactory(round=round_, jurisdiction=macedonia, status="fieldwork")
    AssessmentFactory(round=earlier, jurisdiction=albania, status="initial")
    return {"people": people, "event": event, "round": round_, "home": home, "third": third}


def client_of(name, person):
    client = Client()
    if person:
        signed_in(client, person, second_factor=person.is_staff and "without" not in name)
    return client


def text(response):
    return " ".join(response.content.decode().split())


# --- Who × what ----------------------------------------------------------------------------------


@pytest.mark.parametrize("address", TABLE)
def test_who_reads(world, address):
    seen = {name: client_of(name, person).get(address).status_code for name, person in world["people"].items()}

    assert seen == TABLE[address]


def test_before_signing_in_every_address_asks_to_sign_in_alike(client, world):
    for address in TABLE:
        response = client.get(address)
        assert response.url == f"{reverse('account_login')}?next={address}", address


def test_an_address_without_its_slash_tells_nothing_either(client, world):
    found, missing = client.get("/assessments/2021/al"), client.get("/assessments/2021/xx")

    assert (found.status_code, missing.status_code) == (301, 301)


def test_somebody_who_reads_one_cannot_tell_others_from_invented_ones(world):
    """The answer for the assessment of another jurisdiction is, letter by letter, that for none at all."""
    client = client_of("own focal point", world["people"]["own focal point"])

    pages = {client.get(address).content.split(b"<main")[1] for address in (OTHER, UNSHARED, *MISSING[:3])}

    assert len(pages) == 1


def test_the_list_shows_ones_own_only(world):
    own = text(client_of("own head", world["people"]["own head"]).get(LIST))
    everything = text(client_of("assessor", world["people"]["assessor"]).get(LIST))

    assert [address for address in (OWN, OTHER, UNSHARED, ELSEWHERE) if address in own] == [OWN]
    assert all(address in everything for address in (OWN, OTHER, UNSHARED, ELSEWHERE))


@pytest.mark.parametrize("name", VIEWERS[:-1])
def test_the_navigation_shows_the_way_only_to_those_who_find_something(world, name):
    person = world["people"][name]
    page = text(client_of(name, person).get(reverse("home"), follow=True))

    assert ('href="/assessments/"' in page) == (TABLE[LIST][name] == 200)
    assert reads_assessments(person or AnonymousUser()) == (TABLE[LIST][name] == 200)


@pytest.mark.parametrize("status", ["initial", "draft", "under_review", "answered", "agreed", "noted"])
def test_once_shared_it_stays_readable_at_every_stage(world, status):
    road = ["initial", "draft", "under_review", "answered", "noted" if status == "noted" else "agreed"]
    assessment = Assessment.objects.get(round__code="2021", jurisdiction__code="AL")
    for step in road[1 : road.index(status) + 1]:
        assessment.become(step, by=world["people"]["assessor"])

    assert client_of("", world["people"]["own head"]).get(OWN).status_code == 200


def test_the_focal_point_reads_from_the_moment_of_sharing(world):
    focal_point = UserFactory()
    world["third"].focal_points.add(focal_point)
    client = client_of("", focal_point)
    before = client.get(UNSHARED).status_code

    Assessment.objects.get(jurisdiction__code="MK").become("initial", by=world["people"]["assessor"])

    assert (before, client.get(UNSHARED).status_code) == (404, 200)


def test_a_lead_who_leaves_loses_it_at_once(world):
    client = client_of("", world["people"]["own focal point"])
    before = client.get(OWN).status_code

    world["home"].focal_points.clear()

    assert (before, client.get(OWN).status_code, client.get(LIST).status_code) == (200, 404, 404)


def test_a_workshop_that_is_a_draft_shares_nothing(world):
    draft = EventFactory()
    earlier = Assessment.objects.get(round__code="2019").round
    earlier.workshops.add(draft)
    focal_point = UserFactory()
    DelegationFactory(event=draft, jurisdiction=world["home"].jurisdiction).focal_points.add(focal_point)

    assert client_of("", focal_point).get(ELSEWHERE).status_code == 404


def test_an_assessor_reads_an_empty_list_and_others_none(client):
    assert "No assessments yet" in text(signed_in(Client(), assessor()).get(LIST))
    assert signed_in(Client(), UserFactory()).get(LIST).status_code == 404


# --- What it shows -------------------------------------------------------------------------------


@pytest.fixture
def shown():
    jurisdiction = JurisdictionFactory(
        code="XK", name="Kosovo*", footnote="In the context of resolution 1244.", is_assessed=True
    )
    round_ = RoundFactory(code="2021", title="Needs assessment 2021")
    return AssessmentFactory(jurisdiction=jurisdiction, round=round_, status="initial")


def page_of(assessment):
    return text(signed_in(Client(), assessor()).get(assessment.get_absolute_url()))


def test_the_cover_says_what_where_and_under_which_decision(shown):
    page = page_of(shown)

    assert "Needs assessment 2021" in page
    assert shown.mandate.acknowledgement in page
    assert "TLP:AMBER+STRICT" in page
    assert "May be shared within your own organisation only, with those who need to know." in page
    assert "Initial findings: provisional" in page
    assert page.count("In the context of resolution 1244.") == 1


def test_a_level_stands_with_its_number_name_descriptor_and_justification(shown):
    page = page_of(shown)

    assert '<span class="visually-hidden">Level</span> 3</p>' in page
    assert "Name 3" in page
    assert "Descriptor 1.3" in page
    assert "Descriptor 1.2" not in page
    assert "Seen in the files." in page


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("not_assessed", "Not assessed"),
        ("not_applicable", "Not applicable"),
        ("insufficient_evidence", "Insufficient evidence"),
    ],
)
def test_a_blank_is_shown_as_blank_with_its_reason_and_no_number(shown, reason, words):
    shown.results.all().delete()
    ResultFactory(assessment=shown, level=None, blank_reason=reason, justification="It has no such task.")

    page = page_of(shown)

    assert f'<p class="result-name">{words}</p>' in page
    assert "It has no such task." in page
    assert "result-number result-blank" in page
    assert 'class="result-number">' not in page


def test_an_indicator_nobody_answered_is_no_number_either(shown):
    shown.results.all().delete()

    page = page_of(shown)

    assert page.count('<p class="result-name">No result yet</p>') == 2
    assert "result-number result-blank" in page
    assert 'class="result-number">' not in page


def test_restricted_indicators_and_findings_are_marked(shown):
    FindingFactory(assessment=shown, text="Careful with this.", sensitivity="restricted")

    assert page_of(shown).count('<p class="restricted">Restricted</p>') == 2


def test_findings_stand_by_kind_with_links_to_their_indicators(shown):
    shown.findings.all().delete()
    strength = FindingFactory(assessment=shown, kind="strength", text="Đorđe & <others> share what they know.")
    strength.indicators.set(Indicator.objects.all())
    FindingFactory(assessment=shown, kind="gap", text="Nobody is named.")

    page = page_of(shown)

    assert page.index("Strengths") < page.index("Đorđe &amp; &lt;others&gt;") < page.index("Gaps")
    assert page.index("Gaps") < page.index("Nobody is named.")
    assert "Observations" not in page
    assert '<a href="#LAW-1">LAW-1</a>, <a href="#LAW-2">LAW-2</a>' in page


def test_a_notice_of_the_assessment_is_on_its_page(shown):
    shown.notice = "Fictional example."
    shown.save()

    assert "Fictional example." in page_of(shown)


# --- Costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("lead", 4), ("assessor", 4)])
def test_the_list_costs_the_same_for_one_or_many(django_assert_num_queries, who, queries, count):
    event = EventFactory(published=True)
    person = assessor() if who == "assessor" else UserFactory()
    jurisdiction = JurisdictionFactory(is_assessed=True)
    DelegationFactory(event=event, jurisdiction=jurisdiction).focal_points.add(person)
    for _ in range(count):
        AssessmentFactory(round=RoundFactory(workshops=[event]), jurisdiction=jurisdiction, status="initial")
    client = signed_in(Client(), person)

    with django_assert_num_queries(queries):
        response = client.get(LIST)
    assert len(response.context["rounds"]) == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("lead", 8), ("assessor", 8)])
def test_the_page_costs_the_same_for_one_indicator_and_finding_or_many(django_assert_num_queries, who, queries, count):
    """With the footnote of a designation, which is one of the queries."""
    event = EventFactory(published=True)
    person = assessor() if who == "assessor" else UserFactory()
    jurisdiction = JurisdictionFactory(code="XK", name="Kosovo*", footnote="A note.", is_assessed=True)
    DelegationFactory(event=event, jurisdiction=jurisdiction).focal_points.add(person)
    version = FrameworkVersionFactory(indicators=count, published=True)
    assessment = AssessmentFactory(
        round=RoundFactory(framework_version=version, workshops=[event]), jurisdiction=jurisdiction
    )
    for indicator in Indicator.objects.all():
        ResultFactory(assessment=assessment, indicator=indicator)
        FindingFactory(assessment=assessment).indicators.add(indicator)
    for step in ("fieldwork", "initial"):
        assessment.become(step, by=person)
    client = signed_in(Client(), person)

    with django_assert_num_queries(queries):
        response = client.get(assessment.get_absolute_url())
    assert [len(chapter.lines) for chapter in response.context["chapters"]] == [count]


@pytest.mark.parametrize(("who", "queries"), [("participant", 0), ("lead", 1), ("assessor", 0), ("anonymous", 0)])
def test_the_navigation_asks_the_database_only_for_leads(django_assert_num_queries, who, queries):
    delegation = DelegationFactory(event=EventFactory(published=True))
    if who == "participant":
        person = RegistrationFactory(approved=True, delegation=delegation).person
    elif who == "lead":
        person = RegistrationFactory(approved=True, delegation=delegation, role="head").person
    else:
        person = AnonymousUser() if who == "anonymous" else assessor()
    if who != "anonymous":
        assert person.passes is not None  # the page has asked for them before
        person.has_perm("events.view_event")

    with django_assert_num_queries(queries):
        reads_assessments(person)


def test_staff_do_not_let_themselves_in_by_leading_a_delegation():
    """Officers write who leads a delegation; that must not open its jurisdiction's assessment to them."""
    event, jurisdiction = EventFactory(published=True), JurisdictionFactory(is_assessed=True)
    assessment = AssessmentFactory(round=RoundFactory(workshops=[event]), jurisdiction=jurisdiction, status="initial")
    officer, person = UserFactory(staff=True, group="Event officers"), UserFactory()
    DelegationFactory(event=event, jurisdiction=jurisdiction).focal_points.add(officer, person)

    answers = [
        signed_in(Client(), who).get(address).status_code
        for who in (officer, person)
        for address in (LIST, assessment.get_absolute_url())
    ]

    assert answers == [404, 404, 200, 200]
