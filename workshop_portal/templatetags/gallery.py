"""Made-up content for the gallery of components (templates/gallery.html). Reads no row."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Sample

from django import forms, template

from workshop_portal.markings import MEANINGS, Marking

register = template.Library()

MORNING = datetime(2021, 12, 14, 8, tzinfo=UTC)
LONG_TITLE = (
    "Working groups: standard operating procedures for seized alarm and signal weapons converted to fire live "
    "ammunition, and for their tracing"
)
# Values with the words that people read, as in the apps' states.py, which this package may not know.
STATES = {
    "Events": {"draft": "Draft", "published": "Published", "closed": "Closed", "archived": "Archived"},
    "Registrations": {
        "nominated": "Nominated",
        "submitted": "Awaiting decision",
        "approved": "Approved",
        "recheck": "Awaiting re-approval",
        "reserve": "Reserve",
        "offered": "Seat offered",
        "declined": "Declined",
        "withdrawn": "Withdrawn",
        "replaced": "Replaced",
    },
    "Materials": {"expected": "Expected", "received": "Received", "cleared": "Cleared", "withheld": "Withheld"},
    "Mails": {"queued": "Queued", "sent": "Sent", "failed": "Failed", "stopped": "Stopped", "skipped": "Skipped"},
    "Lists": {"uploaded": "Uploaded", "previewed": "Previewed", "applied": "Applied", "discarded": "Discarded"},
    "Bulk messages": {"draft": "Draft", "confirmed": "Confirmed", "stopped": "Stopped"},
    "Requests": {"open": "Open", "answered": "Answered"},
    "Framework versions": {"draft": "Draft", "published": "Published", "retired": "Retired"},
    "Assessments": {
        "planned": "Planned",
        "fieldwork": "Fieldwork",
        "initial": "Initial findings",
        "draft": "Draft",
        "under_review": "Under review",
        "answered": "Answered",
        "agreed": "Agreed",
        "noted": "Noted",
        "final": "Final",
    },
}


class SampleForm(forms.Form):
    """One field of each sort, filled in wrongly."""

    address = forms.EmailField(label="E-mail address", help_text="The address of your nomination.")
    name = forms.CharField(label="Name in your own script", required=False)
    role = forms.ChoiceField(label="Role", choices=[("member", "Member"), ("head", "Head of delegation")])
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label="I have read the privacy notice")


class CodeForm(forms.Form):
    """The fields of the sign-in, one of them left empty."""

    code = forms.CharField(label="Code")
    digits = forms.CharField(required=False)


class PageForm(forms.Form):
    """Every sort of field of a participant's page, the first ones filled in wrongly."""

    family_name = forms.CharField(label="Family name", widget=forms.TextInput({"class": "form-control"}))
    languages = forms.MultipleChoiceField(
        label="Working languages",
        choices=[("sq", "Albanian"), ("mk", "Macedonian"), ("cnr", "Montenegrin")],
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        help_text="Languages in which you can follow a session.",
    )
    sex = forms.ChoiceField(
        choices=[("female", "Female"), ("not_stated", "Not stated")], widget=forms.Select({"class": "form-select"})
    )
    photo = forms.BooleanField(
        label="I may be in photographs of the workshop",
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
        help_text="You take part in the same way whatever you answer.",
    )


@register.simple_tag
def gallery_samples():
    """{% gallery_samples as made %}: every component's states, by the name of what it takes."""
    return {
        "states": STATES,
        "markings": [{"marking": mark, "label": mark.label, "meaning": MEANINGS[mark]} for mark in Marking],
        "days": [Sample(number=number, date=(MORNING + timedelta(days=number - 1)).date()) for number in (1, 2)],
        "slots": slots(),
        "materials": materials(),
        "events": events(),
        "seats": [
            seats(5, used=3, offered=1, free=1),
            seats(2, used=1, asking=3, over=2),
            seats(120, used=80, free=40),
        ],
        "form": SampleForm({"address": "željko.police.example", "name": "Жељко Ђорђевић", "role": "member"}),
        "empty": CodeForm({}, prefix="sign-in"),
        "entry": Sample(
            title="You are registered: Second Regional Workshop",
            facts=[
                Sample(label="Sent", value=MORNING),
                Sample(label="State", value="Sent"),
                Sample(label="May be in photographs", value=False),
                Sample(label="Rank", value=None),
            ],
            text="Dear Đurđa Šarić,\n\nyou are registered.",
        ),
        "fields": list(PageForm({"sex": "not_stated"}, prefix="page")),
        "steps": [
            ("you", "You"),
            ("needs", "Role and needs"),
            ("privacy", "Privacy and consent"),
            ("review", "Review"),
        ],
        "columns": ["Delegation", "Seats"],
        "rows": [["Albania", "3 of 3"], ["Kosovo*", "2 of 3"], ["Republic of Moldova", "0 of 3"]],
    }


