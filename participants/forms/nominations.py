"""What is asked about somebody who is nominated. The action decides; a form only reads what was typed."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from participants.forms.page_form import PageForm
from participants.models import Registration
from participants.seats import SeatCount
from participants.states import Role

NOMINATED = ("given_name", "family_name", "own_script_name", "rank", "position", "service", "sex")


def field_of_registration(name: str, **options: Any) -> forms.Field:
    """A form field that checks all that the column checks."""
    column = Registration._meta.get_field(name)
    field = column.formfield(**options)
    own = [check for check in column.validators if not isinstance(check, MaxLengthValidator)]
    field.validators = [*field.validators, *own]
    return field


class RevisionForm(PageForm, forms.Form):
    """A form of a page that shows one row: it says which edition of the row was shown."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PersonForm(RevisionForm):
    """Names as typed, never re-cased. No number of a document is asked anywhere."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="The person's own address at work. We write there, and nobody else can confirm for them.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    given_name = field_of_registration("given_name", help_text="As in the passport.")
    family_name = field_of_registration("family_name")
    own_script_name = field_of_registration(
        "own_script_name",
        label="Name in own script",
        help_text="The full name in the person's own letters, if these are others.",
    )
    rank = field_of_registration("rank")
    position = field_of_registration("position")
    service = field_of_registration("service")
    sex = field_of_registration("sex", required=False)

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in NOMINATED} | {
            "sex": self.cleaned_data["sex"] or Registration.Sex.NOT_STATED
        }


class NominationForm(PersonForm):
    """`seats` are the seats by role; a role without any is not offered."""

    role = forms.ChoiceField(label="Role")
    as_reserve = forms.BooleanField(
        label="As a reserve",
        required=False,
        help_text="Takes no seat now. When a seat becomes free, it is offered to the first on the reserve list.",
    )
    field_order = ("revision", "role", "as_reserve", "email", *NOMINATED)

    def __init__(self, *args, seats: dict[str, SeatCount], **kwargs):
        super().__init__(*args, **kwargs)
        own = self.initial.get("role")
        self.fields["role"].choices = [
            (count.role, f"{count.label}: {count.free} of {count.seats} free")
            for count in seats.values()
            if count.seats or count.role == own
        ]
        self.initial.setdefault("role", Role.MEMBER)


class ReplacementForm(PersonForm):
    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever is replaced reads it in a mail.",
    )
    field_order = ("revision", "email", *NOMINATED, "reason")


class WithdrawalForm(RevisionForm):
    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The person reads it in a mail.",
    )


class ReserveMoveForm(forms.Form):
    """One step up or down on the reserve list. `order` is the list as the page showed it."""

    order = forms.RegexField(r"^\d{1,18}(,\d{1,18}){0,999}$")
    move = forms.RegexField(r"^\d{1,18} (up|down)$")

    def orders(self) -> tuple[list[int], list[int]]:
        """The order as shown, and the one that is wanted."""
        shown = [int(key) for key in self.cleaned_data["order"].split(",")]
        key, direction = self.cleaned_data["move"].split()
        wanted = list(shown)
        if int(key) in wanted:
            place = wanted.index(int(key))
            other = max(0, place - 1) if direction == "up" else place + 1
            wanted.insert(other, wanted.pop(place))
        return shown, wanted
