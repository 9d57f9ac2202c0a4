"""What every form on a participant's page has: the portal's look, and fields that suit the keyboard of a phone."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import construct_instance

CSS = {"checkbox": "form-check-input", "radio": "form-check-input", "select": "form-select"}
A_NAME = {"autocapitalize": "words", "autocorrect": "off", "spellcheck": "false"}


class PageForm(forms.BaseForm):
    """Mixin: fields as the components of a page draw them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            kind = getattr(field.widget, "input_type", "text")
            field.widget.attrs.setdefault("class", CSS.get(kind, "form-control"))


class PageModelForm(PageForm, forms.ModelForm):
    """Fields of a row that an action writes: the form checks each of them, and saves nothing."""

    def _post_clean(self):
        """As Django does it, without the constraints of the row: each would be asked of the database, and they are
        about what is not on the form, or said in its `clean`.
        """
        self.instance = construct_instance(self, self.instance, self._meta.fields)
        try:
            self.instance.clean_fields(exclude=self._get_validation_exclusions())
        except ValidationError as error:
            self._update_errors(error)


def choices_with_nothing(choices, nothing: str):
    """The choices of a field that may stay empty, with the empty one in words."""
    return [("", nothing), *choices]
