"""Remember which column of a layout holds which field and how its values are written; forget it again.

Each choice is a new version, so that it shows afterwards by which columns a delivery was read, and who said so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.intake.mappings import last_version
from tijdig.intake.models import ColumnMapping
from tijdig.intake.ownership import own_organisation
from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.table import Table
from tijdig.ledger.services import record_event
from tijdig.problems import NotFound


@transaction.atomic
def remember_columns(
    *, actor: Actor, table: Table, plan: ColumnPlan, answers: Mapping[str, str]
) -> ColumnMapping:
    """Remember this plan and these answers as the next version for the organisation and layout; return it.

    The same choice as the version in use makes no new one.
    """
    last = last_version(actor, table.fingerprint)
    columns, kept = [list(pair) for pair in plan.stored.items()], dict(answers)
    choice = table.choice or (last.choice if last and not last.forgotten else None)
    if last and not last.forgotten and (last.columns, last.answers, last.choice) == (columns, kept, choice):
        return last
    mapping = ColumnMapping.objects.create(
        controller_id=actor.controller_id,
        organisation_id=own_organisation(actor),
        headings_fingerprint=table.fingerprint,
        version=last.version + 1 if last else 1,
        columns=columns,
        answers=kept,
        sheets=asdict(choice) if choice else {},
        confirmed_by=actor.person_id,
        confirmed_at=timezone.now(),
    )
    record_event(
        actor=actor,
        action="remember-columns",
        object_kind="column-mapping",
        object_id=str(mapping.pk),
        details={"version": mapping.version, "columns": len(plan.positions), "questions": len(kept)},
    )
    return mapping


@transaction.atomic
def forget_columns(*, actor: Actor, mapping_id: UUID) -> None:
    """Forget a layout with all that was answered about it: the next file that has it is asked about again.

    :class:`NotFound` for a mapping that is not the organisation's own, or not the version in use. The earlier
    versions stay, since deliveries were read by them.
    """
    require(actor, Action.DELIVER_SIGNALS)
    mapping = (
        ColumnMapping.objects.select_for_update()
        .filter(pk=mapping_id, controller_id=actor.controller_id, organisation_id=own_organisation(actor))
        .first()
    )
    if mapping is None or mapping.forgotten or last_version(actor, mapping.headings_fingerprint) != mapping:
        raise NotFound
    ColumnMapping.objects.create(
        controller_id=actor.controller_id,
        organisation_id=mapping.organisation_id,
        headings_fingerprint=mapping.headings_fingerprint,
        version=mapping.version + 1,
        columns=mapping.columns,
        answers={},
        forgotten=True,
        confirmed_by=actor.person_id,
        confirmed_at=timezone.now(),
    )
    record_event(
        actor=actor,
        action="forget-columns",
        object_kind="column-mapping",
        object_id=str(mapping.pk),
        details={"version": mapping.version + 1},
    )
