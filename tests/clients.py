"""Test clients that are signed in as the portal signs people in."""

import re
import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)


def signed_in(client, user, *, second_factor=None):
    """`client` with a session of `user`; staff get their second factor unless told otherwise."""
    client.force_login(user)
    if user.is_staff if second_factor is None else second_factor:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()
    return client


def body(response) -> bytes:
    """The whole answer; reading a streamed one to its end also closes its file, as a server does."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def text(response) -> str:
    """What a reader sees: the words of a page, without tags and in one line."""
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())
