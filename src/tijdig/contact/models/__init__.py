"""The tables of contact."""

from tijdig.contact.models.appointments import Appointment
from tijdig.contact.models.reach import ReachFigure

__all__ = ["Appointment", "ReachFigure"]
