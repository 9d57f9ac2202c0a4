"""Work that takes longer than a page: an answer that is sent while the work is done, and says how far it is.

Nothing of it needs JavaScript: each step is one more element of the page, and the style sheet shows the last one only.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pghistory
from django.contrib import messages
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from workshop_portal.transitions import TransitionError

_PLACE = "<!-- the work -->"


@dataclass(frozen=True)
class Way:
    """Where a page leads when the work is done, and what its link says."""

    url: str
    text: str


def carried_out(
    request, steps: Iterator[int], *, title: str, onward: Way, back: Way, at_once: bool = False
) -> HttpResponseBase:
    """Do the work of `steps`, a generator of per cents that raises TransitionError when it refuses.

    Small work is done `at_once` and leads on by itself. Otherwise the answer streams, after the middleware is through:
    who does it and where is said to the history anew. When the reader leaves, the generator is closed where it is, so
    it must do everything in one transaction.
    """
    if not at_once:
        return _streamed(request, steps, title, onward, back)
    try:
        for _ in steps:
            pass
    except TransitionError as refused:
        messages.warning(request, str(refused))
        return redirect(back.url)
    return redirect(onward.url)


def _streamed(request, steps: Iterator[int], title: str, onward: Way, back: Way) -> StreamingHttpResponse:
    page = render_to_string("long_work.html", {"title": title, "place": _PLACE}, request)
    head, tail = page.split(_PLACE)
    response = StreamingHttpResponse(_pieces(request, steps, head, tail, onward, back))
    response.headers["X-Accel-Buffering"] = "no"  # a proxy that waits for the end would hide all the steps
    return response


def _pieces(request, steps: Iterator[int], head: str, tail: str, onward: Way, back: Way) -> Iterator[str]:
    yield head
    with closing(steps), pghistory.context(user=request.user.pk, url=request.path):
        try:
            yield from _bars(steps)
            end = _end("done", way=onward, goes_on=True)
        except TransitionError as refused:
            end = _end("refused", way=back, sentence=str(refused))
        except Exception:
            yield _end("failed", way=back) + tail
            raise  # to the log of the server; the reader knows already
    yield end + tail


def _bars(steps: Iterator[int]) -> Iterator[str]:
    """A bar for each per cent that is new."""
    last = -1
    for percent in steps:
        if percent > last:
            last = percent
            yield render_to_string("components/progress_step.html", {"percent": percent})


def _end(kind: str, *, way: Way, **context) -> str:
    return render_to_string("components/progress_end.html", {"kind": kind, "url": way.url, "text": way.text, **context})
