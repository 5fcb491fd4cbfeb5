"""The tables of the case meeting."""

from tijdig.meeting.models.actions import MeetingAction
from tijdig.meeting.models.agenda import AgendaItem, Wish
from tijdig.meeting.models.meetings import Meeting, PaperVersion, Presence

__all__ = ["AgendaItem", "Meeting", "MeetingAction", "PaperVersion", "Presence", "Wish"]
