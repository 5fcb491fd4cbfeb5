"""What pages read of deliveries: lists, one result with its refusals retold, the columns to confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tijdig.actors import Action, Actor, Role, require
from tijdig.intake.mappings import drift_of, latest_mapping, proposed_plan
from tijdig.intake.models import Delivery, DeliveryFile, Signal
from tijdig.intake.ownership import own_deliveries
from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.drift import Drift
from tijdig.intake.rules.lines_not_read import asks_for_nothing
from tijdig.intake.rules.sheets import can_go_together
from tijdig.intake.states import DeliveryState
from tijdig.intake.waiting import unpacked
from tijdig.parties.queries import party_names
from tijdig.problems import NotFound, Place, Problem, retell

HEADINGS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A delivery in a list: counts only. ``agent`` names who delivered it for the party, if not itself (R1)."""

    id: UUID
    party: str
    agent: str
    organisation_name: str
    file_name: str
    state: DeliveryState
    received_on: date
    received_at: datetime
    rows: int
    new: int
    corrected: int
    withdrawn: int
    unchanged: int
    refused: int


@dataclass(frozen=True, slots=True)
class RefusedRowTold:
    """One refused row with all its problems, retold from what was stored; rows that were objected to are not here."""

    row: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """The result page of one delivery. ``returned_until`` is None when there is no file to fetch.

    ``changes`` count how often each field was changed by a correction. ``concerns`` tell why it was held, also after it
    was taken in by a decision.
    """

    line: DeliveryLine
    encoding: str
    separator: str
    refused: tuple[RefusedRowTold, ...]
    remarks: tuple[Problem, ...]
    returned_until: date | None
    changes: Mapping[str, int]
    concerns: tuple[Problem, ...] = ()

    @property
    def to_mend(self) -> int:
        """How many rows were refused that can be mended: a line with a total asks for nothing."""
        return self.line.refused - sum(asks_for_nothing(one.problems) for one in self.refused)


@dataclass(frozen=True, slots=True)
class SheetToChoose:
    """A sheet that looks like a delivery: its name, how many rows it has, its first headings."""

    name: str
    rows: int
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnsToConfirm:
    """A delivery that waits: its headings with the proposal for each, and no cell of it."""

    line: DeliveryLine
    plan: ColumnPlan
    drift: Drift | None = None
    sheets: tuple[SheetToChoose, ...] = ()
    sheets_go_together: bool = False


def _visible(actor: Actor) -> QuerySet[Delivery]:
    """The deliveries this actor may know of: a landlord its own, a coordinator all of its controller (A6)."""
    require(actor, Action.READ_DELIVERIES)
    deliveries = Delivery.objects.filter(controller_id=actor.controller_id).select_related("organisation")
    if actor.role is Role.COORDINATOR:
        return deliveries
    return deliveries.filter(own_deliveries(actor))


def line_of(delivery: Delivery) -> DeliveryLine:
    """Return the delivery as a line of a list."""
    return lines_of([delivery])[0]


def lines_of(deliveries: Sequence[Delivery]) -> tuple[DeliveryLine, ...]:
    """Return deliveries of one controller as lines of a list; whoever delivered for another is named in one query."""
    by_agent = next((one.controller_id for one in deliveries if one.agent_code), "")
    names = party_names(by_agent) if by_agent else {}
    return tuple(_line(one, names.get(one.agent_code, one.agent_code)) for one in deliveries)


def _line(delivery: Delivery, agent: str) -> DeliveryLine:
    return DeliveryLine(
        id=delivery.id,
        party=delivery.party_code,
        agent=agent,
        organisation_name=delivery.organisation.name,
        file_name=delivery.file_name or f"aanlevering-{delivery.received_on.isoformat()}",
        state=DeliveryState(delivery.state),
        received_on=delivery.received_on,
        received_at=delivery.received_at,
        rows=delivery.rows,
        new=delivery.accepted,
        corrected=delivery.corrected,
        withdrawn=delivery.withdrawn,
        unchanged=delivery.unchanged,
        refused=delivery.refused,
    )


