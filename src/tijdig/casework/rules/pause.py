"""The collection pause (R45): a truth table over four facts, and the day on which it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tijdig.casework.rules.partner_news import PartnerNews, PaymentNews
from tijdig.covenant.rules.deciding import projected_feedback
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.feedback_codes import ExternalCode
from tijdig.covenant.rules.terms import PauseTerms
from tijdig.ddas import Result


class PauseFact(StrEnum):
    """The four things that must all hold, in the order in which they happen."""

    SIGNALLED = "signalled"
    OFFER_ACCEPTED = "offer-accepted"
    FED_BACK = "fed-back"
    INSTALMENTS_PAID = "instalments-paid"


PAUSE_FACTS_NL = {
    PauseFact.SIGNALLED: "u hebt de achterstand gemeld",
    PauseFact.OFFER_ACCEPTED: "de inwoner heeft het hulpaanbod aanvaard",
    PauseFact.FED_BACK: "de gemeente heeft u dat teruggekoppeld",
    PauseFact.INSTALMENTS_PAID: "de inwoner betaalt de nieuwe termijnen",
}


@dataclass(frozen=True, slots=True)
class PauseFacts:
    """What is known on a day: the days on which three facts came about (None = not), and the current instalments.

    ``instalments_paid`` None means that nobody has said so: unknown is no. ``stopped_on`` is the day on which a
    condition fell after the pause began.
    """

    signalled_on: date | None
    accepted_on: date | None
    fed_back_on: date | None
    instalments_paid: bool | None
    stopped_on: date | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Whether collection rests on the day asked, from when until which last day, and which facts are missing.

    The days are known as soon as the three dated facts are: they say when it *would* rest, if the instalments are paid.
    """

    running: bool
    starts_on: date | None = None
    last_day: date | None = None
    check_on: date | None = None
    missing: tuple[PauseFact, ...] = ()

    def may_run(self, on: date) -> bool:
        """Whether it runs on this day, or would if the instalments were paid."""
        return self.last_day is not None and on <= self.last_day


def brings_pause(covenant: Covenant, result: Result) -> bool:
    """Say whether this result is told to the partner as an accepted offer, under a covenant that has a pause (R45)."""
    return covenant.pause.possible and projected_feedback(covenant, result) == ExternalCode.OFFER_ACCEPTED


def pause_facts(signalled_on: date, ended_on: date, news: Sequence[PartnerNews]) -> PauseFacts:
    """Return what is known of the pause of a signal whose case ended with help on day ``ended_on``.

    The acceptance could be read from that day. Whether the new instalments are paid is what the partner told since:
    once one was missed the pause is over, and a later payment does not bring it back.
    """
    paid: bool | None = None
    stopped: date | None = None
    for one in news:
        if one.on < ended_on or stopped is not None:
            continue
        if one.payment is PaymentNews.INSTALMENTS_PAID:
            paid = True
        elif one.payment is PaymentNews.INSTALMENT_MISSED:
            stopped, paid = (one.on if paid else None), False
    return PauseFacts(signalled_on, ended_on, ended_on, instalments_paid=paid, stopped_on=stopped)


def collection_pause(facts: PauseFacts, terms: PauseTerms, on: date) -> Pause:
    """Return the pause as it stands on day ``on`` (R45, R46).

    It begins on the day the last of the three dated facts came about; that day is day 0 and the covenant's length
    later is the last day. With no pause in the covenant there is never one, and nothing is missing. Unknown instalments
    are no instalments: the days are told, and that they are missing, and nothing runs.
    """
    if not terms.possible or terms.length is None:
        return Pause(running=False)
    missing = _missing(facts, on)
    if set(missing) - {PauseFact.INSTALMENTS_PAID}:
        return Pause(running=False, missing=missing)
    starts = max(day for day in (facts.signalled_on, facts.accepted_on, facts.fed_back_on) if day)
    last = terms.length.after(starts)
    if facts.stopped_on is not None:
        last = min(last, facts.stopped_on)
    check = terms.check_after.after(starts) if terms.check_after else None
    running = not missing and starts <= on <= last
    return Pause(running, starts_on=starts, last_day=last, check_on=check, missing=missing)


def _missing(facts: PauseFacts, on: date) -> tuple[PauseFact, ...]:
    holds = {
        PauseFact.SIGNALLED: _happened(facts.signalled_on, on),
        PauseFact.OFFER_ACCEPTED: _happened(facts.accepted_on, on),
        PauseFact.FED_BACK: _happened(facts.fed_back_on, on),
        PauseFact.INSTALMENTS_PAID: facts.instalments_paid is True or facts.stopped_on is not None,
    }
    return tuple(fact for fact, held in holds.items() if not held)


def _happened(day: date | None, on: date) -> bool:
    return day is not None and day <= on
