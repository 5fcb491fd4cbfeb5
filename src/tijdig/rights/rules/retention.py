"""How long what is kept (R53, R54): read from the covenant's own terms, which have no default.

A signal may be used for several purposes; it is erased when the last term that ends in destruction has ended. Where
help was accepted the covenant can name the municipal selection list instead: then the case stays for the archivist.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tijdig.casework.rules.results import HELPED
from tijdig.covenant.rules.document import Covenant, Exchange, OwnUse, Retention, RetentionEnd, RetentionStart
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ddas import Result

# For these purposes the municipality holds what identifies the people in a case.
HOLDING_PURPOSES = frozenset({PurposeCode.EARLY_SIGNAL, PurposeCode.LINKAGE, PurposeCode.HELP})


@dataclass(frozen=True, slots=True)
class Ending:
    """When data ends: the day from which it is erased, or None when the selection list governs it (R53)."""

    erase_from: date | None


def erase_case_from(covenant: Covenant, *, closed_on: date, result: Result) -> Ending:
    """Return when what identifies the people in a closed case is erased.

    Only terms that run from closing count; the longest one holds. A use whose term ends in the selection list keeps a
    case only when help was accepted: no help, no file (R54).
    """
    terms = _terms_of_municipality(covenant)
    if result in HELPED and any(term.then is RetentionEnd.SELECTION_LIST for term in terms):
        return Ending(None)
    ends = [term.term.after(closed_on) for term in terms if term.then is RetentionEnd.DESTROY]
    return Ending(max(ends, default=closed_on))


def erase_signal_from(covenant: Covenant, *, party: str, received_on: date) -> date:
    """Return when a signal that is in no case (repeat, unjustified, never decided about) is erased.

    The term is that of its exchange, counted from receipt: nothing later will start it.
    """
    return _end_of_signalling(covenant, received_on, sender=party)


def erase_delivery_from(covenant: Covenant, *, received_on: date) -> date:
    """Return when the name of a delivered file and the remarks on it are erased: the longest term for signals."""
    return _end_of_signalling(covenant, received_on)


def _end_of_signalling(covenant: Covenant, received_on: date, sender: str = "") -> date:
    municipality = covenant.municipality.code
    ends = [
        exchange.retention.term.after(received_on)
        for exchange in covenant.exchanges
        if exchange.purpose == PurposeCode.EARLY_SIGNAL
        if municipality in covenant.members(exchange.recipient)
        if not sender or sender in covenant.members(exchange.sender)
    ]
    return max(ends, default=received_on)


def drop_triage_facts_from(covenant: Covenant, *, retrieved_on: date) -> date | None:
    """Return when register and benefit facts fetched for triage are dropped (R29); None when no use holds them."""
    ends = [
        use.retention.term.after(retrieved_on)
        for use in covenant.own_uses
        if use.purpose == PurposeCode.TRIAGE and use.retention.starts is RetentionStart.RETRIEVAL
    ]
    return max(ends, default=None)


def keeps_matching_data_only(result: Result) -> bool:
    """Say whether a case closed with this result keeps no file: no help, no file (R54)."""
    return result not in HELPED


def _terms_of_municipality(covenant: Covenant) -> tuple[Retention, ...]:
    municipality = covenant.municipality.code
    received = [one for one in covenant.exchanges if municipality in covenant.members(one.recipient)]
    own = [one for one in covenant.own_uses if municipality in covenant.members(one.by)]
    permissions: list[Exchange | OwnUse] = [*received, *own]
    return tuple(
        permission.retention
        for permission in permissions
        if permission.purpose in HOLDING_PURPOSES and permission.retention.starts is RetentionStart.CLOSING
    )
