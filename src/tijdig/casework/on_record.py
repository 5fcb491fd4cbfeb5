"""What the processing log is told of a change: whose data it was, under which entry of the register (L2)."""

from __future__ import annotations

from uuid import UUID

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services_processing import Processing
from tijdig.disclosure.subjects import Subject


def about_case(
    case_id: UUID, covenant: Covenant, purpose: PurposeCode = PurposeCode.HELP
) -> tuple[Processing, ...]:
    """Return the processing of the data of the household of a case."""
    return (Processing(purpose, covenant, (Subject("case", str(case_id)),)),)


def about_signal(
    signal_id: UUID, covenant: Covenant, purpose: PurposeCode = PurposeCode.EARLY_SIGNAL
) -> tuple[Processing, ...]:
    """Return the processing of the data of the tenant of a signal."""
    return (Processing(purpose, covenant, (Subject("signal", str(signal_id)),)),)
