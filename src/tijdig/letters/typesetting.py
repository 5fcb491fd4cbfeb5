"""Turn a template and values into an accessible, archivable PDF with typst.

The values travel to the template as JSON and are shown with ``#data.name``: typst never reads them as markup, so a
name like ``#eval("…")`` is printed, not run. No network, no packages, no fonts but the ones that typst brings along.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

import typst

from tijdig.letters.dutch import long_date

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

TEMPLATES = Path(__file__).parent / "templates"
# PDF/UA-1: readable with a screen reader. PDF/A-2a: readable in twenty years, all fonts inside; PDF/A-3a the same, with
# room for an attached file.
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
FOR_ATTACHING: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
# typst's own overloads cannot be resolved by a type checker; our call gives no output path, so bytes come back.
_compile: Callable[..., bytes] = typst.compile
# What the font that travels along can show: Latin in all its accents, Greek, Cyrillic, punctuation, the euro sign.
_NOT_SHOWN = re.compile(
    "[^\u0020-\u007e\u00a0-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u045f"
    "\u1e00-\u1eff\u2010-\u2027\u2030-\u203a\u20ac]"
)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def showable(text: str) -> str:
    """Return ``text`` with line breaks as spaces and "?" for what the letter's font has no sign for.

    An accessible PDF may not hold a character without a shape, and one such character must not stop the letter.
    """
    return _NOT_SHOWN.sub("?", " ".join(normalize("NFC", text).split()))


def _plain(value: object) -> object:
    if isinstance(value, str):
        return showable(value)
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return long_date(value)
    if value is None or isinstance(value, int):
        return value
    raise TypeError(f"a letter cannot show a {type(value).__name__}")


def typeset(
    template: str, letter: DataclassInstance, *, on: date, title: str, takes_file: bool = False
) -> bytes:
    """Return the PDF of ``letter`` set in ``templates/<template>.typ``, dated ``on``, with this document title.

    ``takes_file``: in the form to which a file may be attached afterwards.

    Fields reach the template by name; dates as ``2 maart 2026``, nested dataclasses as dictionaries. Equal input gives
    equal bytes: nothing of the clock or the machine goes in. Raises ``typst.TypstError`` when the template is wrong
    (a programming error) and ``TypeError`` for a value that a letter cannot show.
    """
    document = {"title": title, "year": on.year, "month": on.month, "day": on.day, "on": on}
    return _compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(_plain(asdict(letter) | {"document": document}), ensure_ascii=False)},
        pdf_standards=FOR_ATTACHING if takes_file else STANDARDS,
        timestamp=datetime.combine(on, time(), UTC),
    )
