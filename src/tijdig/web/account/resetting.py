"""Links to choose a new password: worth nothing once the person's sessions were ended (A8)."""

from __future__ import annotations

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator

from tijdig.parties.models import Person


class ResetToken(EmailAwarePasswordResetTokenGenerator):  # type: ignore[misc] # allauth ships without types
    """A token that ends with what ends a session: the end of a role, being disabled, an organisation that leaves."""

    def check_token(self, user: Person | None, token: str | None) -> bool:
        """Say whether the link may still be used; never by someone who was shut out."""
        return user is not None and user.is_active and bool(super().check_token(user, token))

    def _make_hash_value(self, user: Person, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}|{user.session_generation}"
