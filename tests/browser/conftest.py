"""A real browser for the journeys: the system's Chromium, on this machine only; skips with a reason without it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.site import Site, served
from tests.browser.town import town_in
from tests.browser.visitor import Visitor, new_visitor

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
HERE = Path(__file__).parent

type Arrive = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium that can reach this machine only."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    # Playwright's loop runs in this thread, which makes Django think that a test is asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page in a fresh session, Dutch, at a desk's width; what the browser reports as an error fails the test."""
    context = chromium.new_context(locale="nl-NL", viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo's town, served as the product serves it; one town for all parallel workers, one site for each."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    # Who writes journeys may keep a town between runs; it is then as old as that folder.
    kept = os.environ.get("TIJDIG_BROWSER_TOWN")
    with served(town_in(Path(kept) if kept else shared / "town"), tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def site(running_site: Site) -> Site:
    """The site with the town as the demo left it."""
    running_site.begin_anew()
    return running_site


@pytest.fixture(scope="session")
def titles() -> dict[str, str]:
    """The pages seen so far by their title: no two share one."""
    return {}


@pytest.fixture
def arrive(chromium: Browser, site: Site, titles: dict[str, str]) -> Iterator[Arrive]:
    """Let a player of the demo come in: ``arrive("clerk")``; each has a browser session of their own."""
    came: list[Visitor] = []

    def arriving(player: str, *, scripts: bool = True) -> Visitor:
        visitor = new_visitor(chromium, site, titles, scripts=scripts)
        came.append(visitor)
        return visitor.sign_in(player)

    yield arriving
    for visitor in came:
        visitor.page.context.close()
    assert [complaint for visitor in came for complaint in visitor.complaints] == []
