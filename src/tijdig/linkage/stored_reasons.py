"""Reasons as they are kept with a link: code, parameters and side; told again in the words of today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tijdig.linkage.rules.people import Reason, Side
from tijdig.problems import retell

type StoredReason = Mapping[str, str | Mapping[str, str]]


def stored(reasons: Iterable[Reason]) -> list[StoredReason]:
    """Return what is kept of these reasons. Their parameters never hold personal data."""
    return [
        {"code": reason.code, "params": dict(reason.said.params), "side": str(reason.side)}
        for reason in reasons
    ]


def told(kept: Iterable[StoredReason]) -> tuple[Reason, ...]:
    """Return kept reasons as sentences again."""
    found = []
    for one in kept:
        params = one["params"]
        if isinstance(params, Mapping):
            found.append(Reason(retell(str(one["code"]), params), Side(str(one["side"]))))
    return tuple(found)
