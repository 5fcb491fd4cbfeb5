"""What landlords told of evictions, counted for the funnel of R52."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import CASE_OF_LINK
from tijdig.casework.models import Case, SignalNews
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.linkage.models import Link
from tijdig.monitor.queries.figures import MonthFigures
from tijdig.monitor.rules.funnel import EvictedSignal, Funnel, funnel
from tijdig.months import Month
from tijdig.parties.queries import party_names


def eviction_funnels(actor: Actor, month: Month, figures: MonthFigures) -> tuple[Funnel, ...]:
    """Return the funnel of all landlords together, then of each that told of an eviction, by its name.

    Of the signals of the months of ``figures``, of which ``month`` is the last, with their cell size. What was told
    of a household whose file is gone is not counted any more (R54).
    """
    require(actor, Action.READ_MONTH)
    window = (month.plus(1 - len(figures.months)).first, month.last)
    found = _evicted(actor.controller_id, window)
    counts, smallest = figures.signals_of, figures.smallest_cell
    names = party_names(actor.controller_id)
    landlords = sorted({one.party for one in found}, key=lambda party: names.get(party, party))
    signals = sum(counts.get(party, 0) for party in landlords)
    return (
        funnel("", signals, found, smallest),
        *(
            funnel(
                names.get(party, party),
                counts.get(party, 0),
                (one for one in found if one.party == party),
                smallest,
            )
            for party in landlords
        ),
    )


def _evicted(controller: str, window: tuple[object, object]) -> tuple[EvictedSignal, ...]:
    told: defaultdict[tuple[UUID, str], set[EvictionStage]] = defaultdict(set)
    rows = SignalNews.objects.filter(controller_id=controller, signal__received_on__range=window).exclude(
        stage__in=("", EvictionStage.NONE)
    )
    for signal, party, stage in rows.order_by("pk").values_list("signal_id", "signal__party_code", "stage"):
        told[signal, party].add(EvictionStage(stage))
    families = _families(controller, {signal for signal, _ in told})
    return tuple(
        EvictedSignal(party, frozenset(stages), families.get(signal, False))
        for (signal, party), stages in told.items()
    )


def _families(controller: str, signals: Collection[UUID]) -> Mapping[UUID, bool]:
    """Say of each signal whether there were children in its case; the fact itself is sealed, so it is read per case."""
    links = Link.objects.filter(controller_id=controller, signal__in=signals, undone_at__isnull=True)
    cases = dict(links.order_by("pk").values_list("signal_id", CASE_OF_LINK))
    known = {
        case.pk: case.minors is True
        for case in Case.objects.filter(pk__in=[one for one in cases.values() if one is not None])
    }
    return {signal: known.get(case, False) for signal, case in cases.items()}
