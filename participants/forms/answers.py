"""Yes to an offered seat, and no to coming: buttons that act on what the page showed."""

from django import forms

from workshop_portal.lines import validate_plain_words
from workshop_portal.revisions import RevisedAct

from .page_form import PageForm


class TakeSeatForm(PageForm, RevisedAct):
    """Nothing is typed; the page sends what it showed."""


class WithdrawForm(PageForm, RevisedAct):
    reason = forms.CharField(
        label="Why you cannot come",
        max_length=500,
        validators=[validate_plain_words],
        help_text="The organisers and your focal point read this. “Other duties” is enough.",
    )
