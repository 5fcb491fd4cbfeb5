"""What a field says on paper: its value as a Dutch letter writes it."""

from __future__ import annotations

from datetime import date

from tijdig.letters.dutch import euros, long_date

AMOUNTS = frozenset({"signaal.bedrag"})


def on_paper(code: str, value: object) -> str:
    """Return a field's value as text; amounts come in cents, a register's date as ``19850312``; empty for nothing."""
    if value in (None, "", ()):
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int) and code in AMOUNTS:
        return euros(value)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    text = str(value)
    is_register_date = code == "signaal.geboortedatum" and len(text) == 8 and text.isdecimal()
    return f"{text[6:]}-{text[4:6]}-{text[:4]}" if is_register_date else text
