"""The covenants that ship with Tijdig, as files: Weert, Sittard-Geleen and the national practice."""

from __future__ import annotations

from importlib.resources import files

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.reading import read_covenant
from tijdig.problems import Refused

PROFILES = ("weert", "sittard-geleen", "landelijk")


def profile_text(name: str) -> str:
    """Return the text of a shipped covenant (``weert``); ``FileNotFoundError`` for another name."""
    if name not in PROFILES:
        raise FileNotFoundError(name)
    return (files(__name__) / f"{name}.toml").read_text(encoding="utf-8")


def profile(name: str) -> Covenant:
    """Return a shipped covenant, read; ``FileNotFoundError`` for another name."""
    reading = read_covenant(profile_text(name))
    if reading.covenant is None:
        raise Refused(reading.problems)
    return reading.covenant
