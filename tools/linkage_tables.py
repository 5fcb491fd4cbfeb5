"""The decision table of linkage and its four comparisons as tables in ``docs/linkage.md``; ``--write`` writes them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tijdig.linkage.rules.decision_table import TABLE, VERSION  # noqa: E402
from tijdig.linkage.rules.levels import (  # noqa: E402
    MEANINGS,
    AddressLevel,
    BirthDateLevel,
    InitialsLevel,
    NameLevel,
)
from tijdig.linkage.rules.measured import ERROR_BOUNDS  # noqa: E402
from tools.generated_text import write_or_check  # noqa: E402

PAGE = ROOT / "docs" / "linkage.md"
COMPARISONS: tuple[tuple[str, type[StrEnum]], ...] = (
    ("Address", AddressLevel),
    ("Surname", NameLevel),
    ("Birth date", BirthDateLevel),
    ("Initials", InitialsLevel),
)


def decision_table() -> str:
    """Return the decision table as Markdown, first line first."""
    rows = [
        f"Version `{VERSION}`. The first line that fits decides; what fits no line is no match.",
        "",
        "| line | outcome | wrong household in 10,000: at most | address | surname | birth date | initials | because |",
        "|---|---|---:|---|---|---|---|---|",
    ]
    for line in TABLE:
        answers = (
            _answers(line.address, AddressLevel),
            _answers(line.name, NameLevel),
            _answers(line.birth_date, BirthDateLevel),
            _answers(line.initials, InitialsLevel),
        )
        rare = f" **and rare: at most {line.strangers:g} strangers**" if line.rare else ""
        outcome = f"**{line.decides}**{' (switched off)' if line.is_switched_off else ''}"
        bound = f"{ERROR_BOUNDS[line.rule_id]:.2f}" if line.rule_id in ERROR_BOUNDS else ""
        cells = (line.rule_id, outcome, bound, *answers, f"{line.en}{rare}<br>*{line.nl}*")
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def comparisons() -> str:
    """Return the possible answers of each comparison with their points and sentences, best first."""
    rows = ["| comparison | answer | points | means |", "|---|---|---:|---|"]
    for name, levels in COMPARISONS:
        for entry in MEANINGS:
            if isinstance(entry.level, levels):
                sentence = f"{entry.said.en}<br>*{entry.said.nl}*"
                rows.append(f"| {name} | `{entry.level}` | {entry.points:g} | {sentence} |")
    return "\n".join(rows)


def _answers(answers: AbstractSet[StrEnum], every: Iterable[StrEnum]) -> str:
    """List answers in their order; all of them is "any"."""
    possible = list(every)
    return (
        "any" if len(answers) == len(possible) else ", ".join(f"{one}" for one in possible if one in answers)
    )


def _write_or_check() -> int:
    return write_or_check(PAGE, "comparisons", comparisons())


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, "decision table", decision_table()) or _write_or_check())
