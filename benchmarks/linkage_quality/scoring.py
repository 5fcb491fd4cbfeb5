"""Hold links against the truth: shares, errors with their bounds, and what was missed by kind."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

CONFIDENCE = 0.95


def upper_bound(events: int, trials: int) -> float:
    """Return the exact (Clopper–Pearson) one-sided upper bound of a rate: ``events`` were seen in ``trials``."""
    if events >= trials:
        return 1.0
    low, high = events / trials, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(events, trials, middle) > 1 - CONFIDENCE:
            low = middle
        else:
            high = middle
    return high


def _at_most(events: int, trials: int, rate: float) -> float:
    """Return the chance of at most so many events."""
    hit, miss = math.log(rate), math.log1p(-rate)

    def chance(seen: int) -> float:
        ways = math.lgamma(trials + 1) - math.lgamma(seen + 1) - math.lgamma(trials - seen + 1)
        return math.exp(ways + seen * hit + (trials - seen) * miss)

    return math.fsum(chance(seen) for seen in range(events + 1))


@dataclass(slots=True)
class Share:
    """Of the signals of one kind about people in the register: how many were found for certain, and how many at all."""

    known: int = 0
    certain: int = 0
    linked: int = 0

    def add(self, *, certain: bool, linked: bool) -> None:
        """Count one signal; ``linked`` is certain, or in review with the right person among those shown."""
        self.known += 1
        self.certain += certain
        self.linked += linked

    def pool(self, other: Share) -> None:
        """Add the counts of another run."""
        self.known += other.known
        self.certain += other.certain
        self.linked += other.linked


@dataclass(slots=True)
class Tally:
    """What one or more runs came to; runs are pooled by scoring them into the same tally."""

    signals: int = 0
    tiers: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(
        default_factory=Counter
    )  # per line of the table: certain, or so but for its switch
    wrong_household: Counter[str] = field(default_factory=Counter)
    wrong_person: Counter[str] = field(default_factory=Counter)
    certain_links: int = 0
    certain_wrong: int = 0  # of those, to a wrong household
    all: Share = field(default_factory=Share)
    first_in_review: int = 0  # linked, with the right person as the best candidate
    kinds: dict[str, dict[str, Share]] = field(default_factory=dict)

    def score(self, truth: Path, links: Path) -> None:
        """Add the outcome of one run."""
        for asked, found in zip(_read(truth), _read(links), strict=True):
            if asked["signal"] != found["signal"]:
                raise ValueError("the links are not in the order of the signals")
            self._add(asked, found)

    def _add(self, asked: Mapping[str, str], found: Mapping[str, str]) -> None:
        self.signals += 1
        self.tiers[found["tier"]] += 1
        certain, right = found["tier"] == "certain", found["person"] == asked["person"] != ""
        wrong_household = found["household"] != asked["household"]
        if certain or _only_switched_off(found["reasons"]):
            self.links[found["rule"]] += 1
            self.wrong_person[found["rule"]] += not right
            self.wrong_household[found["rule"]] += wrong_household
        if certain:
            self.certain_links += 1
            self.certain_wrong += wrong_household
        if not asked["person"]:
            return
        shown = found["tier"] == "review" and asked["person"] in found["candidates"].split(" ")
        outcome = {"certain": certain and right, "linked": (certain and right) or shown}
        self.all.add(**outcome)
        self.first_in_review += right
        slips = asked["slips"].split("; ") if asked["slips"] else ["none"]
        kinds = [("partner", asked["partner"]), ("layout", asked["layout"]), ("group", asked["group"])]
        for kind, value in [*kinds, *(("slip", slip) for slip in slips)]:
            self.kinds.setdefault(kind, {}).setdefault(value, Share()).add(**outcome)

    def pool(self, other: Tally) -> None:
        """Add the counts of another run."""
        self.signals += other.signals
        self.certain_links += other.certain_links
        self.certain_wrong += other.certain_wrong
        self.first_in_review += other.first_in_review
        self.all.pool(other.all)
        for name in ("tiers", "links", "wrong_household", "wrong_person"):
            getattr(self, name).update(getattr(other, name))
        for kind, shares in other.kinds.items():
            for value, share in shares.items():
                self.kinds.setdefault(kind, {}).setdefault(value, Share()).pool(share)

    @property
    def error_bound(self) -> float:
        """The upper bound of the share of certain links that lead to a wrong household."""
        return upper_bound(self.certain_wrong, max(self.certain_links, 1))

    def bound_of(self, rule_id: str) -> float:
        """Return the same for one line of the table, whether it is switched on or off."""
        return upper_bound(self.wrong_household[rule_id], max(self.links[rule_id], 1))

    def spread(self, kind: str) -> float:
        """Return the distance between the best and the worst found kind, as a share."""
        found = [share.linked / share.known for share in self.kinds.get(kind, {}).values()]
        return max(found) - min(found) if found else 0.0


def _only_switched_off(reasons: str) -> bool:
    """Say whether nothing but its switch kept a line from being certain."""
    doubts = {"-close-second", "-double-nearby", "-under-age"}
    said = set(reasons.split(" "))
    return "-line-switched-off" in said and not doubts & said


def _read(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
