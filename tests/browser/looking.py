"""The axe accessibility rules on a page, in three widths, at a price that lets every page be looked at."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

WIDTHS = (1280, 768, 320)
DESK = {"width": 1280, "height": 900}

# All rules on all elements, but for one: contrast takes most of the time and follows from style alone, so it is
# measured once for elements with the same text style on the same ground (fifty equal rows of a table are one look).
_PREPARE = """
axe.configure({rules: [{id: 'color-contrast', selector: '[data-look]'}]});
window.markOneOfEachLook = () => {
  const own = (style) => [style.color, style.fontSize, style.fontWeight, style.textShadow].join();
  const ground = (style) => [style.backgroundColor, style.backgroundImage, style.opacity, style.filter,
    style.mixBlendMode, style.position, style.zIndex, style.clip, style.clipPath].join();
  const grounds = new Map([[null, '']]);
  const groundOf = (element) => {
    if (!grounds.has(element)) {
      const here = ground(getComputedStyle(element)), above = groundOf(element.parentElement);
      grounds.set(element, above.endsWith(here) ? above : above + '|' + here);
    }
    return grounds.get(element);
  };
  const hasText = (element) => element.matches('input, select, textarea') ||
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const seen = new Set();
  let shown = '';
  for (const element of document.body.querySelectorAll('*')) {
    element.removeAttribute('data-look');
    const shows = element.checkVisibility({visibilityProperty: true});
    shown += shows ? '+' : '-';
    if (shows && hasText(element)) {
      const look = own(getComputedStyle(element)) + groundOf(element);
      if (!seen.has(look)) element.setAttribute('data-look', '');
      seen.add(look);
    }
  }
  return shown + [...seen].sort().join();
};
"""
# The same page in another width: where the same elements show, in the same styles on the same grounds, what axe says of
# them is the same too, but for what no longer fits and scrolls. `preload` would fetch the style sheets once more.
_LOOK = """
async (before) => {
  const shown = markOneOfEachLook();
  const rules = before.includes(shown) ? {runOnly: ['scrollable-region-focusable']} : {};
  const found = await axe.run({resultTypes: ['violations'], preload: false, ...rules});
  return {violations: found.violations, shown};
}
"""


def axe_findings(page: Page, shown_before: list[str] | None = None) -> str:
    """What axe finds on the page as it stands, in words; empty when it finds nothing.

    ``shown_before`` is what this very page showed in other widths, and is filled: all rules on it are run once.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT + _PREPARE)
    before = [] if shown_before is None else shown_before
    answer = page.evaluate(_LOOK, before)
    before.append(answer["shown"])
    found = AxeResults(answer)
    return found.generate_report() if found.violations_count else ""