def seats(total, *, over=0, **kinds):
    kinds = {"used": 0, "offered": 0, "asking": 0, "free": 0} | kinds
    bar = [kind for kind, n in kinds.items() for _ in range(n)]
    return Sample(seats=total, over=over, bar=bar if total <= 60 else [], **kinds)


def slots():
    made = [
        ("registration", "Arrival and day sheet", "", "", ""),
        ("opening", "Opening: aims of the workshop", "SEESAC", "English", ""),
        ("presentation", "Sharing information with Europol", "Europol", "English, interpretation into Albanian", ""),
        ("break", "Coffee", "", "", ""),
        ("panel", "Panel: the first 48 hours", "Investigators of four jurisdictions", "", "Chatham House Rule"),
        ("working_group", LONG_TITLE, "Željko Đorđević-Stojanovski and Ștefan Țurcanu", "", "Chatham House Rule"),
        ("delegation_round", "Round of delegations: Albania, Kosovo*, Serbia", "All delegations", "", ""),
        ("plenary", "Препознавање на преправено оружје: ѓ, ќ, љ, њ, џ", "Управа за криминалистичка полиција", "", ""),
        ("lunch", "Lunch", "", "", ""),
        ("closing", "Closing of the day", "", "", ""),
    ]
    return [
        Sample(
            kind=kind,
            get_kind_display=kind.replace("_", " ").capitalize(),
            is_break=kind in {"break", "lunch"},
            title=title,
            presenter=presenter,
            languages=languages,
            handling=handling,
            room_name="" if kind in {"break", "lunch"} else "Lakeside Hall",
            session=Sample(code=f"1.{number}"),
            starts_at=MORNING + timedelta(minutes=45 * number),
            ends_at=MORNING + timedelta(minutes=45 * (number + 1)),
        )
        for number, (kind, title, presenter, languages, handling) in enumerate(made)
    ]


def materials():
    pdf = Sample(media_type="application/pdf", size=248_000, number=1, note="", opens_in_browser=True)
    slides = Sample(
        media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
        size=3_400_000,
        number=3,
        note="slides 4 to 6 corrected",
        opens_in_browser=False,
    )
    made = [
        ("Administrative note", Marking.CLEAR, "cleared", True, pdf),
        (LONG_TITLE, Marking.AMBER_STRICT, "cleared", True, slides),
        ("Прирачник за истражители и вештаци", Marking.GREEN, "cleared", False, pdf),
        ("A case from the region", Marking.AMBER, "withheld", False, pdf),
        ("Conclusions", Marking.GREEN, "expected", False, None),
        ("Draft procedure", Marking.AMBER, "received", False, pdf),
    ]
    return [
        Sample(
            pk=number,
            title=title,
            originator="Criminal Police Directorate (demonstration)",
            marking=marking,
            get_marking_display=marking.label,
            marking_meaning=MEANINGS[marking],
            status=status,
            is_available=available,
            available_from=MORNING + timedelta(days=1),
            current=version,
        )
        for number, (title, marking, status, available, version) in enumerate(made, start=1)
    ]


def events():
    def event(title, status, days, **more):
        first = MORNING.date()
        return Sample(
            title=title,
            status=status,
            get_status_display=status.capitalize(),
            starts_on=first,
            ends_on=first + timedelta(days=days),
            get_absolute_url="#event_card",
            **more,
        )

    place = {"format": "hybrid", "get_format_display": "Hybrid", "venue": "Hotel Zlatni Breg (fictional)"}
    approved = Sample(status="approved", status_label="Approved", event_slug="first-workshop")
    offered = Sample(
        status="offered",
        status_label="Seat offered",
        event_slug="first-workshop",
        asked="Take the seat or say no",
        asked_by=MORNING.date(),
    )
    return [
        (event("First Regional Workshop of Criminal Police Representatives", "closed", 1), approved, []),
        (event(LONG_TITLE, "published", 0, **place), offered, []),
        (event("Радионица о балистичким подацима", "draft", 20, **place), Sample(status=""), [Led()]),
    ]


class Led:
    """A delegation as its focal point finds it in a list."""

    get_absolute_url = "#event_card"
    asked = ("2 of 4 seats are free; nominating closes in 3 days.", "1 has not confirmed yet.")

    def __str__(self):
        return "Kosovo*"
