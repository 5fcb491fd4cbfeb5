"""Made-up people whose every detail can be told apart from anything else, and the search for them (L6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

BSNS = ("999990019", "999990020", "999990032", "999990044", "999990056")
SURNAMES = ("Goudvinkje", "Kwikstaartje", "Zanglijstertje", "Nachtegaaltje", "Boomkruipertje")
GIVEN_NAMES = "Winterkoninkje Putter"
STREET, POSTCODE, HOUSE_NUMBER = "Vogelkooipad", "6009KW", 73310
BORN = "19870419"
PHONE, EMAIL = "0612093847", "kanarie@vogel.example"
AMOUNT_CENTS = 1_337_711
REFERENCE = "KOOI-55177"
WORDS = "fluitende kanarie"  # what someone types into a field for free text

# As a person, a file, a page or a program would write them. Digits stand by themselves, for an id is full of digits.
_WRITTEN = (
    *SURNAMES,
    *GIVEN_NAMES.split(),
    STREET,
    WORDS,
    EMAIL,
    REFERENCE,
    "6009 ?KW",
    "(?:0|\\+?31)6[ -]?12093847",
    "19870419|1987-04-19|19-04-1987|19 april 1987",
    "13[. ]?377,11|13,?377\\.11|1337711",
    "73310",
    *BSNS,
)
_BIRD = re.compile(
    "|".join(
        f"(?:{one})" if one[0].isalpha() else f"(?<![0-9A-Za-z])(?:{one})(?![0-9A-Za-z])" for one in _WRITTEN
    ),
    re.IGNORECASE,
)


def birds_in(text: str) -> list[str]:
    """Return every canary in a text, as it stands there."""
    return _BIRD.findall(text)


def birds_per_place(places: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return where canaries were found: by place, each with a little of what stands around it."""
    found = {
        place: [
            text[max(0, hit.start() - 40) : hit.end() + 20] for text in texts for hit in _BIRD.finditer(text)
        ]
        for place, texts in places.items()
    }
    return {place: hits for place, hits in found.items() if hits}
