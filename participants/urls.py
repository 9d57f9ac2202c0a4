"""The addresses of people, delegations and registrations. Included at the root, before those of events."""

app_name = "participants"

urlpatterns = []
