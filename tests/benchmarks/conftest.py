"""CPU time per request of our pages beside a floor, measured in one run: only the ratio is judged.

Both are called in turn, so that a slow minute of the machine hits both alike, and from ever other depths of the
stack: Python 3.11 keeps frames in chunks of 16 KiB, and a loop that happens to cross the end of one asks the
system for memory on every turn. At such a depth any page costs two or three times as much, ours or the floor.
The median over all depths does not know these few.
"""

import gc
import itertools
import time
from contextlib import closing
from io import BytesIO
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.template import Template
from django.test import RequestFactory, override_settings
from django.test.utils import _TestState

from tests.benchmarks import floor

ROUNDS = 300
RESULTS = pytest.StashKey[list]()


def pytest_configure(config):
    config.stash[RESULTS] = []


def stock_templates():
    engine = settings.TEMPLATES[0]
    return [engine | {"DIRS": [Path(__file__).parent / "templates"]}]


class Wsgi:
    """Requests as a server hands them in: without the test client, which watches every template that is rendered."""

    def __init__(self, path, cookies="", sent=None):
        path, _, query = path.partition("?")
        self.application = WSGIHandler()
        self.environ = RequestFactory(HTTP_COOKIE=cookies)._base_environ(PATH_INFO=path, QUERY_STRING=query)
        self.sent, self.calls = sent, itertools.count()

    def __call__(self):
        with closing(self.application(self.request(), self.note_status)) as answer:
            for _ in answer:
                pass
        assert self.status == ("302 Found" if self.sent else "200 OK"), self.status

    def request(self):
        if self.sent is None:
            return dict(self.environ)
        body = urlencode(self.sent(next(self.calls)), doseq=True).encode()
        return self.environ | {
            "REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body),
        }  # fmt: skip

    def note_status(self, status, headers):
        self.status = status


def page_of(client, path, sent=None) -> Wsgi:
    """A page as the browser of `client` asks for it."""
    client.get(path)  # a browser that reads here has been here before, and has the cookie of the forms
    return Wsgi(path, "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items()), sent)


def cpu_seconds(get, depth: int, clock=time.process_time) -> float:
    """What one call costs, made from `depth` frames further down."""
    if depth:
        return cpu_seconds(get, depth - 1, clock)
    before = clock()
    get()
    return clock() - before


def with_database() -> float:
    """The CPU time of this process and of the one that PostgreSQL runs for its connection, in seconds.

    The kernel keeps the second for processes of this machine, in nanoseconds.
    """
    connection.ensure_connection()
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]
    return time.process_time() + int(backend) / 1e9


@pytest.fixture
def compare(request, benchmark, monkeypatch):
    """`compare(name, client, path, floor_path, limit)`: fail when a page costs more than `limit` times the floor.

    `client` is signed in as whoever reads the page. With `sent`, both are sent forms instead of
    read: it makes what is typed, by field, from the number of the call. `clock` says what is counted: our own time,
    or the database's too.
    """
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)  # without the test's watcher

    def compare(name, client, path, floor_path, limit, sent=None, *, clock=time.process_time, rounds=ROUNDS):
        page = page_of(client, path, sent)
        with override_settings(
            ROOT_URLCONF="tests.benchmarks.floor", MIDDLEWARE=floor.STOCK_MIDDLEWARE, TEMPLATES=stock_templates()
        ):
            bare_page = Wsgi(floor_path, page.environ["HTTP_COOKIE"], sent)
        ours, bare = [], []
        for start in range(0, rounds, 10):
            depths = [2 * number % 120 for number in range(start, start + 10)]
            with override_settings(ROOT_URLCONF="tests.benchmarks.floor", TEMPLATES=stock_templates()):
                bare_page()  # the settings were switched: load what they load outside the measurement
                bare += [cpu_seconds(bare_page, depth, clock) for depth in depths]
            page()
            gc.collect()
            ours += [cpu_seconds(page, depth, clock) for depth in depths]
        benchmark.pedantic(page, rounds=10, warmup_rounds=1)
        ratio = median(ours) / median(bare)
        request.config.stash[RESULTS].append((name, median(ours), median(bare), ratio, limit))
        assert ratio <= limit, f"{name} costs {ratio:.2f} times the floor; the limit is {limit}."
        return median(ours)

    return compare


def pytest_terminal_summary(terminalreporter, config):
    rows = config.stash[RESULTS]
    if not rows:
        return
    write = terminalreporter.write_line
    write(f"\n{'Page':<44}{'CPU ms':>9}{'floor ms':>10}{'ratio':>8}{'limit':>8}")
    for name, ours, bare, ratio, limit in rows:
        verdict = "" if ratio <= limit else "  missed"
        write(f"{name:<44}{ours * 1000:>9.2f}{bare * 1000:>10.2f}{ratio:>8.2f}{limit:>8.2f}{verdict}")
