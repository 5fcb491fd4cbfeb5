"""What happened so far in a rehearsal: which signals were taken up, which cases were opened, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tijdig.casework.rules.case_facts import SignalView, facts_of_register, facts_of_signals, newest
from tijdig.casework.rules.reasons import reason
from tijdig.casework.rules.register_view import of_household
from tijdig.casework.rules.sorting import Sorting, sort_notification
from tijdig.casework.rules.triage import Triage, put_last, triage
from tijdig.ddas import SignalStatus
from tijdig.linkage.rules.normalising import address_key, signal_name
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.linkage.rules.patterns import MatchedSignal, Notified, is_repeat
from tijdig.linkage.rules.people import LinkResult
from tijdig.problems import ProblemKind
from tijdig.rehearse.told import AcceptedSignal, Given, RehearsedCase, RehearsedSignal
from tijdig.residents.rules.record import RegisteredAddress, ResidentRecord
from tijdig.residents.rules.triage_facts import Extracts, TriageFacts, triage_facts

ASSUMED_CONFIRMED = ProblemKind(
    code="rehearse.assumed-confirmed",
    rule="R24",
    nl="Over wie dit signaal gaat, beslist nog een mens. Hier is aangenomen dat de eerste kandidaat klopt.",
    en="A person still decides whom this signal is about. Here the first candidate is assumed to be right.",
)


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of one signal."""

    patterns: tuple[str, ...] = ()
    repeat: bool = False
    status: SignalStatus = SignalStatus.OPEN
    case: str = ""


class History:
    """Takes notifications in order of time; remembers what was taken up, for R21."""

    def __init__(
        self, given: Given, accepted: Sequence[AcceptedSignal], results: Iterable[LinkResult]
    ) -> None:
        self._given = given
        self._accepted = {one.id: one for one in accepted}
        self._links = {result.signal_id: result for result in results}
        self._records = {record.bsn: record for record in given.residents}
        self._at_place = _by_place(given.residents)
        self.matched = {one.id: self._match(one) for one in accepted}
        self._taken_up: dict[str, list[MatchedSignal]] = defaultdict(list)
        self._fates: dict[str, _Fate] = {}
        self._cases: list[RehearsedCase] = []

    def work(self, notification: Notified) -> None:
        """Give the notification's signals their status and open a case when there is work."""
        patterns = tuple(pattern.value for pattern in notification.patterns)
        views = [self._view(signal_id) for signal_id in notification.signal_ids]
        for view in views:
            self._fates[view.id] = _Fate(patterns, view.repeat)
        known = [view for view in views if self._links[view.id].outcome is not Outcome.NONE]
        if not known:  # nobody fits: these wait for a person and open nothing (R24)
            return
        sorting = sort_notification(known, self._given.covenant)
        for one in sorting.signals:
            self._fates[one.signal.id] = replace(self._fates[one.signal.id], status=one.status)
            if one.status is SignalStatus.TAKEN_UP:
                self._taken_up[one.signal.party].append(self.matched[one.signal.id])
        if sorting.opens_case:
            self._open(notification, sorting, known)

    def signals(self) -> tuple[RehearsedSignal, ...]:
        """Return every signal with what became of it, in order of receipt."""
        return tuple(
            RehearsedSignal(one, self._links[one.id], fate.patterns, fate.repeat, fate.status, fate.case)
            for one in self._accepted.values()
            for fate in (self._fates[one.id],)
        )

    def cases(self) -> tuple[RehearsedCase, ...]:
        """Return the cases in the order of one work list: whom to help first."""
        ordered = sorted(self._cases, key=lambda case: (case.rank_key, case.id))
        return tuple(replace(case, rank=rank) for rank, case in enumerate(ordered, start=1))

    def _open(self, notification: Notified, sorting: Sorting, known: Sequence[SignalView]) -> None:
        about = sorting.to_work or tuple(known)
        advice = self._advice(about, sorting)
        case_id = f"Z{len(self._cases) + 1:05}"
        for view in about:
            self._fates[view.id] = replace(self._fates[view.id], case=case_id)
        self._cases.append(
            RehearsedCase(
                id=case_id,
                address=notification.address_key,
                signals=tuple(view.id for view in about),
                route=advice.route,
                route_reasons=advice.route_reasons,
                rank_key=advice.rank_key,
                rank_reasons=advice.rank_reasons,
                first_conversation_by=advice.first_conversation_by,
            )
        )

    def _advice(self, about: Sequence[SignalView], sorting: Sorting) -> Triage:
        on = max(view.received_on for view in about)
        people = [self._links[view.id].bsn or "" for view in about]
        household = of_household({bsn: self._facts(bsn, on) for bsn in people}, people)
        facts = newest(facts_of_signals(about), facts_of_register(household))
        received_on = min(view.received_on for view in about)
        advice = triage(self._given.covenant, facts, received_on=received_on, on=on)
        if sorting.proposed_reason is not None:
            told = (sorting.proposed_reason,)
            last = put_last(advice.rank_key)
            advice = replace(advice, route=None, route_reasons=told, rank_reasons=told, rank_key=last)
        if any(self._links[view.id].outcome is Outcome.REVIEW for view in about):
            assumed = (reason(ASSUMED_CONFIRMED), *advice.route_reasons)
            advice = replace(advice, route_reasons=assumed)
        return advice

    def _facts(self, bsn: str, on: date) -> TriageFacts:
        record = self._records.get(bsn)
        benefits = self._given.benefits
        # A list made after the delivery is the best there is for trying out a past month: it counts as of that day.
        as_of = min(benefits.as_of or on, on) if benefits else None
        return triage_facts(
            record,
            self._at_place[record.address] if record else (),
            municipality=self._given.controller,
            benefit=benefits.receives_benefit(bsn) if benefits else None,
            extracts=Extracts(on, as_of),
            on=on,
        )

    def _view(self, signal_id: str) -> SignalView:
        one, link = self._accepted[signal_id], self._links[signal_id]
        row, party = one.row, self._given.covenant.parties[one.delivery.party]
        matched = self.matched[signal_id]
        return SignalView(
            id=signal_id,
            party=one.delivery.party,
            sector=party.sector.value if party.sector else "",
            received_on=one.delivery.received_on,
            amount_cents=row.amount_cents,
            months=row.months,
            days=row.days,
            onset_on=row.onset_on,
            crisis=row.crisis,
            warm_transfer=row.warm_transfer,
            repeat=is_repeat(
                matched,
                self._taken_up[one.delivery.party],
                repeat_within=self._given.covenant.delivery.repeat_within,
            ),
            register_state=link.register.value,
            person_found=link.bsn is not None,
        )

    def _match(self, one: AcceptedSignal) -> MatchedSignal:
        row, link = one.row, self._links[one.id]
        person = (link.bsn or "") if link.outcome is not Outcome.NONE else ""
        name = signal_name(row.prefix, row.surname)
        return MatchedSignal(
            id=one.id,
            address_key=address_key(row.postcode, row.house_number, row.house_letter, row.addition),
            received_on=one.delivery.received_on,
            party=one.delivery.party,
            amount_cents=row.amount_cents,
            onset_on=row.onset_on,
            reference=row.reference,
            person=person,
            names=frozenset({name.spelling.core, *name.halves}),
            taken_up_on=one.delivery.received_on,
        )


def _by_place(records: Iterable[ResidentRecord]) -> dict[RegisteredAddress, list[ResidentRecord]]:
    found: dict[RegisteredAddress, list[ResidentRecord]] = defaultdict(list)
    for record in records:
        found[record.address].append(record)
    return found
