"""What staff say of a delegation."""

from django import forms

from participants.models import User
from workshop_portal.lines import validate_name
from workshop_portal.revisions import RevisedForm


class DelegationForm(RevisedForm, forms.ModelForm):
    """Seats, deadlines, focal points and notes; the page says which. The row is locked before the form is bound."""

    def clean_focal_points(self):
        """Focal points whom the reader may not see are not among the boxes, and stay."""
        chosen = self.cleaned_data["focal_points"]
        if not self.instance.pk:
            return chosen
        offered = self.fields["focal_points"].queryset
        unseen = self.instance.focal_points.exclude(pk__in=offered.order_by().values("pk")).values("pk")
        return User.objects.filter(pk__in=[*chosen.values_list("pk", flat=True), *unseen.values_list("pk", flat=True)])


class FocalPointForm(forms.Form):
    """Somebody who may not be in the portal yet."""

    email = forms.EmailField(label="E-mail address", max_length=254)
    given_name = forms.CharField(max_length=100, validators=[validate_name])
    family_name = forms.CharField(max_length=100, validators=[validate_name])
