"""The matrices of pages, and of operations of the API, by role in ``docs/access.md`` (A6).

``--write`` writes it; without it, the exit code says whether the page is current.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tijdig.actors import PERMITTED, Role  # noqa: E402
from tijdig.api.v1 import doors  # noqa: E402
from tijdig.web.access import DOORS, Door  # noqa: E402
from tools.generated_text import write_or_check  # noqa: E402

PAGE = ROOT / "docs" / "access.md"
ROLES = [role for role in Role if role is not Role.SYSTEM]


def _cell(door: Door, role: Role) -> str:
    ways = [letter for letter, method in (("R", "GET"), ("W", "POST")) if role in door.roles(method)]
    return " ".join(ways) or "·"


def _again(door: Door) -> str:
    return " ".join(letter for letter, way in (("R", "GET"), ("W", "POST")) if door.asks_again(way))


def matrix() -> str:
    """Return the matrix as a Markdown table: a row per page, a column per role, one for what asks again."""
    lines = [f"| page | holds | again | {' | '.join(ROLES)} |", "|---|---|:-:|" + ":-:|" * len(ROLES)]
    lines += [
        f"| `{name}` | {door.held} | {_again(door)} | {' | '.join(_cell(door, role) for role in ROLES)} |"
        for name, door in DOORS.items()
    ]
    return "\n".join(lines)


def api_matrix() -> str:
    """Return the same for the operations of the API: which need a token of a system in which role."""
    lines = [f"| operation | {' | '.join(ROLES)} |", "|---|" + ":-:|" * len(ROLES)]
    lines += [
        f"| `{name}` | {' | '.join('yes' if role in PERMITTED[action] else '·' for role in ROLES)} |"
        for name, action in doors.DOORS.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    ended = [write_or_check(PAGE, "matrix", matrix()), write_or_check(PAGE, "api-matrix", api_matrix())]
    sys.exit(max(ended))
