"""Which edition of a row a page was made from, so that an outdated page never overwrites newer data.

A form of such a row carries the revision it was made from. The page that takes the form locks the row first, reads
it, and binds the form to what it read: when the two revisions differ, the form says so and keeps what was typed.
"""

import pgtrigger
from django import forms
from django.core.exceptions import ValidationError
from django.db import models

OUTDATED = "This was changed since you opened the page. What you typed is still here: compare, and send it again."


class Revised(models.Model):
    """A row that counts its changes; the database does, so that no way of writing is missed.

    Each subclass says `triggers = [revision_trigger()]`.
    """

    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def revision_trigger() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="counts_its_changes",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="NEW.revision := OLD.revision + 1; RETURN NEW;",
    )


class RevisedForm(forms.BaseForm):
    """Mixin for the form of a Revised row (`self.instance`), which was locked and read before the form was bound.

    After a refusal the form carries the new revision: who sends it again has seen that something changed.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["revision"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=self.instance.revision
        )

    def would_overwrite(self) -> bool:
        """Whether an outdated page does harm: not when all it says is there already, as after a double click."""
        return any(name != "revision" for name in self.changed_data)

    def clean(self):
        cleaned = super().clean()
        is_outdated = self.cleaned_data.pop("revision", None) != self.instance.revision
        if self.instance.pk and is_outdated and self.would_overwrite():
            self.data = self.data.copy()
            self.data[self.add_prefix("revision")] = self.instance.revision
            raise ValidationError(OUTDATED, code="outdated")
        return cleaned


class RevisedAct(RevisedForm, forms.Form):
    """A button that acts on what its page showed of `instance`: whoever presses it has seen the newest edition."""

    def __init__(self, *args, instance, **kwargs):
        self.instance = instance
        super().__init__(*args, **kwargs)

    def would_overwrite(self) -> bool:
        return True
