"""Phone numbers as people write them, kept in the international form (``+31612345678``)."""

from __future__ import annotations

import re

import phonenumbers

from tijdig.intake.rules.values.reading import Reading
from tijdig.problems import ProblemKind

NOT_A_PHONE_NUMBER = ProblemKind(
    code="intake.not-a-phone-number",
    rule="R10",
    nl="Dit telefoonnummer herkennen wij niet. Het is weggelaten.",
    en="We do not recognise this phone number. It was left out.",
    remedy_nl="Vul één telefoonnummer in, bijvoorbeeld 0612345678.",
    remedy_en="Give one phone number, for example 0612345678.",
)

_SEPARATORS = re.compile(r"[\s().\-/]")
_NATIONAL = re.compile(r"(?:\+31|0031|31(?=\d{9}$)|0)(?:0(?=[1-9]))?([1-9]\d{8})")


def read_phone(text: str) -> Reading[str]:
    """Read one phone number; a number without a country belongs to the Netherlands."""
    words = text.strip()
    if not words:
        return Reading()
    # Nine digits behind the 0 or +31 need no library; that is nearly every cell of a Dutch ledger.
    match = _NATIONAL.fullmatch(words) or _NATIONAL.fullmatch(_SEPARATORS.sub("", words))
    if match:
        return Reading("+31" + match[1])
    try:
        number = phonenumbers.parse(words, "NL")
    except phonenumbers.NumberParseException:
        return Reading(problem=NOT_A_PHONE_NUMBER())
    if not phonenumbers.is_valid_number(number):  # a digit too many or too few is nobody's number
        return Reading(problem=NOT_A_PHONE_NUMBER())
    return Reading(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
