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
from tests.browser.visitor import Visitor
from tests.browser.windows import Windows

# The shell is the same browser without menus, tabs and their drawing, and costs half as much.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No page lives long enough to earn back better machine code.
    "--js-flags=--no-opt --no-maglev",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
HERE = str(Path(__file__).parent) + os.sep
LONGEST = "test_the_month.py"

type Arrive = Callable[..., Visitor]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the journeys and put them first: they take longest, and short tests fill up the end of a parallel run.

    Last of all hooks, for pytest-django moves what touches no database of its own to the end. The journey through the
    month goes in front, the passkey's test with its own database behind.
    """
    journeys = [item for item in items if str(item.path).startswith(HERE)]
    for item in journeys:
        item.add_marker("browser")
    journeys.sort(key=lambda item: (bool(item.get_closest_marker("django_db")), item.path.name != LONGEST))
    chosen = set(journeys)
    items[:] = [*journeys, *(item for item in items if item not in chosen)]


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
def towns(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where towns are kept, for all parallel workers and for later runs."""
    cache = getattr(pytestconfig, "cache", None)
    own = tmp_path_factory.getbasetemp()
    of_this_run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    return cache.mkdir("browser-towns") if cache else of_this_run / "browser-towns"


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest) -> Callable[[], Path]:
    """The tests' migrated database, for a town that is not kept yet: where no test needs it, it is made for this."""
    return lambda: request.getfixturevalue("migrated_database")


@pytest.fixture(scope="session")
def running_site(
    towns: Path, migrated: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The demo's town, served as the product serves it; one town for all parallel workers, one site for each."""
    with served(town_in(towns, migrated), tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def site(running_site: Site) -> Site:
    """The site with its town as the story left it."""
    running_site.begin_anew()
    return running_site


@pytest.fixture(scope="session")
def titles() -> dict[str, str]:
    """The pages seen so far by their title: no two share one."""
    return {}


@pytest.fixture(scope="session")
def readable() -> set[str]:
    """The looks of text seen so far whose contrast is enough."""
    return set()


@pytest.fixture(scope="session")
def windows(chromium: Browser) -> Windows:
    """The browser's windows, used in turn."""
    return Windows(chromium)


@pytest.fixture
def arrive(windows: Windows, site: Site, titles: dict[str, str], readable: set[str]) -> Iterator[Arrive]:
    """Let a player of the demo come in: ``arrive("clerk")``; each has a browser session of their own."""
    came: list[Visitor] = []

    def arriving(player: str, *, scripts: bool = True) -> Visitor:
        visitor = Visitor(windows.take(scripts=scripts), site, titles, readable, scripts)
        came.append(visitor)
        return visitor.arrive_as(player)

    yield arriving
    for visitor in came:
        visitor.leave()
        windows.give_back(visitor.page, scripts=visitor.scripts)
    assert [complaint for visitor in came for complaint in visitor.complaints] == []
