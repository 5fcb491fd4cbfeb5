"""The text to begin a next version with: what is agreed now, under a higher number, naming its predecessor (C4)."""

from __future__ import annotations

import re

from tijdig.covenant.rules.document import Covenant

_VERSION = re.compile(r'^versie\s*=\s*"[^"\n]*"[^\n]*$', re.MULTILINE)
_REPLACES = re.compile(r'^vervangt\s*=\s*"[^"\n]*"[^\n]*\n', re.MULTILINE)


def next_text(text: str, covenant: Covenant, *, was_in_force: bool) -> str:
    """Return the text of ``covenant`` as a draft for its next version.

    ``was_in_force``: whether it was ever activated, so that the next one replaces it; else the next one replaces what
    this one would have replaced. Comments and layout stay as they are.
    """
    replaces = covenant.hash if was_in_force else covenant.replaces
    named = f'versie = "{next_number(covenant.version)}"' + (f'\nvervangt = "{replaces}"' if replaces else "")
    return _VERSION.sub(lambda _: named, _REPLACES.sub("", text, count=1), count=1)


def next_number(version: str) -> str:
    """Return ``1.1.0`` for ``1.0.3``: a change of the agreement is a new middle number."""
    numbers = re.match(r"(\d+)\.(\d+)", version)
    return f"{numbers.group(1)}.{int(numbers.group(2)) + 1}.0" if numbers else f"{version}-2"
