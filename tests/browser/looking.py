"""The axe accessibility rules on a page, in three widths, at a price that lets every page be looked at."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

WIDTHS = (1280, 768, 320)
DESK = {"width": 1280, "height": 900}

# All rules on all elements, but for one: contrast takes most of the time and follows from style alone, so it is
# measured once for elements with the same text style on the same ground (fifty equal rows of a table are one look),
# and not again for a look that was found to be readable on a page before.
_PREPARE = """
axe.configure({rules: [{id: 'color-contrast', selector: '[data-look]'}]});
window.passedLooks = new Set();
const contrast = axe._audit.checks['color-contrast'], judge = contrast.evaluate;
contrast.evaluate = function (element, ...others) {
  const passed = judge.call(this, element, ...others);
  if (passed === true) passedLooks.add(element.dataset.look);
  return passed;
};
window.markOneOfEachNewLook = (readable) => {
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
  const known = new Set(readable), seen = new Set();
  let shown = '';
  for (const element of document.body.querySelectorAll('*')) {
    element.removeAttribute('data-look');
    const shows = element.checkVisibility({visibilityProperty: true});
    shown += shows ? '+' : '-';
    if (shows && hasText(element)) {
      const look = own(getComputedStyle(element)) + groundOf(element);
      if (!seen.has(look) && !known.has(look)) element.setAttribute('data-look', look);
      seen.add(look);
    }
  }
  return [shown, [...seen].sort().join()];
};
"""
# The same page in another width, of which the document is the same. Where the same elements show, the rules that read
# styles run again and no others; where their styles and grounds are the same as well, only what no longer fits and
# scrolls is left to look for. `preload` would fetch the style sheets once more.
_LOOK = """
async ([before, readable]) => {
  const [shown, looks] = markOneOfEachNewLook(readable);
  const alike = before.filter(([elements]) => elements === shown);
  const runOnly = ['scrollable-region-focusable', 'link-in-text-block', 'color-contrast'];
  const rules = !alike.length ? {} : {runOnly: alike.some((one) => one[1] === looks) ? runOnly.slice(0, 1) : runOnly};
  passedLooks.clear();
  const found = await axe.run({resultTypes: ['violations'], preload: false, ...rules});
  return {violations: found.violations, shown: [shown, looks], passed: [...passedLooks]};
}
"""

# Which elements of a page show, and the looks of the text among them.
type Shown = tuple[str, str]


def axe_findings(
    page: Page, shown_before: list[Shown] | None = None, readable: set[str] | None = None
) -> str:
    """What axe finds on the page as it stands, in words; empty when it finds nothing.

    ``shown_before`` is what this very page showed in other widths, and is filled: on what shows alike all rules are run
    once, and those on style once for each style.
    ``readable`` are the looks whose contrast axe passed, here or on other pages, and is filled as well.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT + _PREPARE)
    before = [] if shown_before is None else shown_before
    good = set() if readable is None else readable
    answer = page.evaluate(_LOOK, [before, sorted(good)])
    before.append(tuple(answer["shown"]))
    good.update(answer["passed"])
    found = AxeResults(answer)
    return found.generate_report() if found.violations_count else ""
