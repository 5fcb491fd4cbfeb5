"""After a restore: bring the rows of every room in line with keys that were destroyed (E3, R53, R54)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Q

from tijdig.actors import Action, Actor, require
from tijdig.casework.models import Case
from tijdig.ledger.services import record_event
from tijdig.linkage.models import Link
from tijdig.rights.services.case_files import empty_file, has_file
from tijdig.rights.services.signals import (
    CHUNK,
    follow_erased_signals,
    forget_addresses,
    forget_receipts_of_erased,
)


@dataclass(frozen=True, slots=True)
class Followed:
    """How many signals, cases and openings of receipts told more than their destroyed key allows."""

    signals: int
    cases: int
    receipts: int


@transaction.atomic
def follow_destroyed_keys(*, actor: Actor) -> Followed:
    """Empty links, addresses, case files and openings of receipts whose key is gone; a second run does nothing."""
    require(actor, Action.ERASE_DATA)
    telling = Link.objects.filter(
        ~Q(person="") | ~Q(runner_up="") | ~Q(reasons=[]),
        controller_id=actor.controller_id,
        signal__data_key__isnull=True,
    )
    signals = list(telling.order_by("signal_id").values_list("signal_id", flat=True).distinct())
    for start in range(0, len(signals), CHUNK):
        part = signals[start : start + CHUNK]
        links = Link.objects.filter(signal_id__in=part, notification__isnull=False)
        notifications = set(links.values_list("notification_id", flat=True))
        follow_erased_signals(part)
        forget_addresses(notifications)
    cases = 0
    for case in Case.objects.filter(controller_id=actor.controller_id, data_key=None).order_by("pk"):
        if has_file(case):
            empty_file(actor, case)
            case.save()
            cases += 1
    followed = Followed(len(signals), cases, forget_receipts_of_erased(actor.controller_id))
    if any(asdict(followed).values()):
        record_event(
            actor=actor,
            action="rights.follow-destroyed-keys",
            object_kind="controller",
            object_id=actor.controller_id,
            details=asdict(followed),
        )
    return followed
