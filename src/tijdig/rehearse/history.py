"""What happened so far in a rehearsal: which signals belong together, which cases were opened, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tijdig.casework.rules.case_facts import SignalView, facts_of_register, first_threatened_on
from tijdig.casework.rules.reasons import Reason, reason
from tijdig.casework.rules.register_view import of_household
from tijdig.casework.rules.sorting import SortedSignal, sort_notification
from tijdig.casework.rules.standing_facts import standing_facts
from tijdig.casework.rules.triage import Triage, triage, without_work
from tijdig.ddas import SignalStatus
from tijdig.intake.rules.rows import SignalRow
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.linkage.rules.patterns import (
    MatchedSignal,
    Notified,
    Pattern,
    Window,
    are_different_people,
    find_notifications,
    find_repeats,
    patterns_of,
)
from tijdig.linkage.rules.people import LinkResult
from tijdig.problems import ProblemKind
from tijdig.rehearse.seen import matched, view
from tijdig.rehearse.told import AcceptedSignal, Given, RehearsedCase, RehearsedSignal
from tijdig.residents.rules.record import RegisteredAddress, ResidentRecord
from tijdig.residents.rules.triage_facts import Extracts, TriageFacts, triage_facts

ASSUMED_CONFIRMED = ProblemKind(
    code="rehearse.assumed-confirmed",
    rule="R24",
    nl="Over wie dit signaal gaat, beslist nog een mens. Hier is aangenomen dat de eerste kandidaat klopt.",
    en="A person still decides whom this signal is about. Here the first candidate is assumed to be right.",
)
ASSUMED_TOGETHER = ProblemKind(
    code="rehearse.assumed-together",
    rule="R22",
    nl="Op dit adres zijn mensen met verschillende namen gemeld. Een mens beslist eerst of zij samen of apart worden "
    "opgepakt. Hier is aangenomen: samen.",
    en="People with different names were signalled at this address. A person first decides whether they are worked "
    "together or apart. Here it is assumed: together.",
)


@dataclass(slots=True)
class _Notification:
    """The signals on one address in one period so far. ``about`` are those of its case, once there is one."""

    key: str
    window: Window
    signal_ids: list[str] = field(default_factory=list)
    patterns: tuple[Pattern, ...] = ()
    different_people: bool = False
    case: str = ""
    about: list[str] = field(default_factory=list)
    nothing_left: Reason | None = None


class History:
    """Takes the signals of a day at a time, as the running system does; remembers what was taken up, for R21.

    When people close a case is not known here: the cases of a period are taken to be closed before the next one.
    """

    def __init__(
        self, given: Given, accepted: Sequence[AcceptedSignal], results: Iterable[LinkResult]
    ) -> None:
        self._given = given
        self._accepted = {one.id: one for one in accepted}
        self._links = {result.signal_id: result for result in results}
        self._records = {record.bsn: record for record in given.residents}
        self._at_place = _by_place(given.residents)
        self._matched: dict[str, MatchedSignal] = {}
        self._taken_up: dict[str, date] = {}
        self._repeats: set[str] = set()
        self._statuses: dict[str, SignalStatus] = {}
        self._notifications: dict[tuple[str, date], _Notification] = {}
        self._cases = 0

    def correct(self, signal_id: str, row: SignalRow) -> None:
        """Let a signal have these contents from now on; its link and its status stand, as people are at work on it."""
        self._accepted[signal_id] = replace(self._accepted[signal_id], row=row, corrected=True)
        if signal_id in self._matched:
            self._matched[signal_id] = self._match(signal_id)

    def work(self, signal_ids: Sequence[str]) -> None:
        """Give these signals, all of one day, their notification and status, and open a case where there is work.

        A signal that fits nobody waits for a person, outside every notification (R24).
        """
        new = [self._match(key) for key in signal_ids if self._links[key].outcome is not Outcome.NONE]
        terms = self._given.covenant.delivery
        taken_up = [replace(self._matched[key], taken_up_on=on) for key, on in self._taken_up.items()]
        self._repeats |= find_repeats(new, taken_up, repeat_within=terms.repeat_within)
        self._matched |= {one.id: one for one in new}
        for found in find_notifications(
            new,
            self._matched.values(),
            matching_period=terms.matching_period,
            lookback=terms.lookback,
        ):
            self._sort(self._joined(found), found.signal_ids)

    def signals(self) -> tuple[RehearsedSignal, ...]:
        """Return every signal with what became of it, in order of receipt."""
        homes = {key: home for home in self._notifications.values() for key in home.signal_ids}
        about = {key: home.case for home in self._notifications.values() for key in home.about}
        return tuple(
            RehearsedSignal(
                one,
                self._links[key],
                tuple(pattern.value for pattern in homes[key].patterns) if key in homes else (),
                key in self._repeats,
                self._statuses.get(key, SignalStatus.OPEN),
                about.get(key, ""),
            )
            for key, one in self._accepted.items()
        )

    def cases(self) -> tuple[RehearsedCase, ...]:
        """Return the cases in the order of one work list: whom to help first."""
        cases = [self._case(home) for home in self._notifications.values() if home.case]
        ordered = sorted(cases, key=lambda case: (case.rank_key, case.id))
        return tuple(replace(case, rank=rank) for rank, case in enumerate(ordered, start=1))

    def _joined(self, found: Notified) -> _Notification:
        key = (found.address_key or found.signal_ids[0], found.window.first)
        home = self._notifications.setdefault(key, _Notification(found.address_key, found.window))
        home.signal_ids.extend(found.signal_ids)
        members = [self._matched[one] for one in home.signal_ids]
        days = [one.received_on for one in self._matched.values() if one.address_key == found.address_key]
        before = days if found.address_key else ()
        home.patterns = patterns_of(members, before, home.window, self._given.covenant.delivery.lookback)
        home.different_people = are_different_people(members)
        return home

    def _sort(self, home: _Notification, signal_ids: Sequence[str]) -> None:
        views = [self._view(key) for key in signal_ids]
        sorting = sort_notification(views, self._given.covenant)
        for one in sorting.signals:
            self._give_status(one)
        to_work = [one.id for one in sorting.to_work]
        if home.case and to_work:
            home.about = [*home.about, *to_work] if home.nothing_left is None else to_work
            home.nothing_left = None
        elif not home.case and sorting.opens_case:
            self._cases += 1
            home.case = f"Z{self._cases:05}"
            home.about = to_work or list(home.signal_ids)
            home.nothing_left = sorting.proposed_reason

    def _give_status(self, one: SortedSignal) -> None:
        self._statuses[one.signal.id] = one.status
        if one.status is SignalStatus.TAKEN_UP and not one.signal.repeat:
            self._taken_up[one.signal.id] = one.signal.received_on

    def _case(self, home: _Notification) -> RehearsedCase:
        advice = self._advice(home)
        return RehearsedCase(
            id=home.case,
            address=home.key,
            signals=tuple(home.about),
            route=advice.route,
            route_reasons=(*self._assumed(home), *advice.route_reasons),
            rank_key=advice.rank_key,
            rank_reasons=advice.rank_reasons,
            first_conversation_by=advice.first_conversation_by,
        )

    def _assumed(self, home: _Notification) -> tuple[Reason, ...]:
        doubtful = any(self._links[key].outcome is Outcome.REVIEW for key in home.about)
        return (
            *((reason(ASSUMED_TOGETHER),) if home.different_people else ()),
            *((reason(ASSUMED_CONFIRMED),) if doubtful else ()),
        )

    def _advice(self, home: _Notification) -> Triage:
        about = [self._view(key) for key in home.about]
        on = max(seen.received_on for seen in about)
        people = [self._links[key].bsn or "" for key in home.about]
        household = of_household({bsn: self._facts(bsn, on) for bsn in people}, people)
        facts = standing_facts(about, register=facts_of_register(household), kept={})
        advice = triage(
            self._given.covenant,
            facts,
            received_on=min(seen.received_on for seen in about),
            on=on,
            stood_since=first_threatened_on(about),
        )
        return advice if home.nothing_left is None else without_work(advice, home.nothing_left)

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

    def _view(self, key: str) -> SignalView:
        repeat = key in self._repeats
        return view(self._accepted[key], self._links[key], repeat=repeat, covenant=self._given.covenant)

    def _match(self, key: str) -> MatchedSignal:
        link = self._links[key]
        record = self._records.get(link.bsn or "")
        return matched(self._accepted[key], link, record, self._given.controller)


def _by_place(records: Iterable[ResidentRecord]) -> dict[RegisteredAddress, list[ResidentRecord]]:
    found: dict[RegisteredAddress, list[ResidentRecord]] = defaultdict(list)
    for record in records:
        found[record.address].append(record)
    return found
