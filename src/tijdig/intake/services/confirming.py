"""Say which sheet and which columns of a waiting file are meant, and keep its rows; or take it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.intake.mappings import is_own_layout
from tijdig.intake.models import Delivery, DeliveryFile
from tijdig.intake.ownership import made_by
from tijdig.intake.rules.columns import planned_columns, problems_in_plan
from tijdig.intake.rules.questions import problems_with_answers, questions_of
from tijdig.intake.rules.sheets import UNKNOWN_SHEET, chosen_table
from tijdig.intake.rules.styles import worth_remembering
from tijdig.intake.rules.table import Table
from tijdig.intake.services.dropping import drop_files
from tijdig.intake.services.keeping import keep_checked_rows
from tijdig.intake.services.remembering import remember_columns
from tijdig.intake.services.results import ReceivedDelivery
from tijdig.intake.services.standing import StandingCovenant, deliverable_covenant
from tijdig.intake.states import DeliveryState
from tijdig.intake.waiting import packed, unpacked
from tijdig.ledger.services import record_event
from tijdig.problems import NotFound, Problem, ProblemKind, Refused

WAITED_TOO_LONG = ProblemKind(
    code="intake.waited-too-long",
    rule="R15",
    nl="Dit bestand wachtte tot en met {until} op uw bevestiging en wordt niet meer gelezen.",
    en="This file waited for your confirmation until {until} and will not be read any more.",
    remedy_nl="Lever het bestand opnieuw aan: de dag van ontvangst is dan de dag waarop het echt is gelezen.",
    remedy_en="Deliver the file again: the day of receipt is then the day on which it was really read.",
)


@transaction.atomic
def choose_sheet(*, actor: Actor, delivery_id: UUID, sheet: str) -> None:
    """Say which sheet of a waiting workbook is meant, or that all are (``rules.sheets.ALL``); the others are dropped.

    :class:`NotFound` for a delivery that is not the organisation's own, not waiting, or of which no sheet is to be
    chosen; :class:`Refused` for a sheet that is not in it. The choice is remembered once the columns are confirmed.
    """
    require(actor, Action.DELIVER_SIGNALS)
    delivery = _waiting_delivery(actor, delivery_id)
    file = _waiting_file(delivery)
    tables = unpacked(bytes(file.content))
    if len(tables) == 1:
        raise NotFound
    table = chosen_table(tables, sheet)
    if table is None:
        raise Refused(UNKNOWN_SHEET())
    file.content = packed((table,))
    file.save()
    delivery.rows = len(table.rows)
    delivery.save(update_fields=["rows"])
    record_event(
        actor=actor,
        action="choose-sheet",
        object_kind="delivery",
        object_id=str(delivery.id),
        details={"rows": len(table.rows), "sheets": len(tables)},
    )


def confirm_columns(
    *,
    actor: Actor,
    delivery_id: UUID,
    columns: Mapping[str, str],
    on: date,
    answers: Mapping[str, str] = MappingProxyType({}),
) -> ReceivedDelivery:
    """Confirm on day ``on`` which column holds which field (heading → field name, "" = leave out); keep the rows.

    ``answers`` say per heading how values are written that can be read in two ways (heading → an answer of its
    question). The choice is remembered for this landlord and this layout. Raises :class:`NotFound` for a delivery that
    is not the organisation's own or not waiting, :class:`Refused` when the choice leaves no rows to check or a question
    without an answer, when the file waited longer than the covenant lets it (a receipt must not be dated before its
    rows were read, R15), and when no covenant is in force any more on the day of confirming (R4).
    """
    require(actor, Action.DELIVER_SIGNALS)
    began_on = timezone.localdate()
    with transaction.atomic():
        delivery = _waiting_delivery(actor, delivery_id)
        file = _waiting_file(delivery)
        if on > file.keep_until:
            raise Refused(WAITED_TOO_LONG(until=f"{file.keep_until:%d-%m-%Y}"))
        deliverable_covenant(actor, on, delivery.party_code)
        table = _one_table(file)
        plan = planned_columns(table.headings, columns).answered(answers)
        _refuse(problems_in_plan(plan))
        questions = questions_of(table, plan, own_layout=is_own_layout(table))
        _refuse(problems_with_answers(questions, plan.answers))
        covenant = deliverable_covenant(actor, delivery.received_on, delivery.party_code)
        standing = StandingCovenant(actor, covenant, delivery.received_on, on, began_on)
        kept = keep_checked_rows(actor=actor, delivery=delivery, table=table, plan=plan, standing=standing)
        remember_columns(actor=actor, table=table, plan=plan, answers=worth_remembering(table, plan))
        record_event(
            actor=actor,
            action="confirm-columns",
            object_kind="delivery",
            object_id=str(delivery.id),
            details={"columns": len(plan.positions), "left_out": len(plan.unread)},
        )
        return kept


@transaction.atomic
def withdraw_delivery(*, actor: Actor, delivery_id: UUID) -> None:
    """Take back a delivery whose columns were not confirmed, or that is held; its file is dropped at once."""
    require(actor, Action.DELIVER_SIGNALS)
    delivery = _waiting_delivery(actor, delivery_id, DeliveryState.WAITING, DeliveryState.HELD)
    drop_files(actor=actor, files=delivery.files.all())
    delivery.state = DeliveryState.WITHDRAWN
    delivery.save(update_fields=["state"])
    record_event(actor=actor, action="withdraw-delivery", object_kind="delivery", object_id=str(delivery.id))


def _refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise Refused(problems)


def _one_table(file: DeliveryFile) -> Table:
    """Return the table that waits; :class:`NotFound` while it must still be said which sheet is meant."""
    tables = unpacked(bytes(file.content))
    if len(tables) > 1:
        raise NotFound
    return tables[0]


def _waiting_delivery(actor: Actor, delivery_id: UUID, *states: DeliveryState) -> Delivery:
    found = (
        Delivery.objects.select_for_update()
        .filter(made_by(actor), id=delivery_id, controller_id=actor.controller_id)
        .filter(state__in=states or (DeliveryState.WAITING,))
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _waiting_file(delivery: Delivery) -> DeliveryFile:
    file = delivery.files.filter(kind=DeliveryFile.Kind.WAITING).first()
    if file is None:
        raise NotFound
    return file
