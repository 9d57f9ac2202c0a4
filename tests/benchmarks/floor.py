"""The floor: a bare Django page of the same shape as ours. One query, one plain template, stock middleware.

Nothing here is used by the portal. It answers the question: what would this page cost if Django did nothing
but read the rows and print them?
"""

from django import forms
from django.shortcuts import redirect, render
from django.urls import path

from events.models import Slot
from participants.languages import Language
from participants.models import Registration
from participants.models.details import Sex

STOCK_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def agenda(request):
    slots = Slot.objects.filter(version__number__isnull=False).select_related("session").order_by("starts_at", "pk")
    return render(request, "floor_agenda.html", {"slots": slots[:40]})


def session(request):
    slots = Slot.objects.filter(version__number__isnull=False).select_related("session").order_by("starts_at", "pk")
    return render(request, "floor_session.html", {"slot": slots[0]})


def registrations(request):
    rows = Registration.objects.select_related(
        "person", "delegation__jurisdiction", "delegation__organisation", "event"
    ).order_by("pk")
    return render(request, "floor_registrations.html", {"rows": rows[:100]})


class DetailsForm(forms.Form):
    """As many fields as the longest step of the registration form, of the same sorts."""

    given_name = forms.CharField(max_length=100)
    family_name = forms.CharField(max_length=100)
    own_script_name = forms.CharField(max_length=200, required=False)
    badge_name = forms.CharField(max_length=100, required=False)
    rank = forms.CharField(max_length=100, required=False)
    position = forms.CharField(max_length=160, required=False)
    service = forms.CharField(max_length=160, required=False)
    sex = forms.ChoiceField(choices=Sex.choices)
    working_languages = forms.MultipleChoiceField(
        choices=Language.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def details(request):
    row = Registration.objects.order_by("pk")[0]
    form = DetailsForm(request.POST or None, initial={name: getattr(row, name) for name in DetailsForm.base_fields})
    if form.is_valid():
        for name, value in form.cleaned_data.items():
            setattr(row, name, value)
        row.save()
        return redirect("details")
    return render(request, "floor_form.html", {"form": form})


def registrations_of_event(request, event):
    """The same hundred rows as our list of one event shows, in the same order."""
    rows = (
        Registration.objects.filter(event=event)
        .live()
        .select_related("person", "delegation__jurisdiction", "delegation__organisation", "event")
    )
    order = "delegation__jurisdiction__position", "delegation__organisation__short_name", "sort_key", "pk"
    return render(request, "floor_registrations.html", {"rows": rows.order_by(*order)[:100]})


urlpatterns = [
    path("details/", details, name="details"),
    path("agenda/", agenda, name="agenda"),
    path("session/", session, name="session"),
    path("session/<str:code>/", session, name="session_by_code"),
    path("registrations/", registrations, name="registrations"),
    path("registrations/of/<int:event>/", registrations_of_event, name="registrations_of_event"),
    path("registrations/<int:pk>/", registrations, name="registration"),
]
