"""The catalogue of everything that can be refused, in ``docs/problems.md``: code, rule, sentence, remedy.

``--write`` writes it; without it, the exit code says whether the page is current.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.generated_text import write_or_check  # noqa: E402

PACKAGE = ROOT / "src" / "tijdig"
PAGE = ROOT / "docs" / "problems.md"


def _modules_with_kinds() -> list[str]:
    """Return the dotted names of the modules that declare kinds of problems."""
    paths = sorted(
        path for path in PACKAGE.rglob("*.py") if "ProblemKind(" in path.read_text(encoding="utf-8")
    )
    return [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in paths]


def catalogue() -> str:
    """Return the catalogue as Markdown, a table per room."""
    with tempfile.TemporaryDirectory() as state:
        os.environ.setdefault("TIJDIG_STATE_DIR", state)
        os.environ.setdefault("TIJDIG_SECRET_KEY", "only-to-read-the-catalogue")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tijdig.config.settings")
        import django  # noqa: PLC0415

        django.setup()
    for name in _modules_with_kinds():
        importlib.import_module(name)
    from tijdig.problems import problem_kinds  # noqa: PLC0415

    lines: list[str] = []
    kinds = sorted(problem_kinds().values(), key=lambda kind: kind.code)
    for room, group in groupby(kinds, key=lambda kind: kind.code.partition(".")[0]):
        lines += ["", f"## {room}", "", "| code | rule | sentence | what to do |", "|---|---|---|---|"]
        for kind in group:
            sentence = f"{kind.nl}<br>*{kind.en}*"
            remedy = f"{kind.remedy_nl}<br>*{kind.remedy_en}*" if kind.remedy_nl else "–"
            cells = (f"`{kind.code}`", kind.rule, sentence, remedy)
            lines.append(
                "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, "problems", catalogue()))
