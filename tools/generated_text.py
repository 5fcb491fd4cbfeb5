"""A generated part of a page in the docs: stands between two markers, is written or compared."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def with_part(text: str, name: str, part: str) -> str:
    """Return ``text`` with what stands between the markers of ``name`` replaced; ValueError when they are absent."""
    begin, end = f"<!-- generated: {name} -->", f"<!-- end: {name} -->"
    if begin not in text or end not in text:
        raise ValueError(f"no markers for {name}")
    block = re.compile(re.escape(begin) + r".*?" + re.escape(end), re.DOTALL)
    return block.sub(lambda _: f"{begin}\n{part.strip()}\n{end}", text)


def write_or_check(page: Path, name: str, part: str) -> int:
    """Write the part into the page when ``--write`` was given, else say whether the page is current; exit code."""
    old = page.read_text(encoding="utf-8")
    new = with_part(old, name, part)
    if new == old:
        return 0
    if "--write" not in sys.argv:
        print(f"{page.relative_to(ROOT)}: '{name}' is not current; run 'make docs'", file=sys.stderr)
        return 1
    page.write_text(new, encoding="utf-8")
    print(f"wrote '{name}' in {page.relative_to(ROOT)}")
    return 0
