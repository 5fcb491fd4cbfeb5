"""The browser's windows, handed on from visitor to visitor: opening one costs more than all that is done in it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Page

from tests.browser.looking import DESK

type Listeners = dict[str, Callable[..., None]]


class Windows:
    """Windows of one browser, Dutch, at a desk; each is a browser session of its own."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[bool, list[Page]] = {True: [], False: []}

    def take(self, *, scripts: bool = True) -> Page:
        """Return a window that remembers nothing, with or without JavaScript."""
        if self._free[scripts]:
            return self._free[scripts].pop()
        context = self._browser.new_context(locale="nl-NL", viewport=DESK, java_script_enabled=scripts)
        return context.new_page()

    def give_back(self, page: Page, *, scripts: bool = True) -> None:
        """Wipe what the window remembers of its visitor, and keep it for the next one."""
        page.context.clear_cookies()
        if scripts and page.url.startswith("http"):
            page.evaluate("sessionStorage.clear(); localStorage.clear()")
        page.set_viewport_size(DESK)
        self._free[scripts].append(page)
