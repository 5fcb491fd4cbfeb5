"""Look into a file that waits for its columns: its first values, what must be asked, and what a choice would give.

Nothing of it is kept but that it was looked at, and by whom (L2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.covenant.queries import covenant_for_party
from tijdig.intake.mappings import is_own_layout, proposed_plan
from tijdig.intake.models import Delivery, DeliveryFile
from tijdig.intake.ownership import made_by
from tijdig.intake.rules.blanking import BSN_STOOD_HERE
from tijdig.intake.rules.checking import check_delivery
from tijdig.intake.rules.columns import ColumnPlan, planned_columns
from tijdig.intake.rules.questions import Question, questions_of, suggested_answers
from tijdig.intake.rules.rows import CheckedDelivery
from tijdig.intake.rules.table import Table
from tijdig.intake.states import DeliveryState
from tijdig.intake.waiting import unpacked
from tijdig.ledger.services import record_event
from tijdig.problems import NotFound

ROWS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A waiting file under one choice of columns.

    ``first_rows`` are its first rows as the landlord wrote them (None for a BSN, which is not kept), ``trial`` what the
    checks make of all rows; None without a covenant in force.
    """

    plan: ColumnPlan
    questions: tuple[Question, ...]
    first_rows: tuple[tuple[str | None, ...], ...]
    trial: CheckedDelivery | None


@transaction.atomic
def look_at_waiting_file(
    *,
    actor: Actor,
    delivery_id: UUID,
    columns: Mapping[str, str] | None = None,
    answers: Mapping[str, str] = MappingProxyType({}),
) -> WaitingFile:
    """Return what this choice would give (``columns``: heading → field; without it, the proposal), and log the look.

    Without a choice the suggested answers are tried as well.

    :class:`NotFound` for a delivery that is not the organisation's own, or not waiting for its columns (yet).
    """
    require(actor, Action.DELIVER_SIGNALS)
    delivery = Delivery.objects.filter(
        made_by(actor), id=delivery_id, controller_id=actor.controller_id, state=DeliveryState.WAITING
    ).first()
    file = delivery.files.filter(kind=DeliveryFile.Kind.WAITING).first() if delivery else None
    if delivery is None or file is None:
        raise NotFound
    tables = unpacked(bytes(file.content))
    if len(tables) > 1:
        raise NotFound
    table = tables[0]
    own = is_own_layout(table)
    if columns is None:
        plan = proposed_plan(actor, table, delivery.received_on)
        questions = questions_of(table, plan, own_layout=own)
        plan = plan.answered(suggested_answers(questions, plan.answers))
    else:
        plan = planned_columns(table.headings, columns).answered(answers)
        questions = questions_of(table, plan, own_layout=own)
    record_event(
        actor=actor, action="look-at-waiting-file", object_kind="delivery", object_id=str(delivery.id)
    )
    return WaitingFile(
        plan=plan,
        questions=questions,
        first_rows=tuple(
            tuple(None if cell == BSN_STOOD_HERE else cell for cell in row) for row in table.rows[:ROWS_SHOWN]
        ),
        trial=_trial(actor, delivery, table, plan),
    )


def _trial(actor: Actor, delivery: Delivery, table: Table, plan: ColumnPlan) -> CheckedDelivery | None:
    covenant = covenant_for_party(actor.controller_id, actor.party, delivery.received_on)
    if covenant is None:
        return None
    found = check_delivery(
        table, plan, covenant=covenant, party=delivery.party_code, received_on=delivery.received_on
    )
    # Who objected is counted and not pointed out (R6).
    told = tuple(item for item in found.refused if item.row not in found.objected_rows)
    return replace(found, refused=told)
