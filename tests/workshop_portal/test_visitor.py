"""The visitor of `manage.py demo --check`, on a site of a few pages."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from workshop_portal.visitor import SignInError, Visitor

PAGES = {
    "/": '<a href="/events/">Events</a> <a href="https://elsewhere.example/">Out</a> <a href="mailto:a@b.example">',
    "/events/": '<a href="one/#top">One</a> <a href="?page=2">2</a> <a href="/gone/">Gone</a> <a href="/">Home</a>',
    "/events/one/": '<a href="/too/far/">Far</a>',
    "/sign-in/": (
        '<input type="hidden" name="stray" value="no"><form method="get"></form>'
        '<form method="post" action="enter/"><input type="hidden" name="token" value="a b"></form>'
    ),
    "/sign-in/enter/": "Hello",
}


class Site(BaseHTTPRequestHandler):
    posted = []

    def do_GET(self):
        if self.path == "/sign-in/spent/":
            self.send_response(302)
            self.send_header("Location", "/")
            self.end_headers()
            return
        self.answer()

    def do_POST(self):
        self.posted.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.answer()

    def answer(self):
        self.send_response(200 if self.path in PAGES else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGES.get(self.path, "").encode())

    def log_message(self, *args):
        """Nothing on the terminal."""


@pytest.fixture
def visitor():
    Site.posted.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever).start()
        yield Visitor(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


def test_a_walk_follows_the_links_of_this_site_to_a_depth(visitor):
    answers = list(visitor.walk(depth=2))

    assert [(answer.journey, answer.status) for answer in answers] == [
        ("/", 200),
        ("/events/", 200),
        ("/events/one/", 200),
        ("/gone/", 404),
    ]
    assert [answer.is_good for answer in answers] == [True, True, True, False]


def test_a_walk_ends_after_a_number_of_pages(visitor):
    assert [answer.journey for answer in visitor.walk(most=2)] == ["/", "/events/"]


def test_signing_in_posts_the_hidden_fields_of_the_form(visitor):
    answer = visitor.sign_in("/sign-in/")

    assert (answer.journey, answer.status) == ("/sign-in/enter/", 200)
    assert Site.posted == ["token=a+b"]


def test_a_spent_link_signs_nobody_in(visitor):
    with pytest.raises(SignInError, match="no form to sign in at /sign-in/spent/ → /"):
        visitor.sign_in("/sign-in/spent/")


def test_a_redirect_shows_where_it_led(visitor):
    assert visitor.get("/sign-in/spent/").journey == "/sign-in/spent/ → /"
