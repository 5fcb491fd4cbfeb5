"""Amounts in euros as ledgers write them, to whole cents (R12).

``1.234`` can be a thousand or one euro and some; the rest of the column decides, and when it does not, nothing is
guessed. An amount with more than two decimals is refused, never rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from tijdig.intake.rules.values.reading import Reading
from tijdig.problems import ProblemKind

NOT_AN_AMOUNT = ProblemKind(
    code="intake.not-an-amount",
    rule="R12",
    nl="Dit is geen bedrag in euro's met hoogstens twee cijfers achter de komma.",
    en="This is not an amount in euros with at most two decimals.",
    remedy_nl="Schrijf het bedrag als 1234,56, zonder tekst erbij.",
    remedy_en="Write the amount as 1234.56 or 1234,56, without text.",
)
THOUSANDS_OR_DECIMALS = ProblemKind(
    code="intake.thousands-or-decimals",
    rule="R12",
    nl="Wij kunnen niet zien of de punt of komma in dit bedrag duizenden of centen scheidt.",
    en="We cannot tell whether the point or comma in this amount separates thousands or cents.",
    remedy_nl="Schrijf het bedrag met centen, bijvoorbeeld 1.234,00.",
    remedy_en="Write the amount with its cents, for example 1.234,00.",
)

_NOISE = re.compile(r"[\s€]|eur(?:o)?", re.IGNORECASE)
_CLEAN = re.compile(r"[\d.,]*\d")  # nothing to take off: nearly every cell of a ledger
_NO_CENTS = re.compile(r"[.,](?:-{1,2}|=|–|—)$")
_PLAIN = re.compile(r"\d{1,12}")
_GROUPED = re.compile(r"\d{1,3}(?:([.,'’])\d{3})(?:\1\d{3})*")
# Whole euros, the sign between their thousands, the sign before the cents, the cents.
_DECIMALS = re.compile(r"(\d{1,3}(?:([.,'’])\d{3})+|\d{1,12})([.,])(\d{1,2}|\d\d0+)")
_GROUPS = str.maketrans("", "", ".,'’")
_THREE = 3  # decimals that could be thousands
_TWO_MEANINGS = re.compile(r"(\d{1,3})([.,])(\d{3})")


class DecimalStyle(Enum):
    """Which sign a column uses before the cents, as far as its amounts prove it."""

    COMMA = ","
    POINT = "."
    UNPROVEN = ""


def _bare(text: str) -> tuple[str, int]:
    """Return the digits with their signs of separation, and 1 or -1."""
    if _CLEAN.fullmatch(text):
        return text, 1
    bare = _NO_CENTS.sub("", _NOISE.sub("", text)).replace("−", "-").replace("–", "-")
    if bare.startswith("(") and bare.endswith(")"):
        return bare[1:-1], -1
    if bare.startswith("-") or bare.endswith("-"):
        return bare.removeprefix("-").removesuffix("-"), -1
    return bare.removeprefix("+"), 1


def _decimals(bare: str) -> re.Match[str] | None:
    """Return the match when this can only be an amount with decimals."""
    match = _DECIMALS.fullmatch(bare)
    if match is None or match[2] == match[3]:
        return None
    return None if len(match[4]) == _THREE and _TWO_MEANINGS.fullmatch(bare) else match


def style_in(cells: Iterable[str]) -> DecimalStyle:
    """Return the style that these cells prove; two styles in one column prove nothing."""
    seen = {match[3] for cell in cells if (match := _decimals(cell) or _decimals(_bare(cell)[0]))}
    return DecimalStyle(seen.pop()) if len(seen) == 1 else DecimalStyle.UNPROVEN


def in_doubt(text: str) -> str:
    """Return the sign in an amount that could be thousands or euros with cents (``1.234``), else an empty string."""
    match = _TWO_MEANINGS.fullmatch(_bare(text)[0])
    return match[2] if match else ""


def read_amount(text: str, style: DecimalStyle = DecimalStyle.UNPROVEN) -> Reading[int]:
    """Read an amount to cents; ``style`` is what :func:`style_in` found in the whole column, or what was said."""
    bare, sign, match = text, 1, _decimals(text)
    if match is None:
        bare, sign = _bare(text)
        match = _decimals(bare)
    if match:
        whole, thousands, _sign, cents = match.groups()
        euros = whole.translate(_GROUPS) if thousands else whole
        return Reading(sign * int(euros + cents[:2].ljust(2, "0")))
    if not bare:
        return Reading() if not text.strip() else Reading(problem=NOT_AN_AMOUNT())
    if match := _TWO_MEANINGS.fullmatch(bare):
        if style is DecimalStyle.UNPROVEN:
            return Reading(problem=THOUSANDS_OR_DECIMALS())
        if match[2] == style.value:
            return _three_decimals(match, sign)
        return Reading(sign * int(match[1] + match[3]) * 100)
    if _PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare):
        return Reading(sign * int(bare.translate(_GROUPS)) * 100)
    return Reading(problem=NOT_AN_AMOUNT())


def _three_decimals(match: re.Match[str], sign: int) -> Reading[int]:
    """Read ``820.810`` in a column that writes cents after that sign: fine when the third decimal is nothing."""
    if not match[3].endswith("0"):
        return Reading(problem=NOT_AN_AMOUNT())
    return Reading(sign * (int(match[1]) * 100 + int(match[3][:2])))
