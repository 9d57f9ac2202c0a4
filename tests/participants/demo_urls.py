"""The portal's addresses with that of demonstration links, which the settings of the tests leave out."""

from django.urls import path

from participants.demo_links import demo_sign_in
from workshop_portal.urls import *  # noqa: F403
from workshop_portal.urls import urlpatterns as portal

urlpatterns = [*portal, path("demo/sign-in/<str:token>/", demo_sign_in, name="demo_sign_in")]
