"""Compare what two covenants do with the same signals: rows, routes, ranks and terms. Pure; no persons in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

# So many changed cases are told one by one; the counts are of all of them.
MOST_CASES = 200


@dataclass(frozen=True, slots=True)
class Fate:
    """What a covenant does with one signal: refused (codes of problems), or its status and case (an id, "": none)."""

    refused: tuple[str, ...] = ()
    status: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A case under one covenant: route (None: find out first), place in the list, day of the first conversation."""

    route: str | None
    rank: int
    first_conversation_by: date


@dataclass(frozen=True, slots=True)
class Done:
    """What one covenant does: the fate of each signal by its id, and each case by its id."""

    fates: Mapping[str, Fate]
    cases: Mapping[str, Placed]


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something comes out, now and with the draft; ``what`` is a code, "" for no route yet."""

    what: str
    now: int
    then: int


@dataclass(frozen=True, slots=True)
class ChangedCase:
    """A case that comes out otherwise; ``number`` is that of the real case, None or "" says: not there."""

    number: str
    route_now: str | None
    route_then: str | None
    place_now: int | None
    place_then: int | None
    by_now: str
    by_then: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes: counts, and the cases that come out otherwise (at most :data:`MOST_CASES`, of ``changed``)."""

    signals: int
    refused: tuple[Counted, ...]
    statuses: tuple[Counted, ...]
    routes: tuple[Counted, ...]
    cases_now: int
    cases_then: int
    changed: int
    other_route: int
    other_place: int
    other_term: int
    cases: tuple[ChangedCase, ...]

    def as_json(self) -> dict[str, object]:
        """Return it as plain values, to keep."""
        return asdict(self)


def compare(now: Done, then: Done, numbers: Mapping[str, str]) -> Comparison:
    """Return what changes from ``now`` to ``then``; ``numbers`` gives the number of the real case per signal."""
    pairs = _pairs(now, then)
    places = _places([pair for pair in pairs if all(pair)], now, then)
    cases = [_changed(one, now, then, places, numbers) for one in pairs]
    changed = [one for one in cases if _differs(one)]
    both = [one for one in changed if one.by_now and one.by_then]
    return Comparison(
        signals=len(now.fates),
        refused=_counted(_refusals(now), _refusals(then)),
        statuses=_counted(_statuses(now), _statuses(then)),
        routes=_counted(_routes(now), _routes(then)),
        cases_now=len(now.cases),
        cases_then=len(then.cases),
        changed=len(changed),
        other_route=sum(one.route_now != one.route_then for one in both),
        other_place=sum(one.place_now != one.place_then for one in both),
        other_term=sum(one.by_now != one.by_then for one in both),
        cases=tuple(changed[:MOST_CASES]),
    )


type _Pair = tuple[str, str]


def _pairs(now: Done, then: Done) -> list[_Pair]:
    """Return which case of now is which case of then, by the signals that they are about; "" where there is none.

    Each case is in one pair: of one that is split in two, the part with its first signal is the same case.
    """
    found: dict[str, str] = {}
    for one, fate in now.fates.items():
        case, other = fate.case, then.fates[one].case
        if case and other and case not in found and other not in found.values():
            found[case] = other
    gone = [(case, "") for case in now.cases if case not in found]
    new = [("", case) for case in then.cases if case not in found.values()]
    return [*found.items(), *gone, *new]


def _places(pairs: Sequence[_Pair], now: Done, then: Done) -> Mapping[_Pair, tuple[int, int]]:
    """Return the place of each case among those that both have: one case more does not move all the others."""
    first = {
        pair: place for place, pair in enumerate(sorted(pairs, key=lambda pair: now.cases[pair[0]].rank), 1)
    }
    second = {
        pair: place for place, pair in enumerate(sorted(pairs, key=lambda pair: then.cases[pair[1]].rank), 1)
    }
    return {pair: (first[pair], second[pair]) for pair in pairs}


def _changed(
    pair: _Pair, now: Done, then: Done, places: Mapping[_Pair, tuple[int, int]], numbers: Mapping[str, str]
) -> ChangedCase:
    before, after = now.cases.get(pair[0]), then.cases.get(pair[1])
    place = places.get(pair, (None, None))
    about = (
        numbers.get(one, "")
        for one, fate in (*now.fates.items(), *then.fates.items())
        if fate.case and fate.case in pair
    )
    return ChangedCase(
        number=next((number for number in about if number), ""),
        route_now=before.route if before else None,
        route_then=after.route if after else None,
        place_now=place[0],
        place_then=place[1],
        by_now=before.first_conversation_by.isoformat() if before else "",
        by_then=after.first_conversation_by.isoformat() if after else "",
    )


def _differs(one: ChangedCase) -> bool:
    return (one.route_now, one.place_now, one.by_now) != (one.route_then, one.place_then, one.by_then)


def _refusals(done: Done) -> Iterable[str]:
    return (code for fate in done.fates.values() for code in fate.refused)


def _statuses(done: Done) -> Iterable[str]:
    return (fate.status for fate in done.fates.values() if fate.status)


def _routes(done: Done) -> Iterable[str]:
    return (case.route or "" for case in done.cases.values())


def _counted(now: Iterable[str], then: Iterable[str]) -> tuple[Counted, ...]:
    before, after = Counter(now), Counter(then)
    return tuple(Counted(what, before[what], after[what]) for what in sorted({*before, *after}))
