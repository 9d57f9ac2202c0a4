"""Somebody who follows links: what `manage.py demo --check` sees of the portal."""

import re
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

HTML = "text/html"
ACCOUNT = "/account/"  # where one signs in, proves it again, and signs out
MATERIAL = re.compile(r"/events/[^/]+/materials/[0-9]+/")
FILE = re.compile(MATERIAL.pattern + r"files/[0-9]+/")


class Page(HTMLParser):
    """The links of a page, its first form that posts, and whom its head names beside a way to sign out."""

    def __init__(self, html: str):
        super().__init__()
        self.links: list[str] = []
        self.form_action: str | None = None
        self.hidden: dict[str, str] = {}
        self._in_form = False
        self._in_head = False
        self._words_of_head: list[str] = []
        self._can_sign_out = False
        self.feed(html)

    @property
    def account(self) -> str:
        """The words around the form that signs out; empty when there is none, so nobody is signed in."""
        return " ".join(self._words_of_head) if self._can_sign_out else ""

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        elif tag == "header":
            self._in_head = True
        elif tag == "form" and attributes.get("method", "").lower() == "post":
            self._enter_form(attributes.get("action") or "")
        elif tag == "input" and self._in_form and attributes.get("type") == "hidden":
            self.hidden[attributes["name"]] = attributes.get("value") or ""

    def _enter_form(self, action: str) -> None:
        self._can_sign_out |= self._in_head and action.startswith(ACCOUNT) and action.endswith("/logout/")
        if self.form_action is None:
            self.form_action = action
            self._in_form = True

    def handle_data(self, data):
        if self._in_head and data.strip():
            self._words_of_head.append(data.strip())

    def handle_endtag(self, tag):
        if tag == "form":
            self._in_form = False
        elif tag == "header":
            self._in_head = False


class VisitError(Exception):
    """What a visitor came for and did not get. Its text is a line for the report."""


@dataclass
class Answer:
    """What came back. `fault` says what is wrong with it although it came; empty when nothing is."""

    asked: str
    arrived: str
    status: int
    milliseconds: float
    page: Page = field(repr=False)
    fault: str = ""

    @property
    def journey(self) -> str:
        asked, arrived = urlsplit(self.asked).path, urlsplit(self.arrived).path
        way = asked if asked == arrived else f"{asked} → {arrived}"
        return f"{way}: {self.fault}" if self.fault else way

    @property
    def is_good(self) -> bool:
        return self.status < 400 and not self.fault


class Visitor:
    """A person with a browser of their own, that is with their own cookies."""

    def __init__(self, base_url: str):
        self.base_url = base_url
        self.name = ""  # once signed in; from then on every page must say it
        self.links: dict[str, None] = {}  # every link met, in order
        self._open = build_opener(HTTPCookieProcessor(CookieJar())).open

    def get(self, path: str, data: dict[str, str] | None = None, *, wants_pdf: bool = False) -> Answer:
        """Ask as a browser does: redirects are followed. With `data` it is a form that is sent."""
        posted = None if data is None else urlencode(data).encode()
        begin = time.perf_counter()
        try:
            response = self._open(urljoin(self.base_url, path), posted, timeout=60)
        except HTTPError as error:
            response = error
        with response:
            body = response.read()
        milliseconds = (time.perf_counter() - begin) * 1000
        came = response.headers.get_content_type()
        answer = Answer(path, response.url, response.status, milliseconds, Page(body.decode() if came == HTML else ""))
        if response.status < 400:
            answer.fault = self._fault(answer, came) or (_not_a_pdf(came, body) if wants_pdf else "")
        self.links |= dict.fromkeys(filter(None, (self._path_here(response.url, link) for link in answer.page.links)))
        return answer

    def _fault(self, answer: Answer, came: str) -> str:
        """What shows that a page is not for the person who signed in."""
        arrived, asked = urlsplit(answer.arrived).path, urlsplit(answer.asked).path
        if self.name and arrived.startswith(ACCOUNT) and not asked.startswith(ACCOUNT):
            return "asks to sign in"
        if came == HTML and self.name not in answer.page.account:
            return f"does not name {self.name} beside a way to sign out"
        return ""

    def sign_in(self, link: str, name: str) -> Answer:
        """Open a sign-in link and press its button. Raises VisitError when that does not sign in `name`."""
        asked = self.get(link)
        if not asked.is_good or asked.page.form_action is None:
            raise VisitError(f"{asked.status}  no form to sign in at {asked.journey}")
        self.name = name
        answer = self.get(urljoin(link, asked.page.form_action), asked.page.hidden)
        if not answer.is_good:
            raise VisitError(f"{answer.status}  {answer.journey}")
        return answer

    def walk(self, *, depth: int = 2, most: int = 60) -> Iterator[Answer]:
        """Home and what its links lead to, page by page; searches and filters are left out."""
        waiting = deque([("/", 0)])
        seen = {"/"}
        while waiting:
            path, distance = waiting.popleft()
            answer = self.get(path)
            yield answer
            if distance == depth:
                continue
            for link in answer.page.links:
                target = self._path_here(urljoin(self.base_url, path), link)
                if target and target not in seen and len(seen) < most:
                    seen.add(target)
                    waiting.append((target, distance + 1))

    def open_paper(self) -> Iterator[Answer]:
        """Pages of materials met on the way, until one offers a PDF to read, and that PDF.

        Raises VisitError when none does.
        """
        for path in [link for link in self.links if MATERIAL.fullmatch(link)]:
            yield (page := self.get(path))
            links = [self._path_here(page.arrived, link) for link in page.page.links]
            if file := next((link for link in links if link and FILE.fullmatch(link)), None):
                yield self.get(file, wants_pdf=True)
                return
        raise VisitError("no paper can be opened")

    def _path_here(self, page: str, link: str) -> str | None:
        """The address a link leads to, if it is one of this site and asks for nothing by a query."""
        parts = urlsplit(urljoin(page, link))
        is_here = parts.netloc == urlsplit(self.base_url).netloc and parts.scheme == "http"
        return parts.path if is_here and not parts.query else None


def _not_a_pdf(came: str, body: bytes) -> str:
    if came != "application/pdf":
        return f"is {came}, not application/pdf"
    return "" if body.startswith(b"%PDF-") else "holds no PDF"
