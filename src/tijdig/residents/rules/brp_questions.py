"""What Tijdig asks of the national resident register (BRP bevragen 2.x), and not a field more.

Three questions: who stands at an address, who has this name and birth date, and the records of these people. The first
two ask for no more than a citizen service number and an age, so that of children nothing else is read; the third for
what :class:`~tijdig.residents.rules.record.ResidentRecord` holds. The register limits what may stand in a question; a
signal whose text does not fit gives no question (None), and is left to a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import batched

from tijdig.residents.rules.partial_dates import is_whole_date

SERVICE = "brp"
PATH = "/personen"
MOST_NUMBERS = 20  # in one question, by the register's own limit
SEARCH_FIELDS = ("burgerservicenummer", "leeftijd")
# The register sends along by itself whether a record is suspended, secret or under investigation.
RECORD_FIELDS = (
    "burgerservicenummer",
    "geboorte.datum",
    "gemeenteVanInschrijving",
    "kinderen.geboorte.datum",
    "naam.aanduidingNaamgebruik",
    "naam.geslachtsnaam",
    "naam.voornamen",
    "naam.voorvoegsel",
    "overlijden.datum",
    "partners.naam.geslachtsnaam",
    "partners.naam.voorvoegsel",
    "verblijfplaats.datumVan",
    "verblijfplaats.verblijfadres.aanduidingBijHuisnummer",
    "verblijfplaats.verblijfadres.huisletter",
    "verblijfplaats.verblijfadres.huisnummer",
    "verblijfplaats.verblijfadres.huisnummertoevoeging",
    "verblijfplaats.verblijfadres.korteStraatnaam",
    "verblijfplaats.verblijfadres.postcode",
    "verblijfplaats.verblijfadres.woonplaats",
)

_POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Z]{2}")
_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9À-ž .\-']+")
_PREFIX = re.compile(r"[a-zA-Z ']{1,10}")
_QUOTES = str.maketrans("’‘`´", "''''")
LAST_HOUSE_NUMBER = 99_999
LONGEST_NAME = 200

type Parameter = str | int | bool | list[str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the kind by the register's own name, what to look for, and which fields to send back."""

    kind: str
    parameters: Mapping[str, Parameter]
    fields: tuple[str, ...]

    def body(self) -> dict[str, Parameter]:
        """Return what is sent: always in the body, so that nobody stands in an address (I2)."""
        return {"type": self.kind, "fields": list(self.fields), **self.parameters}

    @property
    def key(self) -> str:
        """The same for the same question."""
        return repr(sorted(self.body().items()))


def records_of_people(numbers: Iterable[str]) -> tuple[Question, ...]:
    """Return the questions for the records of these people, by citizen service number; the dead are among them."""
    wanted = sorted(set(numbers))
    return tuple(
        Question("RaadpleegMetBurgerservicenummer", {"burgerservicenummer": list(some)}, RECORD_FIELDS)
        for some in batched(wanted, MOST_NUMBERS)
    )


def people_at_address(postcode: str, house_number: int, surname: str = "") -> Question | None:
    """Return who stands at this postcode and number, whatever the letter and addition: ledgers often lack those.

    With ``surname`` only those of that name, for an address where too many people live. None when the register has no
    such address.
    """
    code = "".join(postcode.split()).upper()
    if not (_POSTCODE.fullmatch(code) and 1 <= house_number <= LAST_HOUSE_NUMBER):
        return None
    where: dict[str, Parameter] = {"postcode": code, "huisnummer": house_number}
    if surname:
        name = searchable_name(surname)
        if name is None:
            return None
        where["geslachtsnaam"] = name
    return Question("ZoekMetPostcodeEnHuisnummer", {**where, **_WITH_THE_DEAD}, SEARCH_FIELDS)


def people_by_name(surname: str, prefix: str, birth_date: str) -> Question | None:
    """Return who has this name and birth date (a register date), wherever they live: movers (R25) and the dead (R26).

    None without a whole birth date, or with a name that the register cannot look for.
    """
    name = searchable_name(surname)
    if name is None or not is_whole_date(birth_date):
        return None
    who: dict[str, Parameter] = {
        "geslachtsnaam": name,
        "geboortedatum": f"{birth_date[:4]}-{birth_date[4:6]}-{birth_date[6:]}",
    }
    given = " ".join(prefix.translate(_QUOTES).lower().split())
    if _PREFIX.fullmatch(given):
        who["voorvoegsel"] = given
    return Question("ZoekMetGeslachtsnaamEnGeboortedatum", {**who, **_WITH_THE_DEAD}, SEARCH_FIELDS)


def searchable_name(surname: str) -> str | None:
    """Return a surname with only the signs that the register takes; None when nothing is left to look for."""
    composed = unicodedata.normalize("NFC", surname).translate(_QUOTES)
    name = " ".join(_NOT_IN_NAMES.sub(" ", composed).split())[:LONGEST_NAME].strip()
    return name if any(sign.isalpha() for sign in name) else None


_WITH_THE_DEAD: Mapping[str, Parameter] = {"inclusiefOverledenPersonen": True}
