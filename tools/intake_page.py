"""The list of columns that a delivery may have, in ``docs/intake.md``: what belongs in each, and how others call it.

``--write`` writes it; without it, the exit code says whether the page is current.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tijdig.intake.rules.fields import FIELDS  # noqa: E402
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


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, "columns", columns()))
