"""Which field a column heading means, and which headings name something a landlord may not deliver (R10, R11)."""

from __future__ import annotations

import re
from functools import lru_cache

from tijdig.intake.rules.fields import FIELDS
from tijdig.intake.rules.table import heading_key

_BY_SYNONYM = {
    synonym: field.name
    for field in FIELDS
    for synonym in (*field.synonyms, heading_key(field.heading), heading_key(field.name))
}
_ABBREVIATIONS = {
    "dat": "datum",
    "geb": "geboorte",
    "tel": "telefoon",
    "mob": "mobiel",
    "voorl": "voorletters",
    "vltrs": "voorletters",
    "tussenv": "tussenvoegsel",
    "tussenvgsl": "tussenvoegsel",
    "tv": "tussenvoegsel",
    "voorv": "voorvoegsel",
    "toev": "toevoeging",
    "nr": "nummer",
    "hnr": "huisnummer",
    "hsnr": "huisnummer",
    "no": "nummer",
    "mnd": "maanden",
    "mnden": "maanden",
    "aant": "aantal",
    "achterst": "achterstand",
    "achtern": "achternaam",
    "openst": "openstaand",
    "bedr": "bedrag",
    "herinn": "herinnering",
    "schuldhulpverlening": "shv",
    "wpl": "woonplaats",
    "pc": "postcode",
    "str": "straat",
}
_YES_NO_TAIL = re.compile(r" (?:j n|ja nee|y n|yes no|j|jn)$")
_UNIT_TAIL = re.compile(
    r" (?:eur|euro|euros|in euro|in euros|in eur|dd mm jjjj|dd mm yyyy|jjjj mm dd|yyyy mm dd)$"
)

# What a landlord may not deliver, by words in the heading. A column that is both is read by its synonym.
_FORBIDDEN_WORDS = {
    "free-text": (
        "opmerking opmerkingen toelichting notitie notities memo bijzonderheden aantekening aantekeningen commentaar "
        "omschrijving vrije reden remark remarks comment comments note notes description reason"
    ),
    "health": (
        "gezondheid ziekte ziek medisch medische diagnose handicap zorgindicatie ggz verslaving health medical illness "
        "disability diagnosis"
    ),
    "household": (
        "gezin gezinssamenstelling gezinsgrootte huishouden huishoudgrootte huishoudtype kinderen kind minderjarig "
        "minderjarigen inwonend inwonenden medebewoners partner burgerlijke burgerlijk samenstelling household "
        "children marital dependants"
    ),
    "benefit": (
        "uitkering uitkeringen bijstand participatiewet wajong wia wao inkomen inkomsten salaris loon toeslag "
        "toeslagen huurtoeslag benefit benefits income salary wage allowance"
    ),
    "origin": "nationaliteit geboorteland herkomst religie geloof etniciteit nationality religion ethnicity",
    "bsn": "bsn sofi sofinummer burgerservicenummer sofinr bsnnr bsnnummer",
}
_FORBIDDEN = {word: kind for kind, words in _FORBIDDEN_WORDS.items() for word in words.split()}
_PHONE_WORDS = frozenset(
    [
        "telefoon",
        "tel",
        "telefoonnummer",
        "mobiel",
        "mobielnummer",
        "fax",
        "gsm",
        "phone",
        "mobile",
        "telephone",
    ]
)
NEWS = frozenset({"reference", "withdrawal"})  # all that news of an earlier message needs
_ENOUGH = 3  # known headings of a heading line
_FIRST_NAMES = ("voornaam", "voornamen", "roepna", "first", "forename", "given")


def _spelled_out(key: str) -> str:
    words = [_ABBREVIATIONS.get(word, word) for word in key.split()]
    return " ".join(word[:-2] + "nummer" if word.endswith("nr") and len(word) > 2 else word for word in words)


@lru_cache(maxsize=4096)
def field_of_heading(heading: str) -> str:
    """Return the name of the field this heading means, or an empty string."""
    key = _UNIT_TAIL.sub("", _YES_NO_TAIL.sub("", heading_key(heading)))
    for candidate in (key, _spelled_out(key), _spelled_out(key).replace(" ", "")):
        if candidate in _BY_SYNONYM:
            return _BY_SYNONYM[candidate]
    return ""


def forbidden_kind(heading: str) -> str:
    """Return what is forbidden about this heading (``free-text``, ``health``, ``bsn`` …), or an empty string."""
    if field_of_heading(heading):
        return ""
    return next((_FORBIDDEN[word] for word in heading_key(heading).split() if word in _FORBIDDEN), "")


def is_phone_heading(heading: str) -> bool:
    """Whether a nine-digit value in this column is a phone number, even when the column is not read (R11)."""
    words = _spelled_out(heading_key(heading)).split()
    return any(word in _PHONE_WORDS or word.startswith(("telefoon", "mobiel")) for word in words)


def is_bare_number(heading: str) -> bool:
    """Whether a heading says no more than "number": behind a street that is the house number."""
    return _spelled_out(heading_key(heading)) in {"nummer", "number"}


def means_first_names(heading: str) -> bool:
    """Whether a column for initials holds first names, by its heading: ``JAN`` is then one name, not three letters."""
    return any(word.startswith(_FIRST_NAMES) for word in heading_key(heading).split())


def recognised(headings: list[str]) -> int:
    """Return how many different fields a line of cells names: a heading line names many, a data line none.

    A file with nothing but news of earlier messages needs two columns, and counts as if it had enough.
    """
    names = {name for heading in headings if (name := field_of_heading(heading))}
    return max(len(names), _ENOUGH) if names >= NEWS else len(names)
