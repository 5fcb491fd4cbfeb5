"""The reads of contact."""

from tijdig.contact.queries.appointments import (
    ShownAppointment,
    appointment_to_change,
    appointments_of,
    appointments_of_case,
    calendar_entry,
)
from tijdig.contact.queries.panel import ContactPanel, contact_panel

__all__ = [
    "ContactPanel",
    "ShownAppointment",
    "appointment_to_change",
    "appointments_of",
    "appointments_of_case",
    "calendar_entry",
    "contact_panel",
]
