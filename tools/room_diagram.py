"""The diagram and the table of rooms in ``docs/architecture.md``, from the layers and the imports that there are.

``--write`` writes them; without it, the exit code says whether the page is current.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.generated_text import write_or_check  # noqa: E402

PACKAGE = ROOT / "src" / "tijdig"
PAGE = ROOT / "docs" / "architecture.md"
# Every room needs these; arrows to them would hide all the others.
GROUND = {"problems", "actors", "ledger"}

type Calls = dict[str, set[str]]


def layers() -> list[list[str]]:
    """Return the layers of the import contract, high to low, with the rooms that exist."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    lines = next(contract["layers"] for contract in contracts if contract["id"] == "rooms")
    named = [[name.strip(" ()") for name in re.split(r"[|:]", line)] for line in lines]
    return [rooms for line in named if (rooms := [name for name in line if source_of(name)])]


def source_of(room: str) -> list[Path]:
    """Return the files of a room; empty when it does not exist."""
    folder = PACKAGE / room
    if (folder / "__init__.py").exists():
        return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)
    return [path for path in (PACKAGE / f"{room}.py",) if path.exists()]


def _rooms_imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = (
                [node.module] if node.module != "tijdig" else [f"tijdig.{each.name}" for each in node.names]
            )
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("tijdig.")}
    return found


def calls(rooms: list[str]) -> Calls:
    """Return which rooms each room imports from."""
    return {
        room: {other for path in source_of(room) for other in _rooms_imported(path)} & set(rooms) - {room}
        for room in rooms
    }


def _reachable(room: str, of: Calls) -> set[str]:
    found: set[str] = set()
    todo = set(of.get(room, ()))
    while todo:
        other = todo.pop()
        found.add(other)
        todo |= of.get(other, set()) - found
    return found


def skeleton(of: Calls) -> Calls:
    """Return the arrows that no longer path already implies, without those to the ground."""
    kept: Calls = {}
    for room, others in of.items():
        above = others - GROUND
        implied = {far for other in above for far in _reachable(other, of)}
        kept[room] = above - implied
    return kept


def _first_sentence(room: str) -> str:
    sources = source_of(room)
    first = next(
        (path for path in sources if path.name == "__init__.py" and path.parent.name == room), sources[0]
    )
    docstring = ast.get_docstring(ast.parse(first.read_text(encoding="utf-8"))) or ""
    return (
        re.split(r"(?<=[.:;])\s", " ".join(docstring.split()), maxsplit=1)[0].rstrip(".:;").replace("|", "/")
    )


def diagram() -> str:
    """Return a Mermaid flow chart and a table of the rooms."""
    levels = layers()
    rooms = [room for level in levels for room in level]
    of = calls(rooms)
    lines = ["```mermaid", "flowchart TB"]
    for number, level in enumerate(levels):
        lines += [f"  subgraph L{number}[ ]", "    direction LR", *(f"    {room}" for room in level), "  end"]
    lines += [f"  {room} --> {other}" for room in rooms for other in sorted(skeleton(of)[room])]
    lines += ["```", "", "| room | what lives there | calls |", "|---|---|---|"]
    lines += [
        f"| `{room}` | {_first_sentence(room)} | {', '.join(sorted(of[room] - GROUND)) or '–'} |"
        for room in rooms
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, "rooms", diagram()))
