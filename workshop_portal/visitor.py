"""Somebody who follows links: what `manage.py demo --check` sees of the portal."""

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener


class Page(HTMLParser):
    """The links of a page, and the hidden fields and address of its first form that posts."""

    def __init__(self, html: str):
        super().__init__()
        self.links: list[str] = []
        self.form_action: str | None = None
        self.hidden: dict[str, str] = {}
        self._in_form = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        elif tag == "form" and attributes.get("method", "").lower() == "post" and self.form_action is None:
            self.form_action = attributes.get("action") or ""
            self._in_form = True
        elif tag == "input" and self._in_form and attributes.get("type") == "hidden":
            self.hidden[attributes["name"]] = attributes.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self._in_form = False


class SignInError(Exception):
    """The link led to no form that signs in: it is spent, or made for other settings."""


@dataclass
class Answer:
    asked: str
    arrived: str
    status: int
    milliseconds: float
    page: Page = field(repr=False)

    @property
    def journey(self) -> str:
        asked, arrived = urlsplit(self.asked).path, urlsplit(self.arrived).path
        return asked if asked == arrived else f"{asked} → {arrived}"

    @property
    def is_good(self) -> bool:
        return self.status < 400


class Visitor:
    """A person with a browser of their own, that is with their own cookies."""

    def __init__(self, base_url: str):
        self.base_url = base_url
        self._open = build_opener(HTTPCookieProcessor(CookieJar())).open

    def get(self, path: str, data: dict[str, str] | None = None) -> Answer:
        posted = None if data is None else urlencode(data).encode()
        begin = time.perf_counter()
        try:
            response = self._open(urljoin(self.base_url, path), posted, timeout=60)
        except HTTPError as error:
            response = error
        with response:
            body = response.read()
        milliseconds = (time.perf_counter() - begin) * 1000
        is_html = response.headers.get_content_type() == "text/html"
        page = Page(body.decode() if is_html else "")
        return Answer(path, response.url, response.status, milliseconds, page)

    def sign_in(self, link: str) -> Answer:
        """Open a sign-in link and press its button. Raises SignInError when there is none."""
        asked = self.get(link)
        if not asked.is_good or asked.page.form_action is None:
            raise SignInError(f"{asked.status}  no form to sign in at {asked.journey}")
        return self.get(urljoin(link, asked.page.form_action), asked.page.hidden)

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
                target = self._path_here(urljoin(urljoin(self.base_url, path), link))
                if target and target not in seen and len(seen) < most:
                    seen.add(target)
                    waiting.append((target, distance + 1))

    def _path_here(self, url: str) -> str | None:
        parts = urlsplit(url)
        is_here = parts.netloc == urlsplit(self.base_url).netloc and parts.scheme == "http"
        return parts.path if is_here and not parts.query else None
