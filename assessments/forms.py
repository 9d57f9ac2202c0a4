"""The answers of an assessor, one small form per indicator."""

from django import forms

from assessments.models import FrameworkVersion, Indicator, Result

LEVELS = range(1, 6)


def outcome_of(result: Result | None) -> str:
    """What stands in the choice: the level as text, or the reason for the blank."""
    if result is None:
        return ""
    return str(result.level.value) if result.level else result.blank_reason


def outcome_choices(version: FrameworkVersion) -> list:
    levels = [(str(value), f"{value} {version.level_name(value)}".strip()) for value in LEVELS]
    return [("", "–"), ("Level", levels), ("No level", Result.BlankReason.choices)]


def in_lines(text: str) -> str:
    """Browsers send other line ends than the database holds."""
    return text.replace("\r\n", "\n").strip()


class ResultForm(forms.Form):
    """Level or blank, and why.

    It brings along what it showed, so that a page opened long ago changes only what its reader changed,
    and says so when somebody else changed the same.
    """

    outcome = forms.ChoiceField(required=False, show_hidden_initial=True)
    justification = forms.CharField(
        required=False, show_hidden_initial=True, widget=forms.Textarea(attrs={"rows": 3, "cols": 60})
    )

    def __init__(self, *args, indicator: Indicator, result: Result | None, choices: list, **kwargs):
        self.indicator, self.result = indicator, result
        self.now = {
            "outcome": outcome_of(result),
            "justification": in_lines(result.justification) if result else "",
        }
        super().__init__(*args, prefix=f"indicator-{indicator.pk}", initial=self.now, **kwargs)
        for name, label in (("outcome", "level"), ("justification", "justification")):
            self.fields[name].widget.attrs["aria-label"] = f"{indicator.code}, {label}"
        self.fields["outcome"].choices = choices

    def clean_justification(self):
        return in_lines(self.cleaned_data["justification"])

    def clean(self):
        cleaned = super().clean()
        if not self.has_changed():
            return cleaned
        self._refuse_stale()
        outcome, justification = cleaned.get("outcome"), cleaned.get("justification")
        if not outcome and "outcome" not in self.errors:
            self.add_error("outcome", "Choose a level, or the reason why there is none.")
        if outcome not in {"not_assessed", "insufficient_evidence"} and outcome and not justification:
            self.add_error("justification", "Say why: a level or “not applicable” needs a justification.")
        return cleaned

    def _refuse_stale(self):
        """When the row is no longer what the page showed: say what it is, and take that as shown."""
        shown = {name: in_lines(self.data.get(self.add_initial_prefix(name), "")) for name in self.now}
        if shown == self.now:
            return
        self.data = self.data.copy()
        for name, value in self.now.items():
            self.data[self.add_initial_prefix(name)] = value
        words = self.result.get_blank_reason_display() or f"level {self.now['outcome']}" if self.result else "nothing"
        self.add_error(
            None,
            f"Somebody else changed this in the meantime. Now it says: {words}. {self.now['justification']} "
            "Save again to replace it with yours.",
        )
