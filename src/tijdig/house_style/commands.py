"""``tijdig house-style FILE``: say what is wrong with a house style before it is put to use."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from tijdig.house_style.files import style_in
from tijdig.problems import Refused
from tijdig.telling import tell_problems


def check_file(path: Path, out: TextIO) -> int:
    """Print each problem of a house style with its key and remedy; returns 0 when it can be used, else 1."""
    try:
        style = style_in(path)
    except Refused as refused:
        tell_problems(refused.problems, out, file=path)
        return 1
    except OSError as error:
        print(f"{path}: {error.strerror}", file=out)
        return 1
    chosen = sum(map(len, style.colours.values()))
    print(
        f"{style.name} ({style.controller}): {chosen} kleuren, {len(style.logos)} logo's; goed te lezen.",
        file=out,
    )
    return 0
