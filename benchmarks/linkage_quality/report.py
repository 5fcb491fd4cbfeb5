"""What the runs came to, as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.linkage_quality.scoring import Share, Tally
from tijdig.linkage.rules.decision_table import TABLE
from tijdig.linkage.rules.measured import ERROR_LIMIT
from tijdig.linkage.rules.outcomes import Outcome

PER = 10_000
# What issue and architecture ask: certain, linked and review share per noise; wrong households and spread for both.
GOALS: Mapping[str, Mapping[str, float]] = {
    "realistic": {"certain": 0.92, "linked": 0.981, "review": 0.06, "wrong": 0.5, "spread": 0.015},
    "double": {"certain": 0.89, "linked": 0.981, "review": 0.09, "wrong": 0.5, "spread": 0.015},
}
LINES = tuple(line.rule_id for line in TABLE if line.outcome is Outcome.CERTAIN)


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; the first column to the left, the others to the right."""
    rule = ["---", *["---:"] * (len(heading) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heading, rule, *rows))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a run, and its goal: at least, at most, or none."""

    name: str
    value: float
    goal: float | None = None
    at_least: bool = False
    is_share: bool = True

    @property
    def cells(self) -> Sequence[str]:
        """The figure as a row: what, how much, the goal, and whether it is met."""
        if self.goal is None:
            return self.name, self._told(self.value), "", ""
        met = self.value >= self.goal if self.at_least else self.value <= self.goal
        sign = "≥" if self.at_least else "≤"
        return (
            self.name,
            self._told(self.value),
            f"{sign} {self._told(self.goal)}",
            "yes" if met else "**no**",
        )

    def _told(self, value: float) -> str:
        return _percent(value) if self.is_share else f"{value:.2f}"


def goals(tallies: Mapping[str, Tally]) -> str:
    """Return every figure that has a goal, beside it, per noise."""
    rows = [
        (f"{noise}: {name}", *cells)
        for noise, tally in tallies.items()
        for name, *cells in (figure.cells for figure in figures(tally, GOALS[noise]))
    ]
    return table(("", "measured", "goal", "met"), rows)


def figures(tally: Tally, goal: Mapping[str, float]) -> Sequence[Figure]:
    """Return the figures of all runs at one noise."""
    known, all_signals = tally.all.known, tally.signals
    seen = f"{tally.certain_wrong} in {tally.certain_links:,}"
    wrong = f"wrong household per 10,000 certain links, upper 95 % bound ({seen})"
    return (
        Figure(wrong, tally.error_bound * PER, goal["wrong"], is_share=False),
        Figure("certain and right", tally.all.certain / known, goal["certain"], at_least=True),
        Figure(
            "certain, or in review with the right person shown",
            tally.all.linked / known,
            goal["linked"],
            at_least=True,
        ),
        Figure("the same, with the right person shown first", tally.first_in_review / known),
        Figure("of all signals to review", tally.tiers["review"] / all_signals, goal["review"]),
        Figure("spread of linked between groups of surnames", tally.spread("group"), goal["spread"]),
    )


def lines(tallies: Mapping[str, Tally]) -> str:
    """Return the error of each line of the decision table, all noises pooled, with its bound and its switch."""
    rows = []
    for rule_id, (links, persons, households, bound) in errors(tallies).items():
        state = "on" if bound <= ERROR_LIMIT else "**off**"
        rows.append((rule_id, f"{links:,}", str(persons), str(households), f"{bound:.2f}", state))
    heading = (
        "line",
        "certain links",
        "wrong person",
        "wrong household",
        "per 10,000: upper 95 % bound",
        "switch",
    )
    return table(heading, rows)


def errors(tallies: Mapping[str, Tally]) -> Mapping[str, tuple[int, int, int, float]]:
    """Return per line: links, wrong persons, wrong households, and the bound per 10,000; noises pooled."""
    pooled = Tally()
    for tally in tallies.values():
        pooled.links += tally.links
        pooled.wrong_person += tally.wrong_person
        pooled.wrong_household += tally.wrong_household
    return {
        line: (
            pooled.links[line], pooled.wrong_person[line], pooled.wrong_household[line], pooled.bound_of(line) * PER
        )
        for line in LINES
    }  # fmt: skip


def equal_treatment(tallies: Mapping[str, Tally]) -> str:
    """Return what share is found per group of surnames, per layout of a couple's names, and per partner."""
    names = {"group": "Group of surnames", "layout": "How the ledger writes a couple", "partner": "Partner"}
    parts = []
    for kind, name in names.items():
        heading = [name]
        for noise in tallies:
            heading += [f"{noise}: signals", "certain", "linked"]
        rows = [_row(value, [tally.kinds[kind].get(value, Share()) for tally in tallies.values()])
                for value in sorted(next(iter(tallies.values())).kinds[kind])]  # fmt: skip
        spreads = ", ".join(f"{noise} {tally.spread(kind) * 100:.1f}" for noise, tally in tallies.items())
        parts.append(f"{table(heading, rows)}\n\nSpread of *linked*, in points: {spreads}.")
    return "\n\n".join(parts)


def _row(name: str, shares: Iterable[Share]) -> Sequence[str]:
    cells = [name]
    for share in shares:
        cells += [f"{share.known:,}", _of(share.certain, share.known), _of(share.linked, share.known)]
    return cells


def missed(tally: Tally) -> str:
    """Return, per kind of noise, what it costs: of all that was not linked, how many had this in them."""
    lost = tally.all.known - tally.all.linked
    rows = []
    kinds = tally.kinds["slip"].items()
    for slip, share in sorted(kinds, key=lambda one: one[1].linked - one[1].known):
        gone = share.known - share.linked
        cells = (_of(share.certain, share.known), _of(share.linked, share.known), str(gone), _of(gone, lost))
        rows.append((slip, f"{share.known:,}", *cells))
    heading = ("what the ledger did", "signals", "certain", "linked", "not linked", "of all not linked")
    return table(heading, rows)


def _of(part: int, whole: int) -> str:
    return _percent(part / whole) if whole else "–"


def _percent(share: float) -> str:
    return f"{share:.1%}"
