"""Which signals nobody concluded anything about yet, and whom those that were concluded about need."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tijdig.ddas import SignalStatus
from tijdig.intake.models import Signal
from tijdig.linkage.models import Candidate, Link
from tijdig.residents.models import Source
from tijdig.residents.queries import chosen_sources

# Asked about, and not corrected since (K4).
LOOKED_UP = Q(lookup__isnull=False) & (
    Q(corrected_at__isnull=True) | Q(corrected_at__lte=F("lookup__asked_at"))
)


def unlinked_signals(controller_id: str, *, looked_up: bool | None = None) -> QuerySet[Signal]:
    """Return the signals without a standing link, oldest first.

    ``looked_up``: only those that the register was asked about (True), or was not (False).
    """
    standing = Link.objects.filter(signal=OuterRef("pk"), undone_at__isnull=True)
    # Only a linked signal ever gets a status: what is worked on or settled need not be looked at.
    found = Signal.objects.filter(~Exists(standing), controller_id=controller_id, status=SignalStatus.OPEN)
    if looked_up is not None:
        found = found.filter(LOOKED_UP if looked_up else ~LOOKED_UP)
    return found.exclude(data_key=None).order_by("received_on", "row", "pk")  # erased: nobody to look for


@dataclass(frozen=True, slots=True)
class Asked:
    """What a municipality asks for over an API instead of importing it, and how many signals wait for an answer."""

    residents: bool
    benefits: bool
    ask_again_days: int | None
    waiting: int


def asked_over_the_api(controller_id: str) -> Asked:
    """Return what a municipality asks for, for the page on which files are imported."""
    chosen = chosen_sources(controller_id)
    residents = chosen.residents == Source.API
    waiting = unlinked_signals(controller_id, looked_up=False).count() if residents else 0
    return Asked(residents, chosen.benefits == Source.API, chosen.ask_again_days, waiting)


def people_needed(controller_id: str) -> set[str]:
    """Return the people (blind indexes) whom a standing link is about, or may be about."""
    links = Link.objects.filter(controller_id=controller_id, undone_at__isnull=True).exclude(person="")
    candidates = Candidate.objects.filter(controller_id=controller_id, link__undone_at__isnull=True)
    return {
        *links.order_by().values_list("person", flat=True),
        *candidates.order_by().values_list("person", flat=True),
    }
