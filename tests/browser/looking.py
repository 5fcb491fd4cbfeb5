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
window.readableLooks = new Set();
window.shownBefore = [];
const contrast = axe._audit.checks['color-contrast'], judge = contrast.evaluate;
contrast.evaluate = function (element, ...others) {
  const passed = judge.call(this, element, ...others);
  if (passed === true) passedLooks.add(element.dataset.look);
  return passed;
};
window.markOneOfEachNewLook = () => {
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
      if (!seen.has(look) && !readableLooks.has(look)) element.setAttribute('data-look', look);
      seen.add(look);
    }
  }
  return [shown, [...seen].sort().join()];
};
"""
# The same page in another width is asked for with nothing: its document is the same. Where the same elements show, the
# rules that read styles run again and no others; where their styles and grounds are the same as well, only what no
# longer fits and scrolls is left to look for. `preload` would fetch the style sheets once more.
_LOOK = """
async (readable) => {
  if (readable) [readableLooks, shownBefore] = [new Set(readable), []];
  const [shown, looks] = markOneOfEachNewLook();
  const alike = shownBefore.filter(([elements]) => elements === shown);
  shownBefore.push([shown, looks]);
  const runOnly = ['scrollable-region-focusable', 'link-in-text-block', 'color-contrast'];
  const rules = !alike.length ? {} : {runOnly: alike.some((one) => one[1] === looks) ? runOnly.slice(0, 1) : runOnly};
  passedLooks.clear();
  const {violations} = await axe.run({resultTypes: ['violations'], preload: false, ...rules});
  passedLooks.forEach((look) => readableLooks.add(look));
  return {violations, passed: [...passedLooks], tooWide: document.scrollingElement.scrollWidth - innerWidth};
}
"""


def flaws(page: Page, readable: set[str] | None = None, *, again: bool = False) -> str:
    """What is wrong with the page as it stands, in words: pixels that do not fit, and what axe finds; empty when fine.

    ``readable`` are the looks whose contrast axe passed, here or on other pages, and is filled. ``again``: this very
    page was looked at in another width; on what shows alike all rules run once, those on style once for each style.
    """
    if not again and not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT + _PREPARE)
    good = set() if readable is None else readable
    answer = page.evaluate(_LOOK, None if again else sorted(good))
    good.update(answer["passed"])
    too_wide = f"{answer['tooWide']} px too wide\n" if answer["tooWide"] > 0 else ""
    found = AxeResults(answer)
    return too_wide + (found.generate_report() if found.violations_count else "")
