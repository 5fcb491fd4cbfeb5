"""The writes of the case meeting. Every one checks role and whose it is, and leaves its audit event."""

from tijdig.meeting.services.acting import add_action, complete_action, drop_action
from tijdig.meeting.services.asking import ask_to_discuss, ask_to_discuss_signal
from tijdig.meeting.services.holding import (
    NewAction,
    end_meeting,
    note_presence,
    record_decision,
    record_outcome,
)
from tijdig.meeting.services.papers import MadePaper, make_paper
from tijdig.meeting.services.planning import move_meeting, plan_ahead, plan_meeting
from tijdig.meeting.services.tabling import table_case, table_numbered, withdraw_item

__all__ = [
    "MadePaper",
    "NewAction",
    "add_action",
    "ask_to_discuss",
    "ask_to_discuss_signal",
    "complete_action",
    "drop_action",
    "end_meeting",
    "make_paper",
    "move_meeting",
    "note_presence",
    "plan_ahead",
    "plan_meeting",
    "record_decision",
    "record_outcome",
    "table_case",
    "table_numbered",
    "withdraw_item",
]
