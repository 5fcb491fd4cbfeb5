"""The reads of contact."""

from tijdig.contact.queries.appointments import (
    ShownAppointment,
    appointments_of,
    appointments_of_case,
    calendar_entry,
)

__all__ = ["ShownAppointment", "appointments_of", "appointments_of_case", "calendar_entry"]
