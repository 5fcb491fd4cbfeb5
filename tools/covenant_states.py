"""The state table and the diagram of a covenant version in ``docs/covenant-signatures.md``.

``--write`` writes them; without it, the exit code says whether the page is current.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tijdig.covenant.rules.in_force import STATE_NAMES_NL, STATE_TABLE, CovenantState  # noqa: E402
from tijdig.covenant.rules.lifecycle import diagram  # noqa: E402
from tools.generated_text import write_or_check  # noqa: E402

PAGE = ROOT / "docs" / "covenant-signatures.md"


def page_part() -> str:
    """Return the state table and the diagram."""
    lines = ["| state | on the page | when | does data move? |", "|---|---|---|---|"]
    for state, when, _ in STATE_TABLE:
        moves = "yes" if state is CovenantState.IN_FORCE else "no"
        lines.append(f"| `{state}` | {STATE_NAMES_NL[state]} | {when} | {moves} |")
    return "\n".join([*lines, "", "```mermaid", diagram(), "```"])


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, "states", page_part()))
