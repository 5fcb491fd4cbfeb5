"""From what the national resident register answers to the records that Tijdig keeps, the same as from an extract.

Whatever is not in the agreed form raises :class:`AnswerUnreadable`, which names the place in the form and never what
stood there. A record that the register itself withdrew, or one without a valid number, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tijdig.residents.rules.asking_problems import AnswerUnreadable
from tijdig.residents.rules.brp_questions import Question
from tijdig.residents.rules.bsn import is_bsn
from tijdig.residents.rules.partial_dates import WHOLLY_UNKNOWN, is_partial_date
from tijdig.residents.rules.record import NameUse, RegisteredAddress, ResidentRecord

ADULT_AT = 18
STANDARD_UNKNOWN = "."  # there is a name, and the register does not know it
DIED = "O"
LEFT_THE_COUNTRY = frozenset({"E", "R"})
NOT_KEPT_UP = "M"
WITHDRAWN = frozenset({"F", "W"})
DESIGNATIONS = {"to": "to", "tegenover": "to", "by": "by", "bij": "by"}

type Json = Mapping[str, object]

_NOTHING: Json = {}
_POSTCODE = re.compile(r"[1-9]\d{3}[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Found:
    """Someone that a search found: the number, and whether they are known to be under age (then nothing is read)."""

    bsn: str
    minor: bool


def read_found(question: Question, answer: object) -> tuple[Found, ...]:
    """Return who was found by a search, each once."""
    people = [_found(one) for one in _people(question, answer)]
    return tuple({one.bsn: one for one in people if is_bsn(one.bsn)}.values())


def read_records(question: Question, answer: object) -> tuple[ResidentRecord, ...]:
    """Return the records in an answer; nobody whom the question did not name is among them."""
    wanted = question.parameters["burgerservicenummer"]
    records = [_record(one) for one in _people(question, answer)]
    known = {one.bsn: one for one in records if one is not None}
    if not known.keys() <= set(wanted if isinstance(wanted, list) else ()):
        raise AnswerUnreadable("personen.burgerservicenummer")
    return tuple(known.values())


def _people(question: Question, answer: object) -> Sequence[Json]:
    told = _object(answer, "antwoord")
    if told.get("type") != question.kind:
        raise AnswerUnreadable("type")
    return _objects(told, "personen")


def _found(person: Json) -> Found:
    age = person.get("leeftijd")
    if age is not None and (not isinstance(age, int) or isinstance(age, bool)):
        raise AnswerUnreadable("personen.leeftijd")
    return Found(_text(person, "burgerservicenummer"), minor=age is not None and age < ADULT_AT)


def _record(person: Json) -> ResidentRecord | None:
    name, place = _part(person, "naam"), _part(person, "verblijfplaats")
    suspended = _part(person, "opschortingBijhouding")
    reason = _code(suspended, "reden")
    bsn = _text(person, "burgerservicenummer")
    if reason in WITHDRAWN or not is_bsn(bsn):
        return None
    partner = next((_part(one, "naam") for one in _objects(person, "partners")), _NOTHING)
    since = _date(place, "datumVan")
    return ResidentRecord(
        bsn=bsn,
        given_names=_name(name, "voornamen"),
        prefix=_text(name, "voorvoegsel"),
        surname=_name(name, "geslachtsnaam"),
        name_use=_name_use(name),
        partner_prefix=_text(partner, "voorvoegsel"),
        partner_surname=_name(partner, "geslachtsnaam"),
        birth_date=_date(_part(person, "geboorte"), "datum"),
        municipality=_code(person, "gemeenteVanInschrijving"),
        address=_address(place),
        moved_in_on=since,
        deceased_on=_deceased_on(person, suspended, reason),
        emigrated_on=_emigrated_on(place, suspended, reason, since),
        secrecy=_flag(person, "geheimhoudingPersoonsgegevens"),
        under_investigation=_is_doubted(place) or reason == NOT_KEPT_UP,
        child_birth_dates=tuple(
            _date(_part(one, "geboorte"), "datum") for one in _objects(person, "kinderen")
        ),
    )


def _address(place: Json) -> RegisteredAddress:
    if place.get("type") != "Adres":
        return RegisteredAddress()
    home = _part(place, "verblijfadres")
    number = home.get("huisnummer")
    if number is not None and (not isinstance(number, int) or isinstance(number, bool)):
        raise AnswerUnreadable("personen.verblijfplaats.verblijfadres.huisnummer")
    postcode = _text(home, "postcode").replace(" ", "").upper()
    if postcode and not _POSTCODE.fullmatch(postcode):
        raise AnswerUnreadable("personen.verblijfplaats.verblijfadres.postcode")
    return RegisteredAddress(
        street=_name(home, "korteStraatnaam"),
        house_number=number or None,
        house_letter=_text(home, "huisletter"),
        addition=_text(home, "huisnummertoevoeging"),
        designation=DESIGNATIONS.get(_code(home, "aanduidingBijHuisnummer").lower(), ""),
        postcode=postcode,
        town=_text(home, "woonplaats"),
    )


def _deceased_on(person: Json, suspended: Json, reason: str) -> str:
    died = _date(_part(person, "overlijden"), "datum")
    if died:
        return died
    return (_date(suspended, "datum") or WHOLLY_UNKNOWN) if reason == DIED or "overlijden" in person else ""


def _emigrated_on(place: Json, suspended: Json, reason: str, since: str) -> str:
    if reason in LEFT_THE_COUNTRY:
        return _date(suspended, "datum") or since or WHOLLY_UNKNOWN
    return (since or WHOLLY_UNKNOWN) if place.get("type") == "VerblijfplaatsBuitenland" else ""


def _is_doubted(place: Json) -> bool:
    """Whether the municipality investigates the address, or has established that nobody lives there."""
    parts = (place, _part(place, "verblijfadres"))
    return any("inOnderzoek" in part for part in parts) or _flag(
        place, "indicatieVastgesteldVerblijftNietOpAdres"
    )


def _name_use(name: Json) -> NameUse:
    code = _code(name, "aanduidingNaamgebruik") or NameUse.OWN
    if code not in {use.value for use in NameUse}:
        raise AnswerUnreadable("personen.naam.aanduidingNaamgebruik")
    return NameUse(code)


def _name(part: Json, key: str) -> str:
    text = _text(part, key)
    return "" if text == STANDARD_UNKNOWN else text


def _date(part: Json, key: str) -> str:
    """Return a date in one of the register's four forms as a register date; empty when it is not there."""
    if key not in part:
        return ""
    told = _object(part[key], key)
    match told.get("type"):
        case "Datum":
            text = _text(told, "datum").replace("-", "")
        case "JaarMaandDatum":
            text = f"{_number(told, 'jaar'):04}{_number(told, 'maand'):02}00"
        case "JaarDatum":
            text = f"{_number(told, 'jaar'):04}0000"
        case "DatumOnbekend":
            text = WHOLLY_UNKNOWN
        case _:
            text = ""
    if not is_partial_date(text):
        raise AnswerUnreadable(key)
    return text


def _number(part: Json, key: str) -> int:
    value = part.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise AnswerUnreadable(key)
    return value


def _flag(part: Json, key: str) -> bool:
    value = part.get(key, False)
    if not isinstance(value, bool):
        raise AnswerUnreadable(key)
    return value


def _text(part: Json, key: str) -> str:
    value = part.get(key, "")
    if not isinstance(value, str):
        raise AnswerUnreadable(key)
    return value.strip()


def _code(part: Json, key: str) -> str:
    return _text(_part(part, key), "code")


def _part(part: Json, key: str) -> Json:
    return _object(part[key], key) if key in part else _NOTHING


def _object(value: object, where: str) -> Json:
    if not isinstance(value, dict):
        raise AnswerUnreadable(where)
    return value


def _objects(part: Json, key: str) -> Sequence[Json]:
    many = part.get(key, [])
    if not isinstance(many, list):
        raise AnswerUnreadable(key)
    return [_object(one, key) for one in many]
