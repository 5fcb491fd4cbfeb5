"""Who gets in: a system with an access token, in the role that it was given, so many times a minute (A6, A8, S8)."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBearer

from tijdig.actors import require
from tijdig.api.v1.doors import DOORS
from tijdig.parties.queries_api import ApiSystem, system_with_token
from tijdig.tenancy import under

PER_MINUTE = 120


class TooManyRequests(Exception):
    """A system asked more often than it may; it may again in ``wait`` seconds."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__("too many requests")


class SystemToken(HttpBearer):
    """An access token in the header ``Authorization: Bearer …``."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiSystem | None:
        """Return the system that holds this token; None leads to 401. Asked anew for each request (A8)."""
        system = system_with_token(token)
        if system is None:
            return None
        count(f"system {system.client_id}", PER_MINUTE)
        name = request.resolver_match.url_name if request.resolver_match else ""
        with under(system.actor.controller_id):
            require(system.actor, DOORS[name or ""])
        return system


def count(whose: str, most: int) -> None:
    """Count a request of this minute, per process; :class:`TooManyRequests` when there are more than ``most``."""
    minute, passed = divmod(int(time.time()), 60)
    key = f"api {whose} {minute}".replace(" ", ":")
    cache.add(key, 0, timeout=120)
    if cache.incr(key) > most:
        raise TooManyRequests(60 - passed)
