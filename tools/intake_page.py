"""The tables in ``docs/intake.md``: the columns that a delivery may have, and the checks of a delivery as a whole.

``--write`` writes it; without it, the exit code says whether the page is current.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tijdig.intake.rules.fields import FIELDS  # noqa: E402
from tijdig.intake.rules.whole import WHOLE_CHECKS  # noqa: E402
from tools.generated_text import write_or_check  # noqa: E402

PAGE = ROOT / "docs" / "intake.md"


def columns() -> str:
    """Return the columns as a Markdown table."""
    lines = ["", "| column | what belongs in it | also recognised as |", "|---|---|---|"]
    lines += [
        f"| `{field.heading}` | {field.explanation_nl}<br>*{field.explanation_en}* | {', '.join(field.synonyms)} |"
        for field in FIELDS
    ]
    return "\n".join(lines)


def whole_checks() -> str:
    """Return the checks of a whole delivery as a Markdown table."""
    lines = ["", "| code | rule | what is told | what to do | for example |", "|---|---|---|---|---|"]
    lines += [
        f"| `{one.kind.code}` | {one.kind.rule} | {one.kind.nl}<br>*{one.kind.en}* "
        f"| {one.kind.remedy_nl}<br>*{one.kind.remedy_en}* | {one.example} |"
        for one in WHOLE_CHECKS
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(
        write_or_check(PAGE, "columns", columns()) | write_or_check(PAGE, "whole-checks", whole_checks())
    )
