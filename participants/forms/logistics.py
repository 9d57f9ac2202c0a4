"""Stage two, after the approval: journey, nights, meals, access, visa. Times are typed in the event's zone."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms

from participants.models import Logistics
from participants.models.registrations import Diet, TravelMode
from participants.personal_data import Line, about
from workshop_portal.revisions import RevisedForm

from .page_form import PageModelForm, choices_with_nothing

AROUND = timedelta(days=7)  # nobody travels for a workshop earlier or later than this
SECTIONS = {
    "Arrival": ("arrives_by", "arrives_at", "arrival_note"),
    "Departure": ("leaves_by", "leaves_at", "departure_note"),
    "Nights in the hotel": ("nights_from", "nights_until"),
    "Meals": ("diet", "diet_note"),
    "Access": ("access_needs",),
    "Visa": ("visa_letter",),
}
TRAVELS = choices_with_nothing(TravelMode.choices, "I do not know yet")


@dataclass(frozen=True)
class Section:
    """Fields under one heading, with why they are asked, who sees them and when they are erased."""

    title: str
    fields: list[forms.BoundField]
    about: Line


def moment_field(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    widget.input_type = "datetime-local"
    unreadable = "Write day and time like 2027-05-12 14:30."
    return forms.DateTimeField(label=label, required=False, widget=widget, error_messages={"invalid": unreadable})


def day_field(label: str) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    widget.input_type = "date"
    unreadable = "Write the day like 2027-05-12."
    return forms.DateField(label=label, required=False, widget=widget, error_messages={"invalid": unreadable})


class LogisticsForm(RevisedForm, PageModelForm):
    """The row is the newest edition, or one that is not saved yet. Bind and render it in the event's time zone."""

    arrives_by = forms.ChoiceField(label="How you arrive", choices=TRAVELS, required=False)
    arrives_at = moment_field("Day and time of arrival")
    leaves_by = forms.ChoiceField(label="How you leave", choices=TRAVELS, required=False)
    leaves_at = moment_field("Day and time of departure")
    nights_from = day_field("First night")
    nights_until = day_field("Morning on which you leave the hotel")
    diet = forms.MultipleChoiceField(
        label="What your meals must be", choices=Diet.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Logistics
        fields = [name for names in SECTIONS.values() for name in names]
        labels = {
            "arrival_note": "Flight number or border crossing",
            "departure_note": "Flight number or border crossing",
            "diet_note": "A short note on meals",
            "access_needs": "What you need to reach rooms and to take part",
            "visa_letter": "I need a letter for my visa",
        }
        help_texts = {"arrival_note": "", "departure_note": "", "diet_note": "Only what the kitchen has to know."}
        widgets = {
            name: forms.TextInput({"autocomplete": "off"})
            for name in ("arrival_note", "departure_note", "diet_note", "access_needs")
        }

    @property
    def about_all(self) -> Line | None:
        """Who sees the answers and when they are erased, if that is the same for all of them."""
        lines = [about(Logistics, names[0]) for names in SECTIONS.values()]
        return lines[0] if len({(line.seen_by, line.erased) for line in lines}) == 1 else None

    def sections(self) -> list[Section]:
        return [
            Section(title, [self[name] for name in names], about(Logistics, names[0]))
            for title, names in SECTIONS.items()
        ]

    def clean(self):
        cleaned = super().clean()
        self._check_journey(cleaned.get("arrives_at"), cleaned.get("leaves_at"))
        self._check_nights(cleaned.get("nights_from"), cleaned.get("nights_until"))
        return cleaned

    def _check_journey(self, arrives_at, leaves_at):
        for name, moment in (("arrives_at", arrives_at), ("leaves_at", leaves_at)):
            if moment:
                self._check_window(name, moment.date())
        if arrives_at and leaves_at and leaves_at <= arrives_at and "leaves_at" not in self.errors:
            self.add_error("leaves_at", "The departure is not after the arrival.")

    def _check_nights(self, first, morning):
        if first:
            self._check_window("nights_from", first)
        if morning:
            self._check_window("nights_until", morning)
        if bool(first) != bool(morning):
            missing = "nights_until" if first else "nights_from"
            if missing not in self.errors:
                self.add_error(missing, "Give the first night and the morning of leaving, or neither.")
        elif first and morning <= first and "nights_until" not in self.errors:
            self.add_error("nights_until", "The morning of leaving is not after the first night.")

    def _check_window(self, name: str, day: date):
        event = self.instance.registration.event
        first, last = event.starts_on - AROUND, event.ends_on + AROUND
        if not first <= day <= last:
            self.add_error(name, f"The workshop is from {event.starts_on:%-d %B %Y}: give a day between "
                                 f"{first:%-d %B %Y} and {last:%-d %B %Y}.")  # fmt: skip
