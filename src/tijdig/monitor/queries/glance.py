"""The month at a glance: per partner what came and what became of it, and how the cases stand today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Sum

from tijdig.actors import Action, Actor, require
from tijdig.casework.models import Case, Task
from tijdig.casework.rules.states import CaseState, TaskKind
from tijdig.covenant.queries import covenants_in_force
from tijdig.covenant.rules.document import Covenant
from tijdig.ddas import SignalStatus
from tijdig.intake.models import Delivery, DeliveryReminder, Signal
from tijdig.intake.rules.calendar import Punctuality, Window, punctuality, window_in
from tijdig.intake.states import DeliveryState
from tijdig.linkage.models import Link
from tijdig.linkage.queries import notifications_with_different_people, review_queue
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.monitor.rules.evaluation import next_evaluation
from tijdig.months import Month

UNDECIDED = Q(links__outcome__in=(Outcome.REVIEW, Outcome.NONE), links__decided_at__isnull=True)
OPEN_STATES = tuple(state for state in CaseState if state is not CaseState.CLOSED)


@dataclass(frozen=True, slots=True)
class DeliveryCounts:
    """What one partner delivered in the month, over all its files."""

    first_on: date | None = None
    files: int = 0
    waiting: int = 0  # files whose columns are not confirmed yet
    rows: int = 0
    accepted: int = 0
    unchanged: int = 0
    corrected: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """What became of one partner's signals of the month: who they are about."""

    matched: int = 0
    in_review: int = 0
    no_resident: int = 0
    deceased: int = 0
    unmatched: int = 0  # accepted, and not looked at by the matching yet

    def __add__(self, other: LinkCounts) -> LinkCounts:
        """Return both together: of two days, say."""
        return LinkCounts(
            self.matched + other.matched,
            self.in_review + other.in_review,
            self.no_resident + other.no_resident,
            self.deceased + other.deceased,
            self.unmatched + other.unmatched,
        )


@dataclass(frozen=True, slots=True)
class PartnerMonth:
    """One signal partner in the month."""

    code: str
    name: str
    covenant_title: str
    window: Window
    punctuality: Punctuality
    delivered: DeliveryCounts
    links: LinkCounts
    reminded_on: date | None  # the last time in the month


@dataclass(frozen=True, slots=True)
class CaseStock:
    """How the municipality's open cases stand on the day, whatever month they came from; closed ones are not in it."""

    by_state: Mapping[CaseState, int]
    without_conversation_in_time: int
    tasks_overdue: int
    alarms: int  # threatened evictions on which nobody acted yet (R27)

    @property
    def to_take_up(self) -> int:
        """Cases that nobody has taken up yet."""
        return self.by_state[CaseState.NEW]

    @property
    def open(self) -> int:
        """All open cases."""
        return sum(self.by_state.values())


@dataclass(frozen=True, slots=True)
class EvaluationAhead:
    """When a covenant is evaluated next, seen from the month; ``this_month``: it is due now."""

    covenant_title: str
    next_on: date
    this_month: bool


@dataclass(frozen=True, slots=True)
class MonthAtAGlance:
    """Everything on the coordinator's month page but the figures."""

    month: Month
    partners: tuple[PartnerMonth, ...]
    unlinked: int  # signals that nobody and nothing has matched yet, of all months
    doubts: int  # signals that wait for a person, of all months
    different_people: int  # addresses with different surnames that wait for a person (R22)
    stock: CaseStock
    evaluations: tuple[EvaluationAhead, ...]


def month_at_a_glance(actor: Actor, month: Month, on: date) -> MonthAtAGlance:
    """Return the month as it stands on day ``on``, for the coordinator; a fixed number of queries."""
    require(actor, Action.READ_MONTH)
    controller = actor.controller_id
    delivered, links = _delivered(controller, month), _links(controller, month)
    reminded = _reminded(controller, month)
    covenants = covenants_in_force(controller, min(on, month.last))
    partners = tuple(
        PartnerMonth(
            code=party.code,
            name=party.name,
            covenant_title=covenant.title,
            window=window_in(month, covenant.delivery),
            punctuality=_punctuality(covenant, month, delivered.get(party.code), on),
            delivered=delivered.get(party.code, DeliveryCounts()),
            links=links.get(party.code, LinkCounts()),
            reminded_on=reminded.get(party.code),
        )
        for covenant in covenants
        for party in covenant.signal_partners
    )
    return MonthAtAGlance(
        month=month,
        partners=partners,
        unlinked=_unlinked(controller),
        doubts=review_queue(controller).count(),
        different_people=notifications_with_different_people(controller).count(),
        stock=_stock(controller, on),
        evaluations=tuple(_evaluations(covenants, month)),
    )


