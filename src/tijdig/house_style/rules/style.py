"""One file with a municipality's colours, shapes and logo, read and checked as a whole."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tijdig.house_style.rules.contrast import contrast, is_colour
from tijdig.house_style.rules.logo import is_harmless_drawing
from tijdig.house_style.rules.tokens import COLOURS, CORNERS, PAIRS, is_font
from tijdig.problems import Problem, ProblemKind, Refused

FORMAT = "huisstijl/1"
SCHEMES = ("licht", "donker")

UNREADABLE = ProblemKind(
    "house-style.unreadable", "TOML",
    "Dit bestand is geen goed TOML-bestand (regel {line}).",
    "This file is no proper TOML file (line {line}).",
    "Kijk de regel na op aanhalingstekens en haakjes.",
    "Check the line for quotes and brackets.",
)  # fmt: skip
UNKNOWN_KEY = ProblemKind(
    "house-style.unknown-key", "huisstijl/1",
    "“{key}” hoort niet in een huisstijl.",
    "“{key}” does not belong in a house style.",
    "Kies uit: {known}.",
    "Choose from: {known}.",
)  # fmt: skip
WRONG_VALUE = ProblemKind(
    "house-style.wrong-value", "huisstijl/1",
    "“{key}” heeft geen goede waarde.",
    "“{key}” has no proper value.",
    "Schrijf hier {wanted_nl}.",
    "Write {wanted_en} here.",
)  # fmt: skip
TOO_FAINT = ProblemKind(
    "house-style.too-faint", "WCAG 1.4.3, 1.4.11",
    "In “{scheme}” is “{front}” op “{ground}” niet goed te lezen: het contrast is {found}, nodig is {least}.",
    "In “{scheme}”, “{front}” on “{ground}” is hard to read: the contrast is {found}, and {least} is needed.",
    "Maak een van de twee lichter of donkerder.",
    "Make one of the two lighter or darker.",
)  # fmt: skip

_WANTED = {
    "formaat": (f"“{FORMAT}”", f"“{FORMAT}”"),
    "gemeente": (
        "de CBS-code van de gemeente, vier cijfers",
        "the CBS code of the municipality, four digits",
    ),
    "naam": ("de naam van de gemeente", "the name of the municipality"),
    "colour": ("een kleur, zoals #0a5a63", "a colour, such as #0a5a63"),
    "lettertype": (
        'namen van lettertypen op de computer van de lezer, zoals "Verdana", sans-serif',
        'names of fonts on the computer of the reader, such as "Verdana", sans-serif',
    ),
    "hoeken": (f"een van: {', '.join(CORNERS)}", f"one of: {', '.join(CORNERS)}"),
    "logo": (
        "een tekening (SVG, hooguit 60 kB) met alleen vormen, zonder script en zonder iets van elders",
        "a drawing (SVG, at most 60 kB) with shapes only, without a script or anything from elsewhere",
    ),
    "table": ("een tabel", "a table"),
}
_PARTS: Mapping[str, tuple[str, ...]] = {
    "licht": tuple(COLOURS),
    "donker": tuple(COLOURS),
    "vorm": ("lettertype", "hoeken"),
    "logo": SCHEMES,
}
_HEAD = ("formaat", "gemeente", "naam")


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """A municipality's own look; what is empty stays as Tijdig has it.

    ``colours`` per scheme (``licht``, ``donker``) and name; ``logos`` per scheme, the drawing itself (SVG).
    """

    controller: str
    name: str
    colours: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    font: str = ""
    corners: str = ""
    logos: Mapping[str, str] = field(default_factory=dict)


def read_style(text: str, ours: Mapping[str, Mapping[str, str]]) -> HouseStyle:
    """Read a house style; ``ours`` are Tijdig's own colours per scheme and name, which it changes.

    Raises :class:`Refused` with every problem: keys that do not exist, values that are none, and each pair of
    colours that cannot be read on each other, as they come to stand together with ours.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(UNREADABLE(line=getattr(error, "lineno", "?"))) from None
    problems = list(_wrong(told)) or list(_faint(told, ours))
    if problems:
        raise Refused(problems)
    shape = told.get("vorm", {})
    return HouseStyle(
        controller=told["gemeente"],
        name=told["naam"],
        colours={scheme: told.get(scheme, {}) for scheme in SCHEMES},
        font=shape.get("lettertype", ""),
        corners=shape.get("hoeken", ""),
        logos=told.get("logo", {}),
    )


def _wrong(told: Mapping[str, object]) -> Iterator[Problem]:
    for key in _HEAD:
        if not _is_head(key, told.get(key)):
            yield _wrong_value(key, key)
    for key, value in told.items():
        if key in _PARTS:
            yield from _wrong_in(key, value)
        elif key not in _HEAD:
            yield UNKNOWN_KEY(key=key, known=", ".join((*_HEAD, *_PARTS))).at(key=key)


def _is_head(key: str, value: object) -> bool:
    if not isinstance(value, str):
        return False
    if key == "formaat":
        return value == FORMAT
    return bool(value.strip()) if key == "naam" else len(value) == 4 and value.isdecimal()


def _wrong_in(part: str, table: object) -> Iterator[Problem]:
    if not isinstance(table, dict):
        yield _wrong_value(part, "table")
        return
    for key, value in table.items():
        place = f"{part}.{key}"
        if key not in _PARTS[part]:
            yield UNKNOWN_KEY(key=place, known=", ".join(_PARTS[part])).at(key=place)
        elif not isinstance(value, str) or not _fits(part, key, value):
            yield _wrong_value(place, key if part == "vorm" else "logo" if part == "logo" else "colour")


def _fits(part: str, key: str, value: str) -> bool:
    if part == "logo":
        return is_harmless_drawing(value)
    if part == "vorm":
        return is_font(value) if key == "lettertype" else value in CORNERS
    return is_colour(value)


def _wrong_value(key: str, wanted: str) -> Problem:
    in_dutch, in_english = _WANTED[wanted]
    return WRONG_VALUE(key=key, wanted_nl=in_dutch, wanted_en=in_english).at(key=key)


def _faint(told: Mapping[str, Any], ours: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    for scheme in SCHEMES:
        yield from too_faint(scheme, {**ours[scheme], **told.get(scheme, {})})


def too_faint(scheme: str, colours: Mapping[str, str]) -> Iterator[Problem]:
    """Tell of each pair in these colours that has less contrast than it needs; nothing when all can be read."""
    for front, ground, least in PAIRS:
        found = contrast(colours[front], colours[ground])
        if found < least:
            yield TOO_FAINT(
                scheme=scheme, front=front, ground=ground, found=f"{found:.1f}", least=f"{least:.1f}"
            ).at(key=f"{scheme}.{front}")
