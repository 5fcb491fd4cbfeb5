"""The covenant of Weert, with a term around today so that the demo works on any day."""

from __future__ import annotations

import re
from datetime import date
from importlib import resources

_TERM = re.compile(r"^geldig = \{ van = \d{4}-\d{2}-\d{2}, tot = \d{4}-\d{2}-\d{2} \}$", re.MULTILINE)


def covenant_text(today: date, profile: str = "weert") -> str:
    """Return the profile's file with a term from the first of last January to the end of next year.

    ``LookupError`` when the profile does not write its term on one line of its own.
    """
    text = (
        resources.files("tijdig.covenant").joinpath("profiles", f"{profile}.toml").read_text(encoding="utf-8")
    )
    term = f"geldig = {{ van = {today.year - 1}-01-01, tot = {today.year + 1}-12-31 }}"
    shifted, times = _TERM.subn(term, text)
    if times != 1:
        raise LookupError(f"the profile {profile} has no single line with its term")
    return shifted
