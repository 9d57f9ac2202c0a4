"""The portal's addresses with one for personal links."""

from django.http import HttpResponse
from django.urls import include, path

from workshop_portal.urls import urlpatterns as portal

links = [path("link/<str:key>/", lambda request, key: HttpResponse(key), name="link")]
urlpatterns = [path("", include((links, "participants"))), *portal]
