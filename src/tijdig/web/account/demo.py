"""Sessions of the demo: started with a one-time link, on this machine only."""

from __future__ import annotations

from ipaddress import ip_address
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from tijdig.web.account.sessions import remember_assignment
from tijdig.web.acting import DEMO_KEY


def is_loopback(request: HttpRequest) -> bool:
    """Say whether the client is this very machine, with no proxy in between."""
    forwarded = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
    try:
        return not forwarded and ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def is_demo_session_elsewhere(request: HttpRequest) -> bool:
    """Say whether this session was started with a demo link, and is now used outside a demo on this machine."""
    return bool(request.session.get(DEMO_KEY)) and not (settings.DEMO and is_loopback(request))


def start_demo_session(request: HttpRequest, assignment_id: UUID) -> None:
    """Mark the session, signed in a moment ago, as one of the demo, in this role."""
    request.session[DEMO_KEY] = True
    remember_assignment(request, assignment_id)
