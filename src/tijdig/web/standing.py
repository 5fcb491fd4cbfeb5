"""A session lives under the covenant in which it began: when the organisation leaves that, the session ends (A8).

Leaving is to reject or revoke one's acceptance, or to let the term pass, without another covenant in force. What the
person sends after that changes nothing. Signing in again is possible: the next covenant has to be signed by someone.
"""

from __future__ import annotations

from datetime import date

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from tijdig.covenant.queries import covenant_for_party, has_taken_back
from tijdig.covenant.rules.document import Covenant
from tijdig.parties.queries import Assignment
from tijdig.problems import Refused

STANDING_KEY = "tijdig_standing"  # per role: hash and last day of the covenant


def has_left_its_covenant(session: SessionBase, assignment: Assignment) -> bool:
    """Say whether the organisation has left the covenant in which this session began to act in this role (A8).

    The first time it is asked for a role, the covenant in force is remembered; then one query answers.
    """
    today = timezone.localdate()
    began = session.get(STANDING_KEY, {}).get(str(assignment.id))
    if began and not _is_over(assignment, began, today):
        return False
    covenant = _covenant(assignment, today)
    if covenant is not None:
        _remember(session, assignment, [covenant.hash, covenant.valid_until.isoformat()])
    return covenant is None and bool(began)


def begin_anew(session: SessionBase) -> None:
    """Let this session live on without its covenant: for the one in which the organisation's own word was given."""
    session.pop(STANDING_KEY, None)


def _is_over(assignment: Assignment, began: list[str], today: date) -> bool:
    covenant_hash, last_day = began
    return today > date.fromisoformat(last_day) or has_taken_back(
        assignment.controller_id, assignment.party, covenant_hash
    )


def _covenant(assignment: Assignment, today: date) -> Covenant | None:
    try:
        return covenant_for_party(assignment.controller_id, assignment.party, today)
    except Refused:  # an altered text is no covenant; whatever rests on it says so itself (C3)
        return None


def _remember(session: SessionBase, assignment: Assignment, covenant: list[str]) -> None:
    session[STANDING_KEY] = {**session.get(STANDING_KEY, {}), str(assignment.id): covenant}
