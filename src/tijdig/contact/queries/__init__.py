"""The reads of contact."""

from tijdig.contact.queries.appointments import (
    ShownAppointment,
    appointment_to_change,
    appointments_of,
    appointments_of_case,
    calendar_entry,
)
from tijdig.contact.queries.messages import (
    ListedMessage,
    ShownMessage,
    batch_of,
    messages_of_case,
    paper_of,
    post_to_send,
    shown_message,
)
from tijdig.contact.queries.panel import ContactPanel, contact_panel
from tijdig.contact.queries.texts import own_texts, text_of

__all__ = [
    "ContactPanel",
    "ListedMessage",
    "ShownAppointment",
    "ShownMessage",
    "appointment_to_change",
    "appointments_of",
    "appointments_of_case",
    "batch_of",
    "calendar_entry",
    "contact_panel",
    "messages_of_case",
    "own_texts",
    "paper_of",
    "post_to_send",
    "shown_message",
    "text_of",
]
