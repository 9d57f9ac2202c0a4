"""From the invitation letter to the confirmed list, as everybody in it sees it: officer, focal point, five people."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from participants.models import Announcement, OutgoingEmail, Registration
from tests.factories import DelegationFactory, EventFactory, JurisdictionFactory, UserFactory
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_officer import enter_app_code

pytestmark = pytest.mark.django_db(transaction=True)

HEADERS = ["Prezime", "Ime", "E-pošta", "Uloga", "Rezerva", "Čin"]
ROWS = [
    ["Šarić", "Ana", "ana@mup.example", "head", "", "@SUM(1+1) Inspector"],
    ["Ђорђевић", "Бојан", "bojan@mup.example", "member", "", "Major"],
    ["Çela", "Drita", "drita@mup.example", "member", "", ""],
    ["Ilić", "Vesna", "vesna@mup.example", "member", "yes", ""],
    ["Without", "Address", "", "member", "", ""],
    ["Hadžić", "Emir", "emir at mup.example", "member", "", ""],
]


@pytest.fixture
def officer():
    return UserFactory(staff=True, group="Event officers", email="officer@seesac.example")


@pytest.fixture
def delegation():
    day = timezone.localdate() + timedelta(days=50)
    delegation = DelegationFactory(
        event=EventFactory(published=True, title="Workshop on tracing", starts_on=day, ends_on=day),
        jurisdiction=JurisdictionFactory(code="RS", name="Serbia"),
        seats_member=2,
        nominate_by=day - timedelta(days=20),
        confirm_by=day - timedelta(days=10),
    )
    delegation.focal_points.add(UserFactory(email="focal@mup.example", jurisdiction=delegation.jurisdiction))
    return delegation


@pytest.fixture
def arrive(visit):
    """Come in by the newest link in the mails to an address, with the code that follows."""

    def arrive(address):
        page = visit(PHONE)
        mails = OutgoingEmail.objects.filter(to=address)
        letter = mails.filter(purpose__in=["invitation", "nomination", "reminder"]).latest("pk")
        page.goto(re.search(r"https?://\S+?(/link/\w+/)", letter.body)[1])
        page.get_by_role("button", name="Send me a code").click()
        page.get_by_label("Code").wait_for()
        code = mails.filter(purpose="code").latest("pk")
        page.get_by_label("Code").fill(re.search(r"^[A-Z0-9]+-[A-Z0-9]+$", code.body, re.MULTILINE)[0])
        page.get_by_role("button", name="Sign in").click()
        expect(page).not_to_have_url(re.compile("/account/login/"))
        return page

    return arrive


def ministry_list():
    book = Workbook()
    book.active.append(HEADERS)
    for row in ROWS:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return {"name": "Spisak.xlsx", "mimeType": "application/octet-stream", "buffer": out.getvalue()}


def confirm(page):
    page.get_by_role("link", name="Check my data").click()
    for _ in range(3):
        page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Confirm and send").click()
    expect(page.locator(".own-registration .chip")).to_have_text("Awaiting decision")


def decide(page, do, *people):
    """Tick people in the list of registrations and go as far as the page that asks."""
    page.goto("/admin/participants/registration/")
    for name in people:
        page.get_by_role("checkbox", name=f"Select {name}").check()
    page.get_by_label("Do:").select_option(label=do)
    page.get_by_role("button", name="Go on").click()


def sheet_of(download):
    return load_workbook(io.BytesIO(Path(download.path()).read_bytes())).active


def states():
    return dict(Registration.objects.values_list("person__email", "status"))


def test_the_whole_story(visit, sign_in, second_factor, arrive, officer, delegation):
    desk = visit(DESKTOP)
    read_app = second_factor(officer)
    desk.goto("/")
    sign_in(desk, officer)
    enter_app_code(desk, read_app)
    expect(desk.get_by_role("link", name="Back office")).to_be_visible()

    # The officer invites; the focal point nominates from a list in which two rows are bad.
    desk.goto(f"/admin/participants/delegation/{delegation.pk}/change/")
    desk.get_by_role("link", name="Send the invitation…").click()
    desk.get_by_role("button", name="Send the invitation").click()
    expect(desk.locator(".messagelist")).to_contain_text("1 invitation is on the way.")

    focal = arrive("focal@mup.example")
    focal.get_by_role("link", name="Nominate from a list").click()
    focal.locator("input[type=file]").set_input_files(ministry_list())
    focal.get_by_role("main").get_by_role("button", name="Read the list").click()
    focal.get_by_role("heading", name="What are the columns?").wait_for()
    focal.get_by_role("button", name="Show the preview").click()
    expect(focal.get_by_role("heading", name="Preview")).to_be_visible()
    expect(focal.get_by_role("listitem").filter(has_text="wrong").first).to_have_text("2 wrong")
    focal.get_by_role("button", name="Take the 4 good rows only").click()
    expect(focal.get_by_role("heading", name="The list was taken")).to_be_visible()
    assert states() == dict.fromkeys([row[2] for row in ROWS[:4]], "nominated")

    # Everybody confirms; the officer approves, and the delegation is full.
    people = {address: arrive(address) for address in states()}
    for page in people.values():
        confirm(page)
    decide(desk, "Approve…", "Šarić, Ana", "Ђорђевић, Бојан", "Çela, Drita", "Ilić, Vesna")
    expect(desk.locator(".confirm-summary")).to_contain_text("3 will change, 1 skipped")
    desk.get_by_role("button", name="Approve 3").click()
    decide(desk, "Put on reserve…", "Ilić, Vesna")
    desk.get_by_role("button", name="Put on reserve 1").click()
    assert states() == {
        "ana@mup.example": "approved", "bojan@mup.example": "approved", "drita@mup.example": "approved",
        "vesna@mup.example": "reserve",
    }  # fmt: skip

    # Somebody withdraws; the reserve is offered the seat and takes it.
    bojan = people["bojan@mup.example"]
    bojan.get_by_role("link", name="I cannot come").click()
    bojan.get_by_label("Why you cannot come").fill("A court hearing.")
    bojan.get_by_role("button", name="Withdraw").click()
    expect(bojan.get_by_text("You have withdrawn.")).to_be_visible()
    vesna = people["vesna@mup.example"]
    vesna.reload()
    vesna.get_by_role("button", name="Take the seat").click()
    expect(vesna.locator(".own-registration .chip")).to_have_text("Approved")

    # The focal point sends somebody else instead, who confirms and is approved.
    focal.goto(delegation.get_absolute_url())
    focal.get_by_role("link", name=re.compile("^Replace ?: Drita Çela$")).click()
    focal.get_by_label("E-mail address").fill("gezim@mup.example")
    focal.get_by_label("Given name").fill("Gëzim")
    focal.get_by_label("Family name").fill("Hoxha")
    focal.get_by_label("Reason").fill("On leave.")
    focal.get_by_role("button", name="Replace").click()
    expect(focal.get_by_role("main")).to_contain_text("Replaced by Gëzim Hoxha.")
    people["gezim@mup.example"] = arrive("gezim@mup.example")
    confirm(people["gezim@mup.example"])
    decide(desk, "Approve…", "Hoxha, Gëzim")
    desk.get_by_role("button", name="Approve 1").click()
    assert states() == {
        "ana@mup.example": "approved", "bojan@mup.example": "withdrawn", "drita@mup.example": "replaced",
        "vesna@mup.example": "approved", "gezim@mup.example": "approved",
    }  # fmt: skip

    # The officer writes to everybody who comes, and stops it.
    desk.goto("/admin/participants/announcement/add/")
    desk.get_by_label("Event").select_option(label="Workshop on tracing")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_role("heading", name="3 people of 1 delegation")).to_be_visible()
    desk.get_by_role("link", name="Text").click()
    desk.get_by_label("Subject").fill("Another room")
    desk.get_by_label("Text", exact=True).fill("Dear {name},\n\nwe meet in the Grand Hall.")
    desk.get_by_role("button", name="Save and preview").click()
    desk.get_by_role("link", name="Go on to sending").click()
    desk.get_by_role("button", name="Send to 3 people of 1 delegation").click()
    desk.get_by_role("button", name="Stop").click()
    expect(desk.get_by_text("Stopped. 3 mails will not leave.")).to_be_visible()
    assert set(Announcement.objects.get().mails.values_list("status", flat=True)) == {"stopped"}

    # The list goes out as a spreadsheet in which nothing is executed.
    desk.goto("/admin/participants/registration/")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="XLSX", exact=True).click()
    sheet = sheet_of(download.value)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    assert [row[0].value for row in sheet.iter_rows(min_row=2, max_row=4)] == ["Hoxha", "Ilić", "Šarić"]
    focal.goto(delegation.get_absolute_url())
    with focal.expect_download() as download:
        focal.get_by_role("link", name=re.compile("XLSX")).first.click()
    cells = [cell for row in sheet_of(download.value).iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "@SUM(1+1) Inspector"] == ["s"]
