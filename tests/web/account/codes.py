"""What an authenticator app would show."""

from __future__ import annotations

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time


def code_of(secret: str, later: int = 0) -> str:
    """The code of this secret now, or ``later`` steps of half a minute from the earliest one that is taken."""
    counter = next(iter(yield_hotp_counters_from_time())) + later
    code: str = format_hotp_value(hotp_value(secret, counter))
    return code
