"""What every form on a participant's page has: the portal's look, and fields that suit the keyboard of a phone."""

from django import forms

CSS = {"checkbox": "form-check-input", "select": "form-select"}
A_NAME = {"autocapitalize": "words", "autocorrect": "off", "spellcheck": "false"}


class PageForm(forms.BaseForm):
    """Mixin. Labels say which fields may stay empty, because few must be filled in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = field.widget
            if widget.is_hidden:
                continue
            kind = getattr(widget, "input_type", "text")
            widget.attrs.setdefault("class", CSS.get(kind, "form-control"))
            if not field.required and kind in {"text", "datetime-local", "date"}:
                field.label = f"{field.label} (optional)"


def choices_with_nothing(choices, nothing: str):
    """The choices of a field that may stay empty, with the empty one in words."""
    return [("", nothing), *choices]
