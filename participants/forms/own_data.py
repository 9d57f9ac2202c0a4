"""What a person says of themselves for one event: three steps, all of it together, and corrections."""

from django import forms

from participants.actions.confirmations import OF_REGISTRATION
from participants.languages import Language
from participants.models import Registration
from participants.models.details import DETAILS
from participants.states import RegistrationStatus
from workshop_portal.revisions import RevisedForm

from .page_form import A_NAME, PageModelForm, choices_with_nothing

YOU = ("given_name", "family_name", "own_script_name", "badge_name", "rank", "position", "service", "sex",
       "working_languages")  # fmt: skip


def said_of(registration: Registration) -> dict:
    """What there is for every field of the form: before it is confirmed the draft, else what was
    nominated, else the person's own record.
    """
    said = {name: getattr(registration, name) for name in OF_REGISTRATION}
    said["mail_language"] = registration.person.mail_language
    if registration.status != RegistrationStatus.NOMINATED:
        return said
    for name in DETAILS:
        if said[name] in ("", [], Registration.Sex.NOT_STATED):
            said[name] = getattr(registration.person, name)
    return said | registration.draft


def differing(registration: Registration) -> dict:
    """The details that the person's own record says differently, by name; nobody else is shown them."""
    said = said_of(registration)
    own = {name: getattr(registration.person, name) for name in DETAILS}
    return {name: value for name, value in own.items() if value not in ("", [], "not_stated", said[name])}


class OwnDataForm(RevisedForm, PageModelForm):
    """All fields. The row is the registration, locked; nothing of it is saved here: the action takes cleaned_data."""

    working_languages = forms.MultipleChoiceField(
        choices=Language.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Languages in which you can follow a session.",
    )  # fmt: skip
    interpretation = forms.ChoiceField(
        label="Interpretation into", choices=choices_with_nothing(Language.choices, "I need none"), required=False,
        help_text="So that the booth is there, and with enough headsets.",
    )  # fmt: skip
    mail_language = forms.ChoiceField(
        label="Language of mails",
        choices=Language.choices,
        help_text="Mails that exist only in English are sent in English.",
    )

    field_order = (*YOU, "interpretation", "mail_language", "photo_consent", "list_consent")

    class Meta:
        model = Registration
        fields = OF_REGISTRATION
        labels = {
            "own_script_name": "Name in your own script",
            "photo_consent": "I may be in photographs of the workshop",
            "list_consent": "I may be in the participants’ list",
        }
        help_texts = {
            "own_script_name": "As you write it yourself, for example in Cyrillic.",
            "badge_name": "If it should differ from the names as in the passport.",
            "position": "In the words of your service.",
            "sex": "For counts of women and men only. “Not stated” is an answer.",
        }
        widgets = {
            "given_name": forms.TextInput(A_NAME | {"autocomplete": "given-name"}),
            "family_name": forms.TextInput(A_NAME | {"autocomplete": "family-name"}),
            "badge_name": forms.TextInput(A_NAME | {"autocomplete": "off"}),
            "own_script_name": forms.TextInput(A_NAME | {"autocomplete": "off"}),
            "rank": forms.TextInput({"autocomplete": "off"}),
            "position": forms.TextInput({"autocomplete": "organization-title"}),
            "service": forms.TextInput({"autocomplete": "organization"}),
        }

    def __init__(self, data=None, *, instance):
        super().__init__(data, instance=instance, initial=said_of(instance))


class YouForm(OwnDataForm):
    interpretation = mail_language = None

    class Meta(OwnDataForm.Meta):
        fields = YOU


class NeedsForm(OwnDataForm):
    working_languages = None

    class Meta(OwnDataForm.Meta):
        fields = ("interpretation",)


class PrivacyForm(OwnDataForm):
    working_languages = interpretation = mail_language = None

    class Meta(OwnDataForm.Meta):
        fields = ("photo_consent", "list_consent")


class ReviewForm(OwnDataForm):
    """All of it as it lies in the draft. The page itself sends only the revision of what it showed."""

    def __init__(self, data=None, *, instance):
        revision = data.get("revision") if data is not None else instance.revision
        super().__init__(said_of(instance) | {"revision": revision}, instance=instance)

    def would_overwrite(self):
        return True
