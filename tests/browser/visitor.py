"""Someone who works with Tijdig in a browser, and looks critically at each page: axe, narrow screens, titles."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Download, Error, Locator, Page, Response, expect

from tests.browser.album import PICTURES
from tests.browser.looking import DESK, WIDTHS, flaws
from tests.browser.site import Site
from tests.browser.town import ROOT

FIRST_PAGE = "/convenanten/"  # everyone has it, and it is a light one
KEPT_IN = ROOT / "docs" / "images"
# A refusal is answered with its own status, which Chromium reports as an error of the page itself.
REFUSED_PAGE = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|/[A-Za-z0-9_-]{43}/|\d{4}-\d{2}")


@dataclass
class Visitor:
    """A person at a screen; what the browser complains about is kept in ``complaints``."""

    page: Page
    site: Site
    titles: dict[str, str]
    readable: set[str]
    scripts: bool = True
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(30_000)
        self.page.on("pageerror", self._fail)
        self.page.on("console", self._hear)
        self.page.on("response", self._receive)

    def leave(self) -> None:
        """Stop listening to what the browser says: the window goes to someone else."""
        self.page.remove_listener("pageerror", self._fail)
        self.page.remove_listener("console", self._hear)
        self.page.remove_listener("response", self._receive)

    def _fail(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _hear(self, line: ConsoleMessage) -> None:
        if line.type == "error" and not REFUSED_PAGE.match(line.text):
            self.complaints.append(line.text)

    def _receive(self, response: Response) -> None:
        is_page = response.request.resource_type in {"document", "other"}
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.complaints.append(f"{response.status} {response.url}")

    @property
    def path(self) -> str:
        """Where the visitor is, without the site's own address."""
        return self.page.url.removeprefix(self.site.url)

    def go(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(self.site.url + path)

    def arrive_as(self, player: str) -> Visitor:
        """Come in as a player of the demo: the first time by the one-time link on the operator's screen."""
        if player in self.site.signed_in:
            session = self.site.signed_in[player].key
            self.page.context.add_cookies([{"name": "sessionid", "value": session, "url": self.site.url}])
            self.go(FIRST_PAGE)
        else:
            token, code, *_ = self.site.town.entries[player]
            self.go(f"/account/demo/{token}/")
            self.page.get_by_role("button", name="Log in als").click()
            self.page.get_by_label("Code").fill(code)
            self.press("Bevestig")
            self.page.wait_for_url(lambda address: "/account/" not in address)
            (session,) = (c["value"] for c in self.page.context.cookies() if c["name"] == "sessionid")
            self.site.remember(player, session)
        self.heading()
        return self

    def heading(self, text: str | None = None) -> Locator:
        """The page's one main heading; waits until it says ``text``."""
        assert self.complaints == []
        found = self.page.get_by_role("heading", level=1)
        expect(found).to_have_count(1)
        if text is not None:
            expect(found).to_have_text(text)
        return found

    def menu(self, label: str) -> None:
        """Follow an entry of the main menu."""
        self.page.get_by_role("navigation", name="Hoofdmenu").get_by_role(
            "link", name=label, exact=True
        ).click()
        self.heading()

    def press(self, label: str, *, within: Locator | None = None) -> None:
        """Press a button."""
        (within or self.page.locator("main")).get_by_role("button", name=label, exact=True).click()

    def unfold(self, summary: str) -> Locator:
        """Open a folded form, when it is not open yet; returns it."""
        fold = self.page.locator("details").filter(
            has=self.page.locator("summary").get_by_text(summary, exact=True)
        )
        if fold.first.get_attribute("open") is None:
            fold.first.locator("> summary").click()
        return fold.first

    def told(self, text: str) -> None:
        """Wait until the page says so."""
        expect(self.page.locator("main")).to_contain_text(text)

    def not_told(self, text: str) -> None:
        """Wait until the page does not say so."""
        expect(self.page.locator("main")).not_to_contain_text(text, ignore_case=True)

    def download(self, link: str) -> Download:
        """Follow a link that gives a file."""
        with self.page.expect_download() as caught:
            self.page.locator("main").get_by_role("link", name=link).first.click()
        return caught.value

    def look(self, name: str) -> None:
        """Hold the page to what every page must be; ``name`` is the picture's name in an album, when one is kept.

        Without JavaScript the same page is there, and axe cannot run.
        """
        self.page.wait_for_load_state()
        self._look_at_title()
        if not self.scripts:
            return
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self._look_at_width(name, width)
        self.page.set_viewport_size(DESK)
        self.photograph(name)
        assert self.complaints == []

    def _look_at_title(self) -> None:
        title = self.page.title()
        path = IDENTIFIER.sub("…", self.page.url.removeprefix(self.site.url).partition("?")[0])
        # What was refused comes back on the page it was sent from, under the address of what was tried.
        where = path[: path.rindex("…") + 1] if "…" in path else path
        assert title.removesuffix(" – Tijdig").strip(), f"{path} has no title"
        known = self.titles.setdefault(title, where)
        assert where == known, f"{path} and {known} are both called {title!r}"
        assert self.page.locator("h1").count() == 1

    def _look_at_width(self, name: str, width: int) -> None:
        album = os.environ.get("TIJDIG_ALBUM")
        if album:
            self.page.screenshot(path=Path(album) / f"{name}-{width}.png", full_page=True)
        found = flaws(self.page, self.readable, again=width != WIDTHS[0])
        assert not found, f"{name} at {width} px:\n{found}"

    def photograph(self, name: str) -> None:
        """Keep a picture of the screen for the docs, if it is in the album and ``TIJDIG_SCREENSHOTS=1`` asks for it."""
        if os.environ.get("TIJDIG_SCREENSHOTS") != "1" or name not in PICTURES:
            return
        picture, begins_with = PICTURES[name]
        self.page.evaluate(
            "where => where ? document.querySelector(where).scrollIntoView() : scrollTo(0, 0)", begins_with
        )
        KEPT_IN.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=KEPT_IN / f"{picture}.png")
