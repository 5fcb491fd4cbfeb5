"""Link signals with residents, let a person decide what is doubtful, and form notifications."""

from tijdig.linkage.services.comparing import Compared, compare_ahead
from tijdig.linkage.services.deciding import decide_link, set_review_desk, undo_link
from tijdig.linkage.services.following import follow_residents
from tijdig.linkage.services.linking import LinkRun, link_signals
from tijdig.linkage.services.looking_up import keep_lookups, note_question
from tijdig.linkage.services.notifying import (
    NotificationRun,
    form_notifications,
    settle_different_people,
)

__all__ = [
    "Compared",
    "LinkRun",
    "NotificationRun",
    "compare_ahead",
    "decide_link",
    "follow_residents",
    "form_notifications",
    "keep_lookups",
    "link_signals",
    "note_question",
    "set_review_desk",
    "settle_different_people",
    "undo_link",
]
