"""The writes of contact. Every one checks role, state and version of the case, and leaves its audit event."""

from tijdig.contact.services.appointments import cancel_appointment, move_appointment, plan_appointment
from tijdig.contact.services.counting import count_reach
from tijdig.contact.services.messages import (
    draft_message,
    edit_message,
    finish_message,
    take_back_message,
)
from tijdig.contact.services.sending import (
    begin_to_hand_over,
    print_messages,
    record_handed_over,
    record_not_handed_over,
)
from tijdig.contact.services.texts import set_text, use_shipped_text
from tijdig.contact.services.visits import plan_visits, record_visit

__all__ = [
    "begin_to_hand_over",
    "cancel_appointment",
    "count_reach",
    "draft_message",
    "edit_message",
    "finish_message",
    "move_appointment",
    "plan_appointment",
    "plan_visits",
    "print_messages",
    "record_handed_over",
    "record_not_handed_over",
    "record_visit",
    "set_text",
    "take_back_message",
    "use_shipped_text",
]