def _evaluations(covenants: Sequence[Covenant], month: Month) -> Iterator[EvaluationAhead]:
    for covenant in covenants:
        day = next_evaluation(covenant, month.first)
        if day is not None:
            yield EvaluationAhead(covenant.title, day, this_month=day <= month.last)


def _punctuality(covenant: Covenant, month: Month, came: DeliveryCounts | None, on: date) -> Punctuality:
    return punctuality(window_in(month, covenant.delivery), came.first_on if came else None, on)


def _delivered(controller: str, month: Month) -> Mapping[str, DeliveryCounts]:
    taken_in = Q(state=DeliveryState.ACCEPTED)
    rows = (
        Delivery.objects.filter(controller_id=controller, received_on__range=(month.first, month.last))
        .order_by()
        .values("party_code")
        .annotate(
            first_on=Min("received_on", filter=taken_in),
            n_files=Count("pk", filter=taken_in),
            waiting=Count("pk", filter=Q(state=DeliveryState.WAITING)),
            # Only what was taken in counts: a waiting file has no rows that anyone decided on.
            n_rows=Sum("rows", filter=taken_in, default=0),
            n_accepted=Sum("accepted", filter=taken_in, default=0),
            n_unchanged=Sum("unchanged", filter=taken_in, default=0),
            n_corrected=Sum("corrected", filter=taken_in, default=0),
            n_refused=Sum("refused", filter=taken_in, default=0),
        )
        .order_by("party_code")
    )
    return {
        row["party_code"]: DeliveryCounts(
            first_on=row["first_on"],
            files=row["n_files"],
            waiting=row["waiting"],
            rows=row["n_rows"],
            accepted=row["n_accepted"],
            unchanged=row["n_unchanged"],
            corrected=row["n_corrected"],
            refused=row["n_refused"],
        )
        for row in rows
    }


def _reminded(controller: str, month: Month) -> Mapping[str, date]:
    sent = DeliveryReminder.objects.filter(controller_id=controller, month=month.first)
    return dict(sent.order_by().values_list("party_code").annotate(Max("sent_on")))


def _links(controller: str, month: Month) -> Mapping[str, LinkCounts]:
    standing = Q(links__undone_at__isnull=True)
    matched = (
        standing
        & ~Q(links__person="")
        & (Q(links__outcome=Outcome.CERTAIN) | Q(links__decided_at__isnull=False))
    )
    rows = (
        Signal.objects.filter(controller_id=controller, received_on__range=(month.first, month.last))
        .order_by()
        # Per day as well: in the order of the index that finds the month.
        .values("received_on", "party_code")
        .annotate(
            signals=Count("pk", distinct=True),
            linked=Count("links", filter=standing),
            matched=Count("links", filter=matched),
            in_review=Count("links", filter=standing & UNDECIDED),
            no_resident=Count("links", filter=matched & Q(links__register_state=RegisterState.MOVED_AWAY)),
            deceased=Count("links", filter=matched & Q(links__register_state=RegisterState.DECEASED)),
        )
    )
    counted: dict[str, LinkCounts] = {}
    for row in rows:
        counted[row["party_code"]] = counted.get(row["party_code"], LinkCounts()) + LinkCounts(
            matched=row["matched"],
            in_review=row["in_review"],
            no_resident=row["no_resident"],
            deceased=row["deceased"],
            unmatched=row["signals"] - row["linked"],
        )
    return counted


def _unlinked(controller: str) -> int:
    # Only a linked signal ever gets a status, so that what is worked on or settled need not be looked at.
    standing = Link.objects.filter(signal=OuterRef("pk"), undone_at__isnull=True)
    return Signal.objects.filter(
        ~Exists(standing), controller_id=controller, status=SignalStatus.OPEN
    ).count()


def _stock(controller: str, on: date) -> CaseStock:
    late = Q(spoken_on__isnull=True, first_conversation_by__lt=on)
    # One pass over the index of the work list; in groups, the database would read the cases themselves.
    counted = (
        Case.objects.filter(controller_id=controller, closed_on__isnull=True)
        .order_by()
        .aggregate(
            late=Count("pk", filter=late),
            **{state.name: Count("pk", filter=Q(state=state)) for state in OPEN_STATES},
        )
    )
    # A closed case keeps no tasks but the one to look at news that came later: that one can be late as well.
    tasks = Task.objects.filter(controller_id=controller, done_on__isnull=True, dropped=False)
    return CaseStock(
        by_state={state: counted[state.name] for state in OPEN_STATES},
        without_conversation_in_time=counted["late"],
        tasks_overdue=tasks.filter(due_on__lt=on).count(),
        alarms=tasks.filter(kind=TaskKind.EVICTION).count(),
    )
