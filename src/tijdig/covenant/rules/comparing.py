"""What changes between two covenants: thresholds, routes, exchanges, terms, each as a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tijdig.covenant.rules.outline import Line
from tijdig.covenant.rules.reading import Reading


class ChangeKind(StrEnum):
    """How something changed."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where (``path``, ``section``), what it means, the old and the new text ("" where none)."""

    kind: ChangeKind
    section: str
    path: str
    meaning: str
    old: str = ""
    new: str = ""

    @property
    def nl(self) -> str:
        """The change as a Dutch sentence."""
        what = f"{self.path} ({self.meaning})" if self.meaning else self.path
        return {
            ChangeKind.ADDED: f"Nieuw: {what}" + (f" = {self.new}." if self.new else "."),
            ChangeKind.REMOVED: f"Vervalt: {what}" + (f" (was {self.old})." if self.old else "."),
            ChangeKind.CHANGED: f"Wijzigt: {what}: was {self.old}, wordt {self.new}.",
            ChangeKind.MOVED: f"Andere volgorde: {what}: was {self.old}, wordt {self.new}.",
        }[self.kind]

    @property
    def en(self) -> str:
        """The change as an English sentence."""
        return {
            ChangeKind.ADDED: f"Added: {self.path}" + (f" = {self.new}." if self.new else "."),
            ChangeKind.REMOVED: f"Removed: {self.path}" + (f" (was {self.old})." if self.old else "."),
            ChangeKind.CHANGED: f"Changed: {self.path}: from {self.old} to {self.new}.",
            ChangeKind.MOVED: f"Reordered: {self.path}: from {self.old} to {self.new}.",
        }[self.kind]


def compare_covenants(old: Reading, new: Reading) -> tuple[Change, ...]:
    """Return every difference between two read files; empty when and only when their hashes are equal.

    A table that is new or gone is told once, with its values after it.
    """
    return (*_differences(old.outline, new.outline), *_reorderings(old.outline, new.outline))


def _differences(old: Mapping[str, Line], new: Mapping[str, Line]) -> Iterator[Change]:
    for path, line in old.items():
        if path not in new:
            yield Change(ChangeKind.REMOVED, line.section, path, line.meaning, old=line.text)
        elif new[path].text != line.text:
            yield Change(ChangeKind.CHANGED, line.section, path, line.meaning, line.text, new[path].text)
    for path, line in new.items():
        if path not in old:
            yield Change(ChangeKind.ADDED, line.section, path, line.meaning, new=line.text)


def _reorderings(old: Mapping[str, Line], new: Mapping[str, Line]) -> Iterator[Change]:
    """Routes and rank decide by their order, so an order is part of what was agreed."""
    before, after = _elements(old), _elements(new)
    for table, names in before.items():
        kept = [name for name in names if name in after.get(table, ())]
        now = [name for name in after.get(table, ()) if name in names]
        if kept != now:
            section = table.split(".", 1)[0]
            yield Change(ChangeKind.MOVED, section, table, "", ", ".join(kept), ", ".join(now))


def _elements(lines: Mapping[str, Line]) -> dict[str, list[str]]:
    elements: dict[str, list[str]] = {}
    for path, line in lines.items():
        if line.pattern.endswith("[]"):
            table = next(other for other in _parents(path) if other in lines)
            elements.setdefault(table, []).append(path.removeprefix(f"{table}."))
    return elements


def _parents(path: str) -> Iterator[str]:
    while "." in path:
        path = path.rpartition(".")[0]
        yield path
