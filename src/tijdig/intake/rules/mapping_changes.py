"""What one version of a column mapping changes against the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Changed(StrEnum):
    """What changed of a column: the field it is read as, or how its values are written."""

    FIELD = "field"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one column: from what to what; empty where it is not read, or not known."""

    heading: str
    what: Changed
    before: str
    after: str


def changes_between(
    columns: Mapping[str, str],
    new_columns: Mapping[str, str],
    answers: Mapping[str, str],
    new_answers: Mapping[str, str],
) -> tuple[Change, ...]:
    """Return what changed, in the order of the file (heading → field, heading → answer)."""
    return tuple(
        Change(heading, what, old.get(heading, ""), new.get(heading, ""))
        for what, old, new in (
            (Changed.FIELD, columns, new_columns),
            (Changed.WRITING, answers, new_answers),
        )
        for heading in dict.fromkeys((*old, *new))
        if old.get(heading, "") != new.get(heading, "")
    )
