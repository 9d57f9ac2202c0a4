"""The form of a nomination letter."""

from django import forms

from participants.actions import inspect_letter
from participants.forms.page_form import PageForm
from participants.models import NominationLetter


class PeopleChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, registration):
        return f"{registration.get_full_name()}, {registration.get_role_display().lower()}"


class LetterForm(PageForm, forms.ModelForm):
    """A file, and what it says: `registrations` are the people whom it can name."""

    file = forms.FileField(
        label="File",
        help_text="PDF, DOCX, PNG or JPG. It is kept as it is; only your delegation and the organisers can open it.",
    )
    covers = PeopleChoice(queryset=None, label="Who is named in it")

    class Meta:
        model = NominationLetter
        fields = ("reference", "dated_on", "signatory")
        widgets = {"dated_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    field_order = ("file", "reference", "dated_on", "signatory", "covers")

    def __init__(self, *args, registrations, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["covers"].queryset = registrations

    def clean_file(self):
        upload = self.cleaned_data["file"]
        inspect_letter(upload)
        return upload

    def clean_dated_on(self):
        day = self.cleaned_data["dated_on"]
        if day > self.today:
            raise forms.ValidationError("This day is still to come.")
        return day
