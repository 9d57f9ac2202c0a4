"""The floor: a bare Django page of the same shape as ours. One query, one plain template, stock middleware.

Nothing here is used by the portal. It answers the question: what would this page cost if Django did nothing
but read the rows and print them?
"""

from django.shortcuts import render
from django.urls import path

from events.models import Slot
from participants.models import Registration

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


urlpatterns = [
    path("agenda/", agenda, name="agenda"),
    path("session/", session, name="session"),
    path("session/<str:code>/", session, name="session_by_code"),
    path("registrations/", registrations, name="registrations"),
    path("registrations/<int:pk>/", registrations, name="registration"),
]
