"""The demo's town: three months in Weert, and the files that the visitor delivers."""

from __future__ import annotations

import sys

from tijdig.demo.cast import PLAYERS
from tijdig.demo.visit import demo_links, welcome
from tijdig.parties.services import DemoEntry


def fill() -> dict[str, DemoEntry]:
    """Play the demo's months, leave the files, and return a way in for each player."""
    welcome(port=0, out=sys.stdout)
    return {player.key: entry for player, (_, _, entry) in zip(PLAYERS, demo_links(), strict=True)}
