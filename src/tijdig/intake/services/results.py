"""What receiving a file gives back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.states import DeliveryState
from tijdig.problems import Problem


@dataclass(frozen=True, slots=True)
class ReceivedDelivery:
    """A delivery after one step: waiting for its columns, or checked and kept.

    Waiting: ``plan`` is the proposal to confirm, ``problems`` what still keeps it from being read; nothing is a signal
    yet. Held: ``problems`` are why it waits for the coordinator. Kept: ``new`` and ``corrected`` are the ids of
    signals, ``withdrawn`` those that were taken back, ``unchanged`` counts rows delivered before (K4), ``refused``
    counts rows.
    """

    delivery_id: UUID
    state: DeliveryState
    plan: ColumnPlan
    rows: int
    problems: tuple[Problem, ...] = ()
    new: tuple[UUID, ...] = ()
    corrected: tuple[UUID, ...] = ()
    withdrawn: tuple[UUID, ...] = ()
    unchanged: int = 0
    refused: int = 0
    remarks: tuple[Problem, ...] = ()
