"""A browser without a screen: it fills in forms with canaries, and notes every address and page of an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import cycle
from urllib.parse import parse_qsl, unquote, urldefrag, urlencode, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.canaries.birds import BSNS, EMAIL, PHONE, STREET, SURNAMES, WORDS

TYPED = (WORDS, SURNAMES[0], BSNS[0], PHONE, EMAIL, f"{STREET} 73310", "13.377,11")
GIVEN = {"date": "2026-04-07"}
ADDRESSES = ("href", "src", "action", "formaction", "hx-get", "hx-post", "hx-push-url", "poster", "data-url")


@dataclass
class Seen:
    """What came out: addresses that were asked for or pointed to, pages of errors, answers, and what could be sent."""

    addresses: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    sent: set[str] = field(default_factory=set)


@dataclass
class Form:
    """A form of a page, filled in."""

    action: str
    method: str
    values: dict[str, str]
    buttons: list[tuple[str, str]]


class _Page(HTMLParser):
    """Reads the addresses and forms of a page."""

    def __init__(self, html: str, typed: Iterator[str], turn: int) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._typed, self._turn = typed, turn
        self._form: Form | None = None
        self._select = ""
        self._options: list[str] = []
        self._radios: dict[str, list[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.addresses += [given[name] for name in ADDRESSES if given.get(name)]
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "form":
            method = "post" if "hx-post" in given else given.get("method", "get").lower()
            self._form = Form(given.get("hx-post") or given.get("action", ""), method, {}, [])
            self._radios = {}
            self.forms.append(self._form)
        elif self._form is not None and given.get("name"):
            self._fill(tag, given)
        elif tag == "option" and self._select:
            self._options.append(given.get("value", ""))

    def _fill(self, tag: str, given: dict[str, str]) -> None:
        assert self._form is not None
        name, kind, value = given["name"], given.get("type", "text"), given.get("value", "")
        if tag == "select":
            self._select, self._options = name, []
        elif tag == "button" or kind == "submit":
            self._form.buttons.append((name, value))
        elif kind == "radio":
            choices = self._radios.setdefault(name, [])
            choices.append(value)
            self._form.values[name] = choices[self._turn % len(choices)]
        elif kind != "file":
            self._form.values[name] = GIVEN.get(kind) or value or next(self._typed)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select and self._form is not None:
            real = [option for option in self._options if option]
            if real:
                self._form.values[self._select] = real[self._turn % len(real)]
            self._select = ""
        elif tag == "form":
            self._form = None


class Robot:
    """One person's browser."""

    def __init__(self, client: Client, seen: Seen) -> None:
        self.client = client
        self.client.raise_request_exception = False
        self.seen = seen
        self._typed = cycle(TYPED)
        self._turn = 0

    def get(self, address: str) -> HttpResponse:
        """Open an address of this site."""
        return self._note(address, self.client.get(address))  # type: ignore[arg-type]

    def post(self, address: str, data: Mapping[str, object]) -> HttpResponse:
        """Send something to an address of this site."""
        return self._note(address, self.client.post(address, data))  # type: ignore[arg-type]

    def links(self, address: str, part: str) -> list[str]:
        """Open a page and return where it leads, as far as the address goes on from this; each once."""
        page = self._read(self.get(address))
        found = (urldefrag(urljoin(address, link)).url for link in page.links)
        return list(dict.fromkeys(link for link in found if part in link and not link.endswith(part)))

    def send(self, address: str, step: str, **values: str) -> HttpResponse:
        """Open a page, fill in its first form to an address that ends so, with canaries or these values, and send it.

        ``LookupError`` when the page has no such form.
        """
        self._turn += 1
        forms = self._read(self.get(address)).forms
        form = next((one for one in forms if urljoin(address, one.action).endswith(step)), None)
        if form is None:
            raise LookupError(f"{step} is not offered")
        filled = {**form.values, **dict(form.buttons[:1]), **values}
        action = urljoin(address, form.action)
        if form.method == "get":
            return self.get(f"{action}?{urlencode(filled)}")
        answer = self.post(action, filled)
        if answer.status_code == 302:
            self.seen.sent.add(_step_of(action))
        return answer

    def walk(self, *begin: str) -> set[str]:
        """Open pages of this site from these on, each kind of page once; returns the names of the views."""
        waiting, views = list(begin), set[str]()
        for address in waiting:  # grows while it is gone through
            if _leads_to_new(address, views):
                views.add(resolve(urlsplit(address).path).view_name)
                links = self._read(self.get(address)).links
                waiting += [urldefrag(urljoin(address, link)).url for link in links]
        return views

    def _read(self, response: HttpResponse) -> _Page:
        noted, page = self._noted
        assert noted is response
        return page

    def _note(self, address: str, response: HttpResponse) -> HttpResponse:
        self.seen.addresses += [
            address,
            response.headers.get("Location", ""),
            response.headers.get("HX-Redirect", ""),
        ]
        self.seen.statuses[response.status_code] += 1
        self._noted = (response, _Page("", self._typed, self._turn))
        if "html" in response.headers.get("Content-Type", ""):
            html = response.content.decode()
            self._noted = (response, _Page(html, self._typed, self._turn))
            self.seen.addresses += self._noted[1].addresses
            if response.status_code >= 500 or self._is_page_of_error(response):
                self.seen.errors.append(html)
        return response

    @staticmethod
    def _is_page_of_error(response: HttpResponse) -> bool:
        """Whether it only says what went wrong; a form that comes back with remarks is one's own work."""
        templates = getattr(response, "templates", ())
        return any((template.name or "").startswith("errors/") for template in templates)


def readable(addresses: list[str]) -> list[str]:
    """Return each address once, as it is and as a person reads it."""
    return sorted(
        {form for one in addresses for form in (one, unquote(one), str(parse_qsl(urlsplit(one).query)))}
    )


def _leads_to_new(link: str, views: set[str]) -> bool:
    """Whether a link leads to a page of this site of a kind that was not opened yet."""
    if not link.startswith("/") or link.startswith(("/static/", "/account/uitloggen/")):
        return False
    try:
        return resolve(urlsplit(link).path).view_name not in views
    except Resolver404:
        return False


def _step_of(address: str) -> str:
    found = resolve(urlsplit(address).path)
    return str(found.kwargs.get("slug", found.view_name))
