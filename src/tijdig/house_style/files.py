"""Where house styles are kept: a file per municipality in a folder of the operator, read anew when it changes."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from tijdig.house_style.rules.sheet import own_colours, sheet_of
from tijdig.house_style.rules.style import HouseStyle, read_style
from tijdig.problems import Refused

TOKENS = Path(__file__).resolve().parent.parent / "web" / "styles" / "10-tokens.css"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Dress:
    """A house style ready to be served; ``mark`` tells this version from others, so that browsers may keep it."""

    style: HouseStyle
    sheet: str
    mark: str


@cache
def ours() -> dict[str, dict[str, str]]:
    """Return Tijdig's own colours per scheme and name."""
    return own_colours(TOKENS.read_text(encoding="utf-8"))


def style_in(path: Path) -> HouseStyle:
    """Read one file; raises :class:`Refused` with every problem, and ``OSError`` where it cannot be read."""
    return read_style(path.read_text(encoding="utf-8", errors="replace"), ours())


def dress_of(controller_id: str) -> Dress | None:
    """Return a municipality's house style; None without one.

    A file with problems, or that cannot be opened, is not used, so that a slip of the pen leaves pages readable; the
    log says which file.
    """
    folder: Path | None = settings.HOUSE_STYLES
    path = folder / f"{controller_id}.toml" if folder and controller_id.isdecimal() else None
    try:
        return _read(path, path.stat().st_mtime_ns) if path and path.is_file() else None
    except OSError as error:
        _log.error("house style %s.toml is not used: %s", controller_id, error.strerror)
        return None


def only_dress() -> Dress | None:
    """Return the house style for who has not signed in: the one that is there, where there is exactly one."""
    folder: Path | None = settings.HOUSE_STYLES
    found = sorted(folder.glob("*.toml")) if folder else []
    return dress_of(found[0].stem) if len(found) == 1 else None


@lru_cache(maxsize=1_000)
def _read(path: Path, _changed_ns: int) -> Dress | None:
    try:
        style = style_in(path)
    except Refused as refused:
        _log.error("house style %s is not used: %s", path.name, refused)
        return None
    if style.controller != path.stem:
        _log.error("house style %s is not used: it is of another municipality", path.name)
        return None
    sheet = sheet_of(style)
    return Dress(style, sheet, sha256(f"{sheet}{sorted(style.logos.items())}".encode()).hexdigest()[:12])
