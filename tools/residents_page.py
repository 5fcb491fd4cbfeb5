"""What is asked of the national resident register, in ``docs/residents.md``: the fields of a record, from the code.

``--write`` writes it; without it, the exit code says whether the page is current.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tijdig.residents.rules.brp_questions import RECORD_FIELDS  # noqa: E402
from tools.generated_text import write_or_check  # noqa: E402

PAGE = ROOT / "docs" / "residents.md"


def fields() -> str:
    """Return the fields as a list in Markdown."""
    return "\n".join(f"- `{field}`" for field in RECORD_FIELDS)


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, "fields", fields()))
