"""A house style as a style sheet, and Tijdig's own colours as a house style has them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tijdig.house_style.rules.style import SCHEMES, HouseStyle
from tijdig.house_style.rules.tokens import COLOURS, CORNERS

_DARK = "@media (prefers-color-scheme: dark)"
_DECLARED = re.compile(r"--tijdig-([a-z-]+):\s*(#[0-9a-fA-F]+)")


def own_colours(tokens_sheet: str) -> dict[str, dict[str, str]]:
    """Return Tijdig's colours per scheme and name, from the style sheet that chooses them (``10-tokens.css``)."""
    light, _, dark = tokens_sheet.partition(_DARK)
    return {
        scheme: {name: found[token] for name, token in COLOURS.items()}
        for scheme, found in zip(
            SCHEMES,
            (dict(_DECLARED.findall(light)), dict(_DECLARED.findall(light)) | dict(_DECLARED.findall(dark))),
            strict=True,
        )
    }


def sheet_of(style: HouseStyle) -> str:
    """Return the style sheet that lays this house style over Tijdig's own; it fetches nothing."""
    shape = [f"--tijdig-font: {style.font};"] if style.font else []
    shape += [f"--tijdig-radius: {CORNERS[style.corners]};"] if style.corners else []
    # Under a condition each: colours for a light page would lie over our own dark ones as well.
    blocks = (
        ("@media all", shape),
        (f"@media not {_DARK.removeprefix('@media ')}", _declarations(style.colours.get("licht", {}))),
        (_DARK, _declarations(style.colours.get("donker", {}))),
    )
    return "".join(
        f"{when} {{\n  :root {{\n    {'\n    '.join(lines)}\n  }}\n}}\n" for when, lines in blocks if lines
    )


def _declarations(colours: Mapping[str, str]) -> list[str]:
    return [f"--tijdig-{COLOURS[name]}: {value};" for name, value in colours.items()]
