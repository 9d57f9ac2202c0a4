"""The pages of one's own registration: status, steps, corrections, the offered seat, withdrawing."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participants import actions
from participants.models import Delegation, OutgoingEmail, Registration
from tests.clients import signed_in, text
from tests.factories import DelegationFactory, EventFactory, RegistrationFactory, UserFactory
from workshop_portal.revisions import OUTDATED

from .own_data import EVERYTHING, NEEDS, PRIVACY, YOU, a_day, edition, send_step, step, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    event = EventFactory(published=True, starts_on=a_day(30))
    return DelegationFactory(event=event, seats_member=1, confirm_by=a_day(10))


@pytest.fixture
def focal_point():
    return UserFactory(given_name="Ana", family_name="Kovač")


@pytest.fixture
def nominated(delegation, focal_point):
    return RegistrationFactory(delegation=delegation, nominated_by=focal_point, rank="Captain", family_name="Šarić")


@pytest.fixture
def mine(nominated):
    """The browser of the nominated person."""
    return signed_in(Client(), nominated.person)


@pytest.fixture
def offered(delegation, officer):
    seated = RegistrationFactory(approved=True, delegation=delegation)
    registration = RegistrationFactory(reserve=True, delegation=delegation)
    actions.withdraw(seated, by=officer, reason="Ill.")
    return reloaded(registration)


def reloaded(registration):
    return Registration.objects.get(pk=registration.pk)


def close_confirmations(registration):
    Delegation.objects.filter(pk=registration.delegation_id).update(confirm_by=a_day(-1))


def said(response):
    """The sentences that the portal says on the page that one is sent to."""
    return [str(message) for message in response.context["messages"]]


def errors(response):
    summary = BeautifulSoup(response.content, "html.parser").select(".error-summary li")
    return [" ".join(line.get_text().split()) for line in summary]


# --- Status ---------------------------------------------------------------------------------------


def test_a_nominated_person_reads_by_whom_and_what_is_asked_until_when(mine, nominated):
    words = text(mine.get(url(nominated)))

    today = timezone.localtime().strftime("%-d %B %Y")
    assert f"Ana K. nominated you on {today}." in words
    assert f"Check your data and confirm it by the end of {a_day(10):%-d %B %Y}. Then the organisers decide." in words
    assert "Kovač" not in words


@pytest.mark.parametrize("hidden", [{"do_not_publish": True}, {"is_staff": True}])
def test_whoever_is_in_no_list_and_whoever_is_staff_is_not_named_as_the_one_who_nominated(mine, nominated, hidden):
    type(nominated.nominated_by).objects.filter(pk=nominated.nominated_by_id).update(**hidden)

    words = text(mine.get(url(nominated)))

    assert ("Ana K." in words, "nomin" in words) == (False, True)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("submitted", "The organisers decide and write to"),
        ("approved", "You have a seat."),
        ("reserve", "You are on the reserve list of your delegation."),
        ("declined", "This decision is final."),
        ("withdrawn", "You do not take part for this delegation."),
    ],
)
def test_every_state_says_what_happens_next(delegation, officer, state, words):
    registration = RegistrationFactory(delegation=delegation, by=officer, **{state: True})

    page = signed_in(Client(), registration.person).get(url(registration))

    assert page.status_code == 200
    assert words in text(page)
    assert f"{registration.get_status_display()}" in text(page)


def test_the_person_reads_who_did_what_and_the_reason_that_they_were_told(delegation, officer):
    registration = RegistrationFactory(delegation=delegation)
    actions.submit(registration, by=officer, reason="Letter came late.")
    actions.decline(registration, by=officer, reason="The workshop is for investigators.")

    page = signed_in(Client(), registration.person).get(url(registration))

    steps = page.context["registrations"][0].steps
    assert [(made.what, made.by, made.reason) for made in steps] == [
        ("Declined", "the organisers", "The workshop is for investigators."),
        ("Handed to the organisers", "the organisers", ""),
    ]
    assert officer.family_name not in text(page)


def test_only_mails_to_the_person_about_this_registration_are_listed(delegation, officer):
    registration = RegistrationFactory(approved=True, delegation=delegation, by=officer)
    RegistrationFactory(approved=True, person=registration.person, by=officer)
    OutgoingEmail.objects.create(
        purpose="nomination", to="before@police.example", subject="Elsewhere", registration=registration
    )

    page = signed_in(Client(), registration.person).get(url(registration))

    assert [mail.subject for mail in page.context["mails"]] == [f"You are registered: {registration.event}"]


def test_an_ended_registration_is_read_without_the_event_page_which_is_closed(delegation):
    delegation.event.notice = "The restaurant is on the ground floor."
    delegation.event.save()
    withdrawn = RegistrationFactory(withdrawn=True, delegation=delegation)
    client = signed_in(Client(), withdrawn.person)

    page = client.get(url(withdrawn))

    assert client.get(withdrawn.event.get_absolute_url()).status_code == 404
    assert page.status_code == 200
    assert "restaurant" not in text(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_registration_or_many(
    django_assert_num_queries, mine, nominated, officer, count
):
    for _ in range(count - 1):
        RegistrationFactory(
            withdrawn=True, delegation=DelegationFactory(event=nominated.event), person=nominated.person, by=officer
        )

    mine.get(url(nominated))  # the designations are remembered from now on

    with django_assert_num_queries(7):  # session, person, passes, registrations, moves, mails, messages
        page = mine.get(url(nominated))
    assert len(page.context["registrations"]) == count


def test_a_draft_event_shows_nobody_a_registration():
    registration = RegistrationFactory(delegation=DelegationFactory(event=EventFactory()))

    assert signed_in(Client(), registration.person).get(url(registration)).status_code == 404


# --- Two nominations ------------------------------------------------------------------------------


def test_somebody_nominated_twice_chooses_and_the_other_cannot_be_confirmed(mine, nominated):
    other = RegistrationFactory(delegation=DelegationFactory(event=nominated.event), person=nominated.person)
    page = mine.get(url(nominated))

    assert "You were nominated by more than one delegation" in text(page)
    assert [row.pk for row in page.context["registrations"]] == [other.pk, nominated.pk]
    send_step(mine, other, "review")
    answer = mine.post(step(nominated, "review"), {"revision": edition(nominated)}, follow=True)
    assert (reloaded(other).status, reloaded(nominated).status) == ("submitted", "nominated")
    assert said(answer)[-1].endswith(f"already, for {other.delegation}. Withdraw that registration first.")


# --- Steps ----------------------------------------------------------------------------------------


def test_a_person_confirms_in_four_steps(mine, nominated):
    answers = [send_step(mine, nominated, name, **data) for name, data in
               (("you", YOU), ("needs", NEEDS), ("privacy", PRIVACY), ("review", {}))]  # fmt: skip

    row = reloaded(nominated)
    assert [answer.url for answer in answers] == [
        step(nominated, "needs"), step(nominated, "privacy"), step(nominated, "review"), url(nominated),
    ]  # fmt: skip
    assert row.status == "submitted"
    stored = {name: getattr(row, name) for name in EVERYTHING if name != "mail_language"}
    assert stored | {"mail_language": row.person.mail_language} == EVERYTHING


def test_a_step_is_kept_and_asserts_nothing(mine, nominated):
    send_step(mine, nominated, "you", **YOU)

    page = mine.get(step(nominated, "you"))
    assert page.context["form"]["family_name"].value() == "van der Šarić"
    assert reloaded(nominated).family_name == "Šarić"
    assert nominated.person.family_name != "van der Šarić"
    assert "Go on checking my data" in text(mine.get(url(nominated)))


def test_going_back_keeps_what_was_typed(mine, nominated):
    answer = send_step(mine, nominated, "needs", then="you", **NEEDS)

    assert answer.url == step(nominated, "you")
    assert mine.get(step(nominated, "needs")).context["form"]["interpretation"].value() == "sr"


def test_a_step_with_an_error_says_it_on_top_and_keeps_the_rest(mine, nominated):
    page = send_step(mine, nominated, "you", **YOU | {"family_name": " ", "rank": "www.example"})

    assert errors(page) == [
        "Family name: This field is required.",
        "Rank: Write this in plain words, without “www.”.",
    ]
    form = BeautifulSoup(page.content, "html.parser").find(id="step-form")
    assert form.find(id="id_rank")["value"] == "www.example"
    assert form.find(id="id_given_name")["value"] == "Ђорђе"
    assert form.find(id="id_rank")["aria-describedby"] == "id_rank_helptext id_rank_error"
    assert reloaded(nominated).draft == {}


def test_the_form_begins_with_the_nomination_and_where_it_is_silent_with_the_own_record(mine, nominated):
    type(nominated.person).objects.filter(pk=nominated.person_id).update(
        rank="Major", service="Forensic laboratory", sex="female", family_name="Šarić-Kos"
    )

    page = mine.get(step(nominated, "you"))

    values = {field.name: field.value() for field in page.context["form"].visible_fields()}
    assert [values[name] for name in ("family_name", "rank", "service", "sex")] == [
        "Šarić", "Captain", "Forensic laboratory", "female",
    ]  # fmt: skip
    offered = dict(page.context["differing"])
    assert (offered["Family name"], offered["Rank"]) == ("Šarić-Kos", "Major")


def test_the_own_record_is_taken_with_one_button_and_the_rest_stays_typed(mine, nominated):
    type(nominated.person).objects.filter(pk=nominated.person_id).update(rank="Colonel", own_script_name="")

    answer = send_step(mine, nominated, "you", take_own="yes", **YOU)

    assert answer.url == step(nominated, "you")
    values = {field.name: field.value() for field in mine.get(answer.url).context["form"].visible_fields()}
    assert (values["rank"], values["own_script_name"]) == ("Colonel", "Ђорђе Шарић")


def test_a_double_click_on_a_step_does_no_harm(mine, nominated):
    sent = YOU | {"revision": edition(nominated)}

    answers = [mine.post(step(nominated, "you"), sent) for _ in range(2)]

    assert [answer.url for answer in answers] == [step(nominated, "needs")] * 2


def test_the_second_of_two_tabs_is_told_and_loses_nothing(mine, nominated):
    revision = edition(nominated)
    mine.post(step(nominated, "you"), YOU | {"revision": revision})

    page = mine.post(step(nominated, "you"), YOU | {"rank": "General", "revision": revision})

    assert errors(page) == [OUTDATED]
    assert page.context["form"]["rank"].value() == "General"
    assert reloaded(nominated).draft["rank"] == "Major"
    again = YOU | {"rank": "General", "revision": page.context["form"]["revision"].value()}
    assert mine.post(step(nominated, "you"), again).url == step(nominated, "needs")


def test_whoever_confirms_has_seen_the_newest_edition(mine, nominated):
    page = mine.get(step(nominated, "review"))
    Registration.objects.filter(pk=nominated.pk).update(family_name="Changed by the focal point")

    answer = mine.post(step(nominated, "review"), {"revision": page.context["form"]["revision"].value()})

    assert errors(answer) == [OUTDATED]
    assert "Changed by the focal point" in text(answer)
    assert reloaded(nominated).status == "nominated"
    sent = mine.post(step(nominated, "review"), {"revision": answer.context["form"]["revision"].value()})
    assert (sent.url, reloaded(nominated).status) == (url(nominated), "submitted")


def test_confirming_twice_says_that_it_is_done(mine, nominated):
    sent = {"revision": edition(nominated)}

    first, second = (mine.post(step(nominated, "review"), sent, follow=True) for _ in range(2))

    assert said(first) == ["Thank you. Your data is confirmed and with the organisers."]
    assert said(second) == ["You have confirmed your data already. What is wrong in it can be corrected here."]
    assert reloaded(nominated).moves_made.count() == 1


def test_what_cannot_be_confirmed_leads_to_its_step(mine, nominated):
    Registration.objects.filter(pk=nominated.pk).update(draft={"family_name": "<b>"})

    page = send_step(mine, nominated, "review")

    link = BeautifulSoup(page.content, "html.parser").select_one(".error-summary a")
    assert errors(page) == ["Family name: A name cannot have “<” in it."]
    assert link["href"] == f"{step(nominated, 'you')}#id_family_name"
    assert reloaded(nominated).status == "nominated"


@pytest.mark.parametrize(("name", "data"), [("you", YOU), ("needs", NEEDS), ("privacy", PRIVACY)])
def test_a_deadline_that_passed_meanwhile_is_said_and_the_step_is_kept(mine, nominated, name, data):
    revision = edition(nominated)
    close_confirmations(nominated)

    answer = mine.post(step(nominated, name), data | {"revision": revision}, follow=True)

    assert said(answer)[0].startswith("Confirmations closed at the end of")
    kept = reloaded(nominated).draft
    assert {key: kept[key] for key in data} == data | ({"photo_consent": True} if name == "privacy" else {})


def test_a_deadline_that_passed_before_the_last_button_is_said_and_the_draft_stays(mine, nominated):
    send_step(mine, nominated, "you", **YOU)
    close_confirmations(nominated)

    answer = mine.post(step(nominated, "review"), {"revision": edition(nominated)}, follow=True)

    assert said(answer)[0].startswith("Confirmations closed at the end of")
    assert (reloaded(nominated).status, reloaded(nominated).draft["rank"]) == ("nominated", "Major")
    assert mine.get(step(nominated, "you")).status_code == 302


@pytest.mark.parametrize("bad", ["a\0b", "x" * 101, "line\nbreak", "<script>", "=cmd()"])
def test_hostile_names_are_refused_with_a_sentence(mine, nominated, bad):
    page = send_step(mine, nominated, "you", **YOU | {"family_name": bad})

    assert page.status_code == 200
    assert len(errors(page)) == 1
    assert reloaded(nominated).draft == {}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("you", YOU | {"sex": "x"}),
        ("you", YOU | {"working_languages": ["xx"]}),
        ("needs", NEEDS | {"mail_language": ""}),
    ],
)
def test_made_up_choices_are_refused(mine, nominated, name, data):
    assert len(errors(send_step(mine, nominated, name, **data))) == 1


def test_names_are_kept_as_typed(mine, nominated):
    send_step(mine, nominated, "you", **YOU | {"given_name": "ANA mARIA", "family_name": "o’Neill ЂУРИЋ"})

    assert (reloaded(nominated).draft["given_name"], reloaded(nominated).draft["family_name"]) == (
        "ANA mARIA", "o’Neill ЂУРИЋ",
    )  # fmt: skip


@pytest.mark.parametrize("address", ["1", "9" * 30])
def test_a_registration_that_is_not_ones_own_does_not_exist(mine, nominated, address):
    other = RegistrationFactory(delegation=nominated.delegation, role="driver")
    pages = ("you", "review", "withdraw", "correct", "take-seat", "no-such-step")
    ways = [f"{url(nominated)}{key}/{page}/" for key in (other.pk, address) for page in pages]

    assert {way: (mine.get(way).status_code, mine.post(way).status_code) for way in ways} == dict.fromkeys(
        ways, (404, 404)
    )
    assert reloaded(other).status == "nominated"


# --- Corrections ----------------------------------------------------------------------------------


@pytest.fixture
def approved(delegation, officer):
    return RegistrationFactory(approved=True, delegation=delegation, by=officer)


def sent(registration, **changes):
    """What the page of corrections sends when only `changes` are typed."""
    row = reloaded(registration)
    own = {name: getattr(row, name) for name in YOU | NEEDS if name != "mail_language"}
    return own | {"mail_language": row.person.mail_language, "revision": row.revision} | changes


def test_a_corrected_rank_counts_at_once(approved):
    client = signed_in(Client(), approved.person)

    answer = client.post(url(approved, "registration_correct"), sent(approved, rank="Colonel"), follow=True)

    assert said(answer) == ["Your corrections are saved."]
    assert (reloaded(approved).rank, reloaded(approved).status) == ("Colonel", "approved")


def test_a_corrected_name_waits_for_the_organisers_and_keeps_the_agenda_open(approved):
    client = signed_in(Client(), approved.person)

    answer = client.post(url(approved, "registration_correct"), sent(approved, family_name="Đurić"), follow=True)

    assert "Your seat, the agenda and the materials stay yours." in text(answer)
    assert reloaded(approved).status == "recheck"
    assert client.get(reverse("events:agenda", args=[approved.event.slug])).status_code == 200


def test_an_outdated_correction_overwrites_nothing_and_loses_nothing(approved):
    client = signed_in(Client(), approved.person)
    typed = sent(approved, rank="Colonel")
    Registration.objects.filter(pk=approved.pk).update(position="Corrected by staff")

    page = client.post(url(approved, "registration_correct"), typed)

    assert errors(page) == [OUTDATED]
    assert page.context["form"]["rank"].value() == "Colonel"
    assert (reloaded(approved).rank, reloaded(approved).position) == ("", "Corrected by staff")


def test_a_correction_sent_twice_is_made_once(approved):
    client = signed_in(Client(), approved.person)
    typed = sent(approved, family_name="Đurić")

    answers = [client.post(url(approved, "registration_correct"), typed) for _ in range(2)]

    assert [answer.url for answer in answers] == [url(approved)] * 2
    assert reloaded(approved).moves_made.filter(after="recheck").count() == 1


def test_a_correction_after_the_deadline_is_refused_with_everything_still_there(approved):
    client = signed_in(Client(), approved.person)
    typed = sent(approved, rank="Colonel")
    close_confirmations(approved)

    page = client.post(url(approved, "registration_correct"), typed)

    assert errors(page)[0].startswith("Confirmations closed at the end of")
    assert page.context["form"]["rank"].value() == "Colonel"
    assert reloaded(approved).rank == ""


def test_a_nominated_person_is_led_to_the_steps(mine, nominated):
    assert mine.get(url(nominated, "registration_correct")).url == step(nominated, "you")


# --- The offered seat -----------------------------------------------------------------------------


def take(client, registration, revision=None):
    sent = {"revision": revision or edition(registration)}
    return client.post(url(registration, "registration_take_seat"), sent, follow=True)


def test_the_offer_says_until_when_and_is_taken_with_one_button(offered):
    client = signed_in(Client(), offered.person)
    until = timezone.localtime(offered.offer_expires_at, offered.event.zone)
    assert f"A seat is kept for you until {until:%-d %B %Y, %H:%M} (Belgrade time)." in text(client.get(url(offered)))

    answer = take(client, offered)

    assert said(answer) == ["The seat is yours. Tell us now about your journey, hotel and meals."]
    assert reloaded(offered).status == "approved"


def test_taking_the_seat_twice_is_said_calmly(offered):
    client = signed_in(Client(), offered.person)
    revision = offered.revision

    take(client, offered, revision)

    assert said(take(client, offered, revision)) == ["The seat is yours already."]


def test_an_offer_that_is_over_is_not_taken(offered):
    Registration.objects.filter(pk=offered.pk).update(offer_expires_at=timezone.now())
    client = signed_in(Client(), offered.person)

    assert "Take the seat" not in text(client.get(url(offered)))
    assert said(take(client, offered)) == [
        "The time to take this seat is over; it goes on to the next on the reserve list."
    ]


def test_a_page_from_before_the_seat_went_on_takes_nothing(offered, officer):
    client, revision = signed_in(Client(), offered.person), offered.revision
    actions.put_on_reserve(offered, by=officer)

    assert said(take(client, offered, revision)) == [
        "Your registration changed since you opened the page. Look again below."
    ]
    assert reloaded(offered).status == "reserve"


# --- Withdrawing ----------------------------------------------------------------------------------


def withdraw(client, registration, reason="Other duties.", revision=None):
    sent = {"reason": reason, "revision": revision or edition(registration)}
    return client.post(url(registration, "registration_withdraw"), sent, follow=True)


def test_withdrawing_asks_for_a_reason_and_keeps_the_seat_until_then(approved):
    client = signed_in(Client(), approved.person)

    page = withdraw(client, approved, reason=" ")

    assert errors(page) == ["Why you cannot come: This field is required."]
    assert reloaded(approved).status == "approved"


def test_whoever_withdraws_frees_the_seat_for_the_first_reserve(approved, officer):
    reserve = RegistrationFactory(reserve=True, delegation=approved.delegation, by=officer)
    client = signed_in(Client(), approved.person)

    answer = withdraw(client, approved)

    assert said(answer) == ["You have withdrawn. Thank you for telling us."]
    assert (reloaded(approved).status, reloaded(reserve).status) == ("withdrawn", "offered")
    assert answer.context["registrations"][0].steps[0].by == "you"


def test_withdrawing_twice_is_said_calmly(approved):
    client, revision = signed_in(Client(), approved.person), edition(approved)

    withdraw(client, approved, revision=revision)

    assert said(withdraw(client, approved, revision=revision)) == ["This registration has ended already."]
    assert reloaded(approved).moves_made.filter(after="withdrawn").count() == 1


def test_whoever_withdraws_has_seen_what_became_of_the_registration(nominated, mine, officer):
    revision = edition(nominated)
    actions.submit(nominated, by=officer)
    actions.approve(nominated, by=officer)

    page = withdraw(mine, nominated, revision=revision)

    assert errors(page) == [OUTDATED]
    assert page.context["form"]["reason"].value() == "Other duties."
    assert reloaded(nominated).status == "approved"


def test_nobody_withdraws_from_an_event_that_is_over(approved):
    approved.event.close()
    client = signed_in(Client(), approved.person)

    answer = withdraw(client, approved)

    assert "closed: nothing is decided now." in said(answer)[0]
    assert reloaded(approved).status == "approved"


# --- The ways here --------------------------------------------------------------------------------


def test_home_and_event_page_lead_to_what_is_asked_with_its_deadline(mine, nominated):
    words = f"Confirm your data by {a_day(10):%-d %B %Y}"

    for page in (reverse("home"), nominated.event.get_absolute_url()):
        links = BeautifulSoup(mine.get(page).content, "html.parser").find_all("a", href=url(nominated))
        assert words in [" ".join(link.get_text().split()) for link in links]


def test_the_pages_of_the_event_name_my_registration_for_those_who_have_one(mine, nominated, focal_point):
    nominated.delegation.focal_points.add(focal_point)
    speaker = signed_in(Client(), focal_point)

    tabs = [
        [link.get_text() for link in BeautifulSoup(page.content, "html.parser").select(".sub-nav a")]
        for page in (browser.get(nominated.event.get_absolute_url()) for browser in (mine, speaker, mine))
    ]

    assert tabs == [["Overview", "My registration"], ["Overview", "Agenda", "Materials"],
                    ["Overview", "My registration"]]  # fmt: skip
