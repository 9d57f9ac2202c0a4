from django import forms

from participants.forms.page_form import PageForm
from participants.lists.file import read_list
from participants.lists.people import REQUIRED
from participants.lists.words import FIELDS, WHOLE, WHOLE_REVERSED

LEFT_OUT = [("", "– Not taken –")]


class ListUploadForm(PageForm, forms.Form):
    """The file is read while it is checked; `found` is what it holds."""

    file = forms.FileField(
        label="List",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        help_text="XLSX or CSV, up to 5,000 people.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        self.found = read_list(upload)
        return upload


class ListColumnsForm(forms.Form):
    """One select for each column of the list: which field it fills, if any."""

    def __init__(self, *args, list_import, **kwargs):
        super().__init__(*args, **kwargs)
        examples = list_import.outcome.get("examples", ())
        for number, header in enumerate(list_import.headers):
            values = examples[number] if number < len(examples) else ()
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=header[:100],
                choices=[*LEFT_OUT, *FIELDS.items()],
                required=False,
                initial=list_import.mapping.get(str(number), ""),
                help_text=f"For example: {' · '.join(values)}" if values else "The first rows are empty here.",
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def clean(self):
        chosen = {name: field for name, field in super().clean().items() if field}
        self._refuse_doubles(chosen)
        fields = set(chosen.values())
        if fields & {WHOLE, WHOLE_REVERSED}:
            fields |= {"given_name", "family_name"} if not fields & {"given_name", "family_name"} else set()
        missing = [FIELDS[field].lower() for field in REQUIRED if field not in fields]
        if missing and not self.errors:
            self.add_error(None, f"Say which column holds: {', '.join(missing)}.")
        return self.cleaned_data

    def _refuse_doubles(self, chosen):
        seen = {}
        for name, field in chosen.items():
            group = "name" if field in {WHOLE, WHOLE_REVERSED} else field
            if group in seen:
                self.add_error(name, f"“{self.fields[seen[group]].label}” fills the same field. Choose one of them.")
            seen.setdefault(group, name)
        if "name" in seen and {"given_name", "family_name"} & set(chosen.values()):
            self.add_error(seen["name"], "Choose either the whole name, or given name and family name.")

    def mapping(self):
        """The field of each column that is taken, by the number of the column."""
        return {name.removeprefix("column_"): field for name, field in self.cleaned_data.items() if field}


class ListConfirmForm(forms.Form):
    """What is sent with the preview: which one was seen, and who is taken although somebody has the same name."""

    seen = forms.CharField(max_length=64)
    also = forms.TypedMultipleChoiceField(coerce=int, required=False)
    invite = forms.BooleanField(required=False)

    def __init__(self, *args, list_import, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [line["row"] for line in list_import.outcome.get("lines", ()) if line["kind"] == "maybe"]
        self.fields["also"].choices = [(row, row) for row in rows]
