"""Compare doubts again once the register is newer: whoever moved in, or was mended, may be the one (R20, R24).

Only doubts that nobody decided and that are in no notification; each once per import. Where the conclusion is the same,
the link stays as it is, with the same candidates: people may be looking at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone

from tijdig.intake.models import Signal
from tijdig.linkage.models import Candidate, Link
from tijdig.linkage.queries import UNDECIDED
from tijdig.linkage.rules.people import LinkResult
from tijdig.linkage.stored_reasons import stored
from tijdig.residents.models import PERSON, RegisterExtract
from tijdig.vault.keys import indexer

BATCH = 500


def doubts_of_before(controller_id: str, register: RegisterExtract) -> Sequence[Link]:
    """Return the doubts that were last compared with an older import than this one, with signal and candidates."""
    return list(
        Link.objects.filter(
            UNDECIDED,
            controller_id=controller_id,
            undone_at__isnull=True,
            notification__isnull=True,
            compared_with__lt=register.imported_at,
            signal__data_key__isnull=False,  # not erased
        )
        .select_related("signal")
        .prefetch_related(Prefetch("candidates", Candidate.objects.order_by("position")))
        .order_by("signal__received_on", "signal__row", "pk")
    )


def settle_compared(
    controller_id: str, links: Sequence[Link], results: Iterable[LinkResult], register: RegisterExtract
) -> list[tuple[Signal, LinkResult]]:
    """Undo the links whose conclusion is another now and return what to conclude instead; the others stand."""
    person = indexer(controller_id, PERSON)
    changed = [
        (link, result)
        for link, result in zip(links, results, strict=True)
        if _of_link(link) != _of_result(result, person)
    ]
    undone = [link.pk for link, _result in changed]
    _mark([link.pk for link in links], register.imported_at)
    for begin in range(0, len(undone), BATCH):
        Link.objects.filter(pk__in=undone[begin : begin + BATCH]).update(
            undone_at=timezone.now(), undone_for=Link.UndoneFor.REGISTER
        )
    return [(link.signal, result) for link, result in changed]


def _mark(keys: Sequence[UUID], at: datetime) -> None:
    for begin in range(0, len(keys), BATCH):
        Link.objects.filter(pk__in=keys[begin : begin + BATCH]).update(compared_with=at)


def _of_link(link: Link) -> object:
    candidates = [(one.person, one.rule_id, one.register_state, one.reasons) for one in link.candidates.all()]
    return link.outcome, link.rule_id, link.rule_version, link.reasons, candidates


def _of_result(result: LinkResult, person: Callable[[str], str]) -> object:
    candidates = [
        (person(one.bsn), one.rule_id, one.register, stored(one.reasons)) for one in result.candidates
    ]
    return result.outcome, result.rule_id, result.rule_version, stored(result.reasons), candidates
