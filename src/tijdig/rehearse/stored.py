"""Try a covenant on the signals that the municipality has: the same rules as on files, read from the database.

What a landlord's file held and was refused is not kept (R6), so a draft that takes more in shows no more here; one that
takes less does. Whom a signal is about is taken from its link as it stands, also where a person decided it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tijdig.covenant.rules.document import Covenant
from tijdig.intake.models import Signal
from tijdig.intake.rules.agreement import agreement_with
from tijdig.intake.rules.cells import Rows
from tijdig.intake.rules.checking import problems_with_row
from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.rows import ReadRow, SignalRow
from tijdig.intake.rules.table import FileKind, Table
from tijdig.linkage.models import Link
from tijdig.linkage.queries import standing_links_of
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.linkage.rules.people import LinkResult
from tijdig.rehearse.comparing import Done, Fate, Placed
from tijdig.rehearse.history import History
from tijdig.rehearse.told import AcceptedSignal, Given, GivenDelivery
from tijdig.residents.queries import facts_for_triage, people_around, records_of
from tijdig.residents.rules.benefits import BenefitList
from tijdig.residents.rules.record import ResidentRecord

_SHARED = tuple(name for name in ReadRow._fields if name in SignalRow._fields)
_NO_TABLE = Table(FileKind.CSV, (), Rows(), ())
_NO_PLAN = ColumnPlan(())


@dataclass(frozen=True, slots=True)
class Past:
    """The signals of a period with whom they are about, and what the register says of those."""

    controller: str
    signals: tuple[Signal, ...]
    links: tuple[LinkResult, ...]
    residents: tuple[ResidentRecord, ...]
    benefits: BenefitList
    numbers: dict[str, str]

    @property
    def days(self) -> int:
        """On how many days something was received."""
        return len({signal.received_on for signal in self.signals})


def past_of(controller_id: str, since: date, today: date) -> Past:
    """Return the signals received since that day that have a link, with their register data."""
    received = Signal.objects.filter(controller_id=controller_id, received_on__gte=since)
    found = list(received.order_by("received_on", "row", "pk"))
    links = standing_links_of(controller_id, [signal.pk for signal in found])
    signals = tuple(signal for signal in found if signal.pk in links)
    about = {link.person for link in links.values() if link.person}
    # Where the register has nobody, the blind index stands for the number: it only tells people apart here.
    known = {person: record.bsn for person, record in records_of(controller_id, about).items()}
    numbers = {person: known.get(person, person) for person in about}
    facts = facts_for_triage(controller_id, about, today)
    benefits = {numbers[one]: said.benefit for one, said in facts.items() if said.benefit is not None}
    return Past(
        controller=controller_id,
        signals=signals,
        links=tuple(_result(link, numbers.get(link.person)) for link in links.values()),
        residents=people_around(controller_id, about),
        benefits=BenefitList(benefits),
        numbers=_case_numbers(controller_id, links.values()),
    )


def carry_out(past: Past, covenant: Covenant, after_each_day: Callable[[], None]) -> Done:
    """Return what this covenant does with these signals, day of receipt by day of receipt."""
    refusals = {str(signal.pk): _refusals(signal, covenant) for signal in past.signals}
    taken = [signal for signal in past.signals if not refusals[str(signal.pk)]]
    accepted = [_accepted(signal) for signal in taken]
    given = Given(covenant, past.controller, past.residents, past.benefits, ())
    history = History(given, accepted, past.links)
    for _day, received in groupby(taken, key=lambda signal: signal.received_on):
        history.work([str(signal.pk) for signal in received])
        after_each_day()
    fates = {key: Fate(refused=codes) for key, codes in refusals.items()}
    for one in history.signals():
        fates[one.accepted.id] = Fate(status=one.status.value, case=one.case)
    cases = {one.id: Placed(one.route, one.rank, one.first_conversation_by) for one in history.cases()}
    return Done(fates, cases)


def _refusals(signal: Signal, covenant: Covenant) -> tuple[str, ...]:
    if signal.party_code not in covenant.parties:
        return ("rehearse.party-not-in-covenant",)
    agreement = agreement_with(covenant, signal.party_code, signal.received_on, {})
    return tuple(dict.fromkeys(problem.code for problem in problems_with_row(_read(signal), agreement)))


def _read(signal: Signal) -> ReadRow:
    """Return a signal as it was delivered; whoever objected is not among them (R6)."""
    age = signal.days
    if age is None and signal.onset_on is not None:
        age = (signal.received_on - signal.onset_on).days
    said = {name: getattr(signal, name) for name in _SHARED}
    return ReadRow(**said, objection=False, age_days=age)


def _accepted(signal: Signal) -> AcceptedSignal:
    row = SignalRow._make(getattr(signal, name) for name in SignalRow._fields)
    delivery = GivenDelivery(signal.party_code, signal.received_on, "", "", _NO_TABLE, _NO_PLAN)
    return AcceptedSignal(str(signal.pk), delivery, row, corrected=signal.corrected_at is not None)


def _result(link: Link, bsn: str | None) -> LinkResult:
    return LinkResult(
        signal_id=str(link.signal_id),
        bsn=bsn,
        outcome=Outcome.CERTAIN if link.decided_at else Outcome(link.outcome),
        rule_id=link.rule_id,
        rule_version=link.rule_version,
        reasons=(),
        register=RegisterState(link.register_state),
    )


def _case_numbers(controller_id: str, links: Iterable[Link]) -> dict[str, str]:
    """Return the number of the case that each signal is worked in."""
    rows = Link.objects.filter(
        controller_id=controller_id, undone_at__isnull=True, pk__in=[link.pk for link in links]
    ).values_list("signal_id", "notification__worked_in__case__number")
    return {str(signal): number for signal, number in rows if number}
