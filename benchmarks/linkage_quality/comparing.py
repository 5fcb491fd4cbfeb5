"""How much another engine finds when only one link in ten thousand may be wrong, whatever threshold does that best."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

PRECISION = 0.9999
DISTANCES = (0, 1, 2, 4, 6, 8, 10, 15, 20)  # how far the next person must lie behind, in bits


@dataclass(frozen=True, slots=True)
class Scored:
    """One answer of an engine: the weight it gives, how far the next person lies behind, and whether it is right."""

    weight: float
    ahead: float
    right: bool


def answers(found: Path, truth: Path) -> tuple[Sequence[Scored], int]:
    """Return the answers in a file held against the truth, and how many signals are about people in the register."""
    with truth.open(encoding="utf-8", newline="") as file:
        persons = {row["signal"]: row["person"] for row in csv.DictReader(file)}
    with found.open(encoding="utf-8", newline="") as file:
        scored = [
            Scored(float(row["weight"]), float(row["ahead"]), row["person"] == persons[row["signal"]])
            for row in csv.DictReader(file)
        ]
    return scored, sum(1 for person in persons.values() if person)


def recall_at(
    precision: float, scored: Iterable[Scored], known: int, *, distances: Sequence[int] = DISTANCES
) -> tuple[float, float, float]:
    """Return the best recall at this precision, and the weight and distance that reach it: chosen knowing the truth."""
    ranked = sorted(scored, key=lambda one: -one.weight)
    best = (0.0, 0.0, 0.0)
    for distance in distances:
        links = right = 0
        # Whoever has the same weight is linked together.
        for weight, group in groupby(
            (one for one in ranked if one.ahead >= distance), key=lambda one: one.weight
        ):
            answered = [one.right for one in group]
            links += len(answered)
            right += sum(answered)
            if right >= precision * links and right / known > best[0]:
                best = (right / known, weight, float(distance))
    return best


def recall_above(weight: float, scored: Iterable[Scored], known: int) -> tuple[float, float]:
    """Return recall and precision of all answers of at least this weight."""
    linked = [one.right for one in scored if one.weight >= weight]
    return sum(linked) / known, sum(linked) / max(len(linked), 1)


def certain_recall(tiers: Mapping[str, tuple[str, str]], truth: Path) -> tuple[float, float]:
    """Return recall and precision of certain links: ``tiers`` maps a signal to its tier and person."""
    known = links = right = 0
    with truth.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            tier, person = tiers[row["signal"]]
            known += bool(row["person"])
            links += tier == "certain"
            right += tier == "certain" and person == row["person"]
    return right / known, right / max(links, 1)
