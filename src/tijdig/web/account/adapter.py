"""How allauth behaves here: nobody signs up, people come by invitation."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships without types
    """Sign-in for people who were invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: an account comes from an invitation only."""
        return False
