"""The tables of contact."""

from tijdig.contact.models.appointments import Appointment
from tijdig.contact.models.messages import Message, MessageText, MessageVersion
from tijdig.contact.models.reach import ReachFigure
from tijdig.contact.models.visits import VisitRound, VisitStop

__all__ = [
    "Appointment",
    "Message",
    "MessageText",
    "MessageVersion",
    "ReachFigure",
    "VisitRound",
    "VisitStop",
]
