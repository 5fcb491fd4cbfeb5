"""Sessions in the database, of which a copy of that database opens none and tells nothing (E1).

The key in the visitor's cookie is kept as its hash: it is 165 random bits, so nobody finds it by trying. What a session
remembers (a search of the log, the seed of a second factor while it is set up) is sealed, each to its own session.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from tijdig.vault.installation import open_text, seal_text
from tijdig.vault.rules.sealing import SealBroken

_KEPT = 40  # hexadecimal digits; the column has no more


def kept_as(session_key: str | None) -> str:
    """Return how the key of a session stands in the database; empty for none."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:_KEPT] if session_key else ""


class SessionStore(DatabaseSessions):
    """Django's own sessions in the database, hashed and sealed. A session that does not open is an empty one."""

    def _get_session_from_db(self) -> Session | None:
        kept = Session.objects.filter(session_key=kept_as(self.session_key), expire_date__gt=timezone.now())
        found = next(iter(kept), None)  # one at most: to ask for the first would put them in order
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Say whether there is a session of this key."""
        return super().exists(kept_as(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Return the row to store."""
        row = super().create_model_instance(data)
        row.session_key = kept_as(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End the session of this key, or this one."""
        Session.objects.filter(session_key=kept_as(session_key or self.session_key)).delete()

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return what the session remembers, sealed to its own key."""
        return seal_text(self.serializer().dumps(session_dict).decode("latin-1"), self._place())

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return what the session remembers; nothing when it does not open."""
        try:
            opened = open_text(str(session_data), self._place())
        except SealBroken:
            return {}
        remembered: dict[str, Any] = self.serializer().loads(opened.encode("latin-1"))
        return remembered

    def _place(self) -> str:
        return f"session {kept_as(self.session_key)}"
