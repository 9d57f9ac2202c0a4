"""The addresses of people, delegations and registrations. Included at the root, before those of events."""

from django.urls import path

from participants.views.delegations import DelegationPage
from participants.views.links import Link

app_name = "participants"

urlpatterns = [
    path("link/<slug:key>/", Link.as_view(), name="link"),
    path("delegations/<int:pk>/", DelegationPage.as_view(), name="delegation"),
]