def concerns_told(delivery: Delivery) -> tuple[Problem, ...]:
    """Return why this delivery was held, in words."""
    return tuple(_retold({**concern, "row": None, "column": ""}) for concern in delivery.concerns)


def deliveries_of(actor: Actor, *, most: int = 100) -> tuple[DeliveryLine, ...]:
    """Return the latest deliveries that the actor may know of, newest first; withdrawn ones are left out."""
    found = _visible(actor).exclude(state=DeliveryState.WITHDRAWN).order_by("-received_at", "id")[:most]
    return lines_of(list(found))


def _delivery(actor: Actor, delivery_id: UUID) -> Delivery:
    found = _visible(actor).filter(id=delivery_id).first()
    if found is None:
        raise NotFound
    return found


def delivery_result(actor: Actor, delivery_id: UUID, on: date) -> DeliveryResult:
    """Return the result of one delivery; :class:`NotFound` for an unknown or foreign one alike. Three queries."""
    delivery = _delivery(actor, delivery_id)
    by_row: dict[int, list[Problem]] = {}
    for item in delivery.refused_rows.order_by("row", "id"):
        by_row.setdefault(item.row, []).append(
            retell(item.code, item.params, Place(row=item.row, column=item.column))
        )
    file = (
        delivery.files.filter(kind=DeliveryFile.Kind.RETURNED, keep_until__gte=on)
        .values("keep_until")
        .first()
    )
    own = actor.party == (delivery.agent_code or delivery.party_code)
    return DeliveryResult(
        line=line_of(delivery),
        encoding=delivery.encoding,
        separator=delivery.separator,
        refused=tuple(RefusedRowTold(row, tuple(problems)) for row, problems in by_row.items()),
        remarks=tuple(_retold(remark) for remark in delivery.remarks),
        returned_until=file["keep_until"] if file and own else None,
        changes=delivery.changes,
        concerns=concerns_told(delivery),
    )


def _retold(remark: Mapping[str, object]) -> Problem:
    params, row = remark["params"], remark["row"]
    return retell(
        str(remark["code"]),
        {str(name): str(value) for name, value in params.items()} if isinstance(params, dict) else {},
        Place(row=row if isinstance(row, int) else None, column=str(remark["column"])),
    )


def columns_to_confirm(actor: Actor, delivery_id: UUID) -> ColumnsToConfirm:
    """Return the headings of a waiting delivery of the actor's own organisation with the proposal; no cells.

    ``drift`` tells how they differ from a layout that was confirmed before, when this one is new. While it must still
    be said which sheet is meant there are ``sheets`` instead.
    """
    require(actor, Action.DELIVER_SIGNALS)
    delivery = _delivery(actor, delivery_id)
    file = delivery.files.filter(kind=DeliveryFile.Kind.WAITING).first()
    if delivery.state != DeliveryState.WAITING or file is None:
        raise NotFound
    tables = unpacked(bytes(file.content))
    if len(tables) > 1:
        sheets = tuple(
            SheetToChoose(table.sheet, len(table.rows), table.headings[:HEADINGS_SHOWN]) for table in tables
        )
        return ColumnsToConfirm(line_of(delivery), ColumnPlan(()), None, sheets, can_go_together(tables))
    table = tables[0]
    known = latest_mapping(actor, table.fingerprint)
    return ColumnsToConfirm(
        line_of(delivery),
        proposed_plan(actor, table, delivery.received_on),
        None if known else drift_of(actor, table.headings),
    )


def signals_of_delivery(delivery_id: UUID, controller_id: str) -> QuerySet[Signal]:
    """Return the signals that this delivery added, in the order of its rows; for rooms that go on with them."""
    return Signal.objects.filter(Q(controller_id=controller_id), delivery_id=delivery_id).order_by(
        "row", "id"
    )
