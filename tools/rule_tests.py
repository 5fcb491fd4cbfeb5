"""The table in ``docs/rules.md``: for each rule of helping, a file whose tests have its number in their names.

``--write`` writes it; without it, the exit code says whether the table is current. A file that is named stays named as
long as it has such a test, so that a new test elsewhere does not ask for a new table; a rule without any test fails.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from tools.generated_text import write_or_check  # noqa: E402

PAGE = ROOT / "docs" / "rules.md"
RULES = (*range(15, 19), *range(25, 49))
_TEST = re.compile(r"^ *def (test_\w+)", re.MULTILINE)
_NUMBER = re.compile(r"(?<![a-z0-9])r(\d{1,2})(?=_)")
_ROW = re.compile(r"^\| R(\d+) \| `([^`]+)` \|$", re.MULTILINE)


def files_of_rules() -> dict[int, Counter[str]]:
    """Return for each rule the files whose tests carry its number, with how many do."""
    found: dict[int, Counter[str]] = {rule: Counter() for rule in RULES}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        name = path.relative_to(ROOT).as_posix()
        for test in _TEST.findall(path.read_text(encoding="utf-8")):
            for number in {int(one) for one in _NUMBER.findall(test)} & set(RULES):
                found[number][name] += 1
    return found


def table(before: str, found: dict[int, Counter[str]]) -> str:
    """Return the table; ``before`` is the page as it stands. Ends the process when a rule has no test."""
    named = {int(rule): name for rule, name in _ROW.findall(before)}
    without = [rule for rule in RULES if not found[rule]]
    if without:
        sys.exit(f"rules without a test that carries their number: {without}")
    rows = []
    for rule in RULES:
        name = named.get(rule, "")
        kept = name if found[rule][name] else max(sorted(found[rule]), key=lambda one: found[rule][one])
        rows.append(f"| R{rule} | `{kept}` |")
    return "\n".join(("| rule | tests |", "|---|---|", *rows))


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, "rule-tests", table(PAGE.read_text(encoding="utf-8"), files_of_rules())))
