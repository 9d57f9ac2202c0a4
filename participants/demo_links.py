"""One-use sign-in links of the demonstration, which has no mailbox. Routed in development settings only."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from participants.models import User
from participants.second_factor import note_second_factor

LIFETIME = timedelta(days=1)


def new_link(user: User, base_url: str) -> str:
    """A link that signs `user` in once within a day, second factor included."""
    if not settings.DEMO_SIGN_IN:
        raise ImproperlyConfigured("Sign-in links exist under the development settings only.")
    token = secrets.token_urlsafe(16)
    cache.set(_key(token), user.pk, timeout=LIFETIME.total_seconds())
    return base_url + reverse("demo_sign_in", args=[token])


def demo_sign_in(request, token):
    """Ask on GET, because browsers and chat programs fetch links in advance; sign in on POST, once."""
    pk = cache.get(_key(token))
    if not settings.DEMO_SIGN_IN or pk is None:
        raise Http404
    user = get_object_or_404(User, pk=pk, is_fictional=True)
    if request.method != "POST":
        return render(request, "participants/demo_sign_in.html", {"person": user})
    if not cache.delete(_key(token)):  # somebody else was faster: the row is gone
        raise Http404
    login(request, user)
    note_second_factor(request, user, type="demonstration")
    return redirect("admin:index" if user.is_staff else "home")


def _key(token: str) -> str:
    return f"demo-sign-in:{token}"
