"""How the command line tells problems: where, what, by which rule, and what to do, in both languages."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from tijdig.problems import Place, Problem


def tell_problems(
    problems: Iterable[Problem], out: TextIO | None = None, *, file: Path | None = None
) -> None:
    """Print each problem with its place, both sentences and both remedies; ``file`` is what was read, if anything."""
    for problem in problems:
        print(
            f"{_where(problem.place, file)}{problem.nl} [{problem.code}, {problem.rule}]",
            file=out or sys.stdout,
        )
        if problem.remedy_nl:
            print(f"    → {problem.remedy_nl}", file=out or sys.stdout)
        print(f"    {problem.en} {problem.remedy_en}".rstrip(), file=out or sys.stdout)


def _where(place: Place, file: Path | None) -> str:
    """Say where, as editors understand it for a file: ``weert.toml:12: [partijen.wonen-limburg] ``."""
    line = str(place.line or "")
    found = ":".join(part for part in (str(file), line) if part) if file else line and f"regel {line}"
    return "".join((found and f"{found}: ", place.key and f"[{place.key}] "))
