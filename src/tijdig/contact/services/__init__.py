"""The writes of contact. Every one checks role, state and version of the case, and leaves its audit event."""

from tijdig.contact.services.appointments import cancel_appointment, move_appointment, plan_appointment

__all__ = ["cancel_appointment", "move_appointment", "plan_appointment"]
