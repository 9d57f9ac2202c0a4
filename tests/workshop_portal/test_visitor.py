"""The visitor of `manage.py demo --check`, on a site of a few pages."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from workshop_portal.visitor import VisitError, Visitor

HEAD = '<header>Ana Čović <form method="post" action="/account/logout/"><button>Sign out</button></form></header>'
PAPERS = "/events/one/materials/"
PAGES = {
    "/": '<a href="/events/">Events</a> <a href="https://elsewhere.example/">Out</a> <a href="mailto:a@b.example">',
    "/events/": '<a href="one/#top">One</a> <a href="?page=2">2</a> <a href="/gone/">Gone</a> <a href="/">Home</a>',
    "/events/one/": '<a href="/too/far/">Far</a>',
    "/sign-in/": (
        '<input type="hidden" name="stray" value="no"><form method="get"></form>'
        '<form method="post" action="enter/"><input type="hidden" name="token" value="a b"></form>'
    ),
    "/sign-in/enter/": HEAD,
    "/no-sign-in/": '<form method="post" action="/"></form>',
    "/half-sign-in/": '<form method="post" action="/half-sign-in/enter/"></form>',
    "/half-sign-in/enter/": "<header>Ana Čović</header>",
    "/second-factor/": '<form method="post" action="/to/account/second-factor/"></form>',
    "/account/login/": "<header></header>",
    "/account/second-factor/": HEAD,
    "/mine/": HEAD,
    PAPERS: f'{HEAD}<a href="7/">Slides</a> <a href="8/">Agenda</a> <a href="8/?x">Agenda</a>',
    f"{PAPERS}7/": f'{HEAD}<a href="files/1/?download">Download</a>',
    f"{PAPERS}8/": f'{HEAD}<a href="files/2/">Open</a> <a href="files/1/">Old</a>',
    f"{PAPERS}8/files/2/": "%PDF-1.7",
}


class Site(BaseHTTPRequestHandler):
    posted = []
    media_type = "application/pdf"  # of files

    def do_GET(self):
        if self.path == "/sign-in/spent/":
            return self.redirect("/")
        if self.path.startswith("/to/"):
            return self.redirect(self.path.removeprefix("/to"))
        return self.answer()

    def do_POST(self):
        self.posted.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.path.startswith("/to/"):
            return self.redirect(self.path.removeprefix("/to"))
        return self.answer()

    def redirect(self, path):
        self.send_response(302)
        self.send_header("Location", path)
        self.end_headers()

    def answer(self):
        self.send_response(200 if self.path in PAGES else 404)
        self.send_header("Content-Type", self.media_type if "/files/" in self.path else "text/html")
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
    answer = visitor.sign_in("/sign-in/", "Ana Čović")

    assert (answer.journey, answer.status) == ("/sign-in/enter/", 200)
    assert Site.posted == ["token=a+b"]


@pytest.mark.parametrize(
    ("link", "name", "line"),
    [
        ("/sign-in/spent/", "Ana Čović", "200  no form to sign in at /sign-in/spent/ → /"),
        ("/gone/", "Ana Čović", "404  no form to sign in at /gone/"),
        ("/no-sign-in/", "Ana Čović", "200  /: does not name Ana Čović beside a way to sign out"),
        ("/half-sign-in/", "Ana Čović", "200  /half-sign-in/enter/: does not name Ana Čović beside a way to sign out"),
        ("/sign-in/", "Iva Tišma", "200  /sign-in/enter/: does not name Iva Tišma beside a way to sign out"),
        (
            "/second-factor/",
            "Ana Čović",
            "200  /to/account/second-factor/ → /account/second-factor/: asks to sign in",
        ),
    ],
)
def test_a_link_that_does_not_sign_in_the_person_is_a_failure(visitor, link, name, line):
    with pytest.raises(VisitError) as caught:
        visitor.sign_in(link, name)

    assert str(caught.value) == line


@pytest.mark.parametrize(
    ("path", "journey"),
    [
        ("/mine/", "/mine/"),
        ("/account/second-factor/", "/account/second-factor/"),
        ("/events/", "/events/: does not name Ana Čović beside a way to sign out"),
        ("/to/account/login/", "/to/account/login/ → /account/login/: asks to sign in"),
    ],
)
def test_every_page_of_somebody_signed_in_names_them(visitor, path, journey):
    visitor.sign_in("/sign-in/", "Ana Čović")

    answer = visitor.get(path)

    assert (answer.status, answer.journey) == (200, journey)
    assert answer.is_good is (path == journey)


def test_a_paper_is_opened_by_the_first_page_that_offers_one(visitor):
    visitor.get(PAPERS)

    answers = list(visitor.open_paper())

    assert [answer.journey for answer in answers] == [f"{PAPERS}7/", f"{PAPERS}8/", f"{PAPERS}8/files/2/"]
    assert all(answer.is_good for answer in answers)


@pytest.mark.parametrize(
    ("media_type", "content", "fault"),
    [("text/html", "%PDF-1.7", "is text/html, not application/pdf"), ("application/pdf", "<p>", "holds no PDF")],
)
def test_a_paper_that_is_none_is_a_failure(visitor, monkeypatch, media_type, content, fault):
    monkeypatch.setattr(Site, "media_type", media_type)
    monkeypatch.setitem(PAGES, f"{PAPERS}8/files/2/", content)
    visitor.get(PAPERS)

    *_, paper = visitor.open_paper()

    assert (paper.is_good, paper.fault) == (False, fault)


def test_no_paper_to_open_is_a_failure(visitor):
    visitor.get("/events/")

    with pytest.raises(VisitError, match="no paper can be opened"):
        list(visitor.open_paper())


def test_a_redirect_shows_where_it_led(visitor):
    assert visitor.get("/sign-in/spent/").journey == "/sign-in/spent/ → /"
