"""The clocks that a case itself keeps: its column, and what it waits for; for each list that shows or counts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from tijdig.casework.rules.terms import TermKind


@dataclass(frozen=True, slots=True)
class Clock:
    """The column with the last day, and what an open case must meet for the clock to run."""

    due: str
    waits: Q


CLOCKS: Mapping[TermKind, Clock] = {
    TermKind.FIRST_CONVERSATION: Clock(
        "first_conversation_by", Q(spoken_on__isnull=True, proposed_result="")
    ),
    TermKind.INFORM: Clock("inform_by", Q(informed_on__isnull=True, proposed_result="")),
}
