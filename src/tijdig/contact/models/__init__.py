"""The tables of contact."""

from tijdig.contact.models.appointments import Appointment

__all__ = ["Appointment"]
