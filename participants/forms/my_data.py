from django import forms

from participants.forms.page_form import PageForm
from participants.languages import Language
from participants.models import DataRequest, User

FIELDS = ("badge_name", "rank", "position", "sex", "working_languages", "mail_language")


class OwnRecordForm(PageForm, forms.ModelForm):
    """What a person may change of the own record alone. Names and service are decided about at a registration."""

    working_languages = forms.MultipleChoiceField(
        choices=Language, required=False, widget=forms.CheckboxSelectMultiple, label="Working languages"
    )

    class Meta:
        model = User
        fields = FIELDS
        widgets = {"sex": forms.RadioSelect}

    def save(self, commit=True):
        """Only what was changed: another page may have changed the rest."""
        if self.changed_data:
            self.instance.save(update_fields=self.changed_data)
        return self.instance


class DataRequestForm(PageForm, forms.ModelForm):
    """What somebody asks about their data."""

    class Meta:
        model = DataRequest
        fields = ["kind", "text"]
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 5})}
        labels = {"kind": "What you ask for", "text": "In your words"}
        help_texts = {"text": "Which data, and why. It may stay empty if you ask to erase your data."}
        error_messages = {"text": {"required": "Write what you mean, so that it can be answered."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = DataRequest.Kind.choices
        self.fields["text"].required = self.data.get(self.add_prefix("kind")) != DataRequest.Kind.ERASURE
