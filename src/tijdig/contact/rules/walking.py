"""In which order one walks past addresses: by postcode, then by house number (R35)."""

from __future__ import annotations

import re

_POSTCODE = re.compile(r"\b(\d{4})\s?([A-Za-z]{2})\b")
_NUMBER = re.compile(r"\d+")


def walking_key(address: str) -> tuple[str, int, str]:
    """Return what an address (``Maasstraat 12 A, 6001AB Weert``) sorts by; one without postcode comes last."""
    house, _, place = address.partition(", ")
    postcode = _POSTCODE.search(place)
    numbers = _NUMBER.findall(house)
    area = f"{postcode[1]}{postcode[2].upper()}" if postcode else "~"
    return area, int(numbers[-1]) if numbers else 0, house
