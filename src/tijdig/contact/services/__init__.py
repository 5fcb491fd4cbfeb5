"""The writes of contact. Every one checks role, state and version of the case, and leaves its audit event."""

from tijdig.contact.services.appointments import cancel_appointment, move_appointment, plan_appointment
from tijdig.contact.services.counting import count_reach

__all__ = ["cancel_appointment", "count_reach", "move_appointment", "plan_appointment"]
