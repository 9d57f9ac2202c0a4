"""What staff correct: what is said of a person at one event, and what was asked to book and to receive them."""

from django import forms

from participants import actions
from participants.languages import Language
from participants.models import Logistics, Registration
from participants.models.details import DETAILS
from participants.models.registrations import Diet
from workshop_portal.revisions import RevisedForm

CORRECTED = ("role", *DETAILS, "interpretation", "photo_consent", "list_consent")


class CorrectionForm(RevisedForm, forms.ModelForm):
    """The details of one registration. Its row and its delegation are locked before the form is bound."""

    working_languages = forms.MultipleChoiceField(choices=Language, required=False, widget=forms.CheckboxSelectMultiple)
    interpretation = forms.ChoiceField(
        label="Interpretation into", choices=[("", "None is needed"), *Language.choices], required=False
    )

    class Meta:
        model = Registration
        fields = CORRECTED

    def clean_role(self):
        role, registration = self.cleaned_data["role"], self.instance
        if role != registration.role and (
            sentence := actions.role_refusal(registration, registration.delegation, role)
        ):
            raise forms.ValidationError(sentence)
        return role


def moment_field(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget)


def day_field(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class LogisticsCorrectionForm(RevisedForm, forms.ModelForm):
    """Times are in the zone of the event, which the page has made the current one."""

    arrives_at, leaves_at = moment_field("Arrival"), moment_field("Departure")
    nights_from, nights_until = day_field("First night"), day_field("Morning of leaving the hotel")
    diet = forms.MultipleChoiceField(choices=Diet, required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Logistics
        fields = (
            "arrives_at", "arrives_by", "arrival_note", "leaves_at", "leaves_by", "departure_note",
            "nights_from", "nights_until", "diet", "diet_note", "access_needs", "visa_letter",
        )  # fmt: skip
