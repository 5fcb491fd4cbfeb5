"""The reads of the case meeting: its days, its agenda, each participant's pack, and who does what."""

from tijdig.meeting.queries.actions import OwnAction, actions_of, earlier_actions
from tijdig.meeting.queries.pack import Pack, PackItem, meeting_pack
from tijdig.meeting.queries.proposals import MOST_PROPOSED, ProposedItem, proposed_agenda
from tijdig.meeting.queries.schedule import meetings_of, next_meeting_day

__all__ = [
    "MOST_PROPOSED",
    "OwnAction",
    "Pack",
    "PackItem",
    "ProposedItem",
    "actions_of",
    "earlier_actions",
    "meeting_pack",
    "meetings_of",
    "next_meeting_day",
    "proposed_agenda",
]
