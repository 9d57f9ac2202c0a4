"""The words of mails, and a bulk message step by step: for whom, with which words, and the yes before it is sent."""

from django import forms

from participants.criteria import Criterion, Lack
from participants.languages import Language
from participants.models import Announcement, Delegation, MailTemplate, Registration
from participants.models.mail import check_words
from participants.states import RegistrationStatus, Role
from workshop_portal.revisions import RevisedForm

TYPED_COUNT_OVER = 50  # more people than these are counted by whoever sends
WIDGETS = {
    "subject": forms.TextInput(attrs={"class": "vTextField"}),
    "body": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 18}),
}


class PeopleForm(RevisedForm, forms.ModelForm):
    """The filter, and who of those shown on the page is left out by name. Nobody else's leaving out is touched."""

    states = forms.MultipleChoiceField(
        label="State", choices=RegistrationStatus, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one state."},
    )  # fmt: skip
    delegations = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, help_text="None chosen: all."
    )
    roles = forms.MultipleChoiceField(
        choices=Role, required=False, widget=forms.CheckboxSelectMultiple, help_text="None chosen: all."
    )
    languages = forms.MultipleChoiceField(
        label="Language of mails", choices=Language, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="None chosen: all.",
    )  # fmt: skip
    lacks = forms.MultipleChoiceField(
        label="Only who lacks something", choices=Lack, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Whoever lacks everything chosen here.",
    )  # fmt: skip
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Announcement
        fields = []

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        invited = Delegation.objects.visible_to(user).filter(event=self.instance.event_id).in_order()
        self.fields["delegations"].choices = [(delegation.pk, str(delegation)) for delegation in invited]
        for name, values in Criterion.of(self.instance.criterion).stored.items():
            self.initial.setdefault(name, values)

    def clean_shown(self):
        return keys_in(self.cleaned_data["shown"].split(","))

    @property
    def left_out(self) -> set[int]:
        """Whom the page leaves out: as was just sent, or as it is."""
        if self.is_bound:
            return keys_in(self.data.getlist("left_out"))
        return set(self.instance.excluded.values_list("pk", flat=True))

    def save(self, commit=True):
        """Always writes the row, so that a page made before is outdated also when only names were left out."""
        names = ("states", "delegations", "roles", "languages", "lacks")
        self.instance.criterion = Criterion(**{name: self.cleaned_data[name] for name in names}).stored
        self.instance.save(update_fields=["criterion"])
        own = Registration.objects.visible_to(self.user).filter(event=self.instance.event_id)
        shown = own.filter(pk__in=self.cleaned_data["shown"])
        self.instance.excluded.remove(*shown.exclude(pk__in=self.left_out))
        self.instance.excluded.add(*shown.filter(pk__in=self.left_out))
        return self.instance


def keys_in(texts) -> set[int]:
    """The keys of rows among what was sent; what is no key was not written by our page."""
    return {int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19}


class TextForm(RevisedForm, forms.ModelForm):
    """The words. A draft may be unfinished; what is there must be right."""

    class Meta:
        model = Announcement
        fields = ["language", "subject", "body"]
        widgets = WIDGETS
        labels = {"body": "Text"}
        help_texts = {"language": "How days are written."}

    def clean(self):
        cleaned = super().clean()
        words = {name: self.cleaned_data.get(name, "") for name in ("subject", "body")}
        check_words(MailTemplate.Purpose.ANNOUNCEMENT, **words)
        return cleaned

    def save(self, commit=True):
        self.instance.save(update_fields=self.Meta.fields)
        return self.instance


class StartForm(forms.Form):
    """From what to start: a text, or an earlier message."""

    text = forms.ChoiceField(label="Start from")

    def __init__(self, *args, user, announcement, **kwargs):
        super().__init__(*args, **kwargs)
        texts = MailTemplate.objects.filter(purpose=MailTemplate.Purpose.ANNOUNCEMENT).order_by("language")
        earlier = Announcement.objects.visible_to(user).exclude(pk=announcement.pk).exclude(body="")
        self.words = {"portal": None} | {f"text-{text.pk}": text for text in texts}
        self.words |= {f"message-{row.pk}": row for row in earlier.order_by("-pk")[:30]}
        self.fields["text"].choices = [
            ("", "Choose a text"),
            *((key, self._label(key, row)) for key, row in self.words.items()),
        ]

    @staticmethod
    def _label(key, row):
        if row is None:
            return "The portal's own text"
        if isinstance(row, MailTemplate):
            return f"Text in {row.get_language_display()}: {row.subject}"
        return f"Message of {row.created_at:%-d %B %Y}: {row.subject}"

    def chosen(self):
        return self.words[self.cleaned_data["text"]]


class ConfirmForm(forms.Form):
    """The yes to what was seen; to many, with their number typed."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        if people > TYPED_COUNT_OVER:
            self.fields["count"] = forms.IntegerField(
                label="How many people?", help_text=f"Type {people}, so that nobody is written to by mistake."
            )

    def clean_count(self):
        if self.cleaned_data["count"] != self.people:
            raise forms.ValidationError(f"This message goes to {self.people} people. Type that number.")
        return self.cleaned_data["count"]


class MailTemplateForm(RevisedForm, forms.ModelForm):
    class Meta:
        model = MailTemplate
        fields = ["purpose", "language", "subject", "body"]
        widgets = WIDGETS
        labels = {"body": "Text"}
