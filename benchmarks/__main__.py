"""Run every benchmark of this folder in its own process, show its tables and put them in ``docs/figures.md``.

A benchmark is a module with a ``main()`` that prints Markdown. ``python -m benchmarks NAME…`` runs those only;
``… | python -m benchmarks --keep NAME`` keeps what another command printed, such as the country as a whole.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tools.generated_text import with_part

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "figures.md"
HEADER = """# Figures: speed and memory

Measured by `make bench` on made-up data, on the machine and day named under each heading: to compare sizes and
versions with each other, not as a promise.
"""


def benchmarks() -> list[str]:
    """Return the names of the modules here that can be run."""
    return sorted(
        path.stem for path in HERE.glob("[a-z]*.py") if "\ndef main(" in path.read_text(encoding="utf-8")
    )


def title_of(name: str) -> str:
    """Return the first sentence of a benchmark's docstring."""
    first_line = (HERE / f"{name}.py").read_text(encoding="utf-8").split('"""')[1].splitlines()[0]
    return first_line.strip().rstrip(".")


def machine() -> str:
    """Return what the figures were measured on, in one line."""
    day = datetime.now(UTC).date()
    return f"*{day}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}*"


def run(name: str) -> str | None:
    """Run one benchmark; returns what it printed, None when it failed."""
    print(f"\n== {name}", flush=True)
    lines: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.{name}"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    return "".join(lines).strip() if process.returncode == 0 else None


def keep(name: str, figures: str) -> None:
    """Put the figures of one benchmark in the docs, in the place of its former ones."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else HEADER
    if f"<!-- generated: {name} -->" not in text:
        title = title_of(name) if name in benchmarks() else name.replace("-", " ").capitalize()
        text = f"{text.rstrip()}\n\n## {title}\n\n<!-- generated: {name} -->\n<!-- end: {name} -->\n"
    PAGE.write_text(with_part(text, name, f"{machine()}\n\n{figures}"), encoding="utf-8")


def main() -> int:
    """Run the benchmarks that were named, or all, or keep what was printed; 1 when one failed."""
    if sys.argv[1:2] == ["--keep"]:
        keep(sys.argv[2], sys.stdin.read().strip())
        return 0
    failed = []
    for name in sys.argv[1:] or benchmarks():
        figures = run(name)
        if figures is None:
            failed.append(name)
        else:
            keep(name, figures)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
