"""Everything that can be wrong with a register extract, with what Tijdig did about it.

Three levels, so that nothing is ever stored half: the *file* is not taken, the *person* is not taken, or the person is
taken and the oddity is told. The sentences name places and elements, never what stood there.
"""

from __future__ import annotations

from tijdig.problems import ProblemKind

ASK_SOURCE_NL = "Vraag de leverancier van het uittreksel om een hersteld bestand."
ASK_SOURCE_EN = "Ask the supplier of the extract for a repaired file."


def _kind(name: str, nl: str, en: str, *, remedy: tuple[str, str] = ("", "")) -> ProblemKind:
    """Declare what the person who imports can mend, or what needs no mending; ``remedy`` in Dutch and in English."""
    return ProblemKind(f"residents.extract.{name}", "LO3", nl, en, *remedy)


def _of_source(name: str, nl: str, en: str) -> ProblemKind:
    """Declare what only the supplier of the extract can mend."""
    return _kind(name, nl, en, remedy=(ASK_SOURCE_NL, ASK_SOURCE_EN))


# The file is not taken.
NOT_UTF8 = _kind(
    "not-utf8",
    "Het bestand is geen leesbare tekst (UTF-8).",
    "The file is not readable text (UTF-8).",
    remedy=(
        "Lever het uittreksel als CSV in UTF-8.",
        "Deliver the extract as CSV in UTF-8.",
    ),
)
EMPTY = _of_source(
    "empty",
    "Het bestand is leeg.",
    "The file is empty.",
)
HEADING_MISSING = _kind(
    "heading-missing",
    "In de eerste regel ontbreekt de kolom {element} ({name}).",
    "The first line has no column {element} ({name}).",
    remedy=(
        "Lever een uittreksel met een kolom per LO3-element, gescheiden door puntkomma's.",
        "Deliver an extract with one column per LO3 element, separated by semicolons.",
    ),
)
HEADING_TWICE = _of_source(
    "heading-twice",
    "De kolom {element} ({name}) staat er twee keer; het is niet duidelijk welke telt.",
    "The column {element} ({name}) is there twice; it is not clear which one counts.",
)

# The person is not taken.
LINE_UNREADABLE = _of_source(
    "line-unreadable",
    "Deze regel heeft {found} velden waar de kopregel er {expected} heeft. De persoon is niet overgenomen.",
    "This line has {found} fields where the heading has {expected}. The person was not taken over.",
)
QUOTES_BROKEN = _of_source(
    "quotes-broken",
    "De aanhalingstekens op deze regel kloppen niet. De persoon is niet overgenomen.",
    "The quotation marks on this line do not match. The person was not taken over.",
)
NO_PERSON = _of_source(
    "no-person",
    "Deze vervolgregel hoort bij geen persoon.",
    "This continuation line belongs to no person.",
)
NO_BSN = _kind(
    "no-bsn",
    "Deze persoon heeft geen geldig burgerservicenummer en is niet overgenomen.",
    "This person has no valid citizen service number and was not taken over.",
    remedy=(
        "Zoek de persoon op in de BRP. Een signaal over deze persoon komt bij Twijfels.",
        "Look the person up in the register. A signal about this person goes to Doubts.",
    ),
)
VALUE_MALFORMED = _of_source(
    "value-malformed",
    "Element {element} ({name}) heeft een waarde die daar niet kan staan. De persoon is niet overgenomen.",
    "Element {element} ({name}) holds a value that cannot stand there. The person was not taken over.",
)
RECORD_WITHDRAWN = _kind(
    "record-withdrawn",
    "Deze persoonslijst is afgevoerd (reden {reason}) en niet overgenomen.",
    "This record was withdrawn from the register (reason {reason}) and was not taken over.",
)
BSN_TWICE = _kind(
    "bsn-twice",
    "Dit burgerservicenummer staat ook op regel {other}. Alleen de persoonslijst van regel {other} is overgenomen.",
    "This citizen service number also stands on line {other}. Only the record of line {other} was taken over.",
    remedy=(
        "Laat de BRP-beheerder uitzoeken welke persoonslijst de juiste is.",
        "Let the register's keeper find out which record is the right one.",
    ),
)

# The person is taken; the oddity is told.
ENTRY_UNANNOUNCED = _of_source(
    "entry-unannounced",
    "Categorie {category} loopt hier door, maar de vorige regel kondigde dat niet aan. Zij telt als {counted_nl}.",
    "Category {category} goes on here, but the line before did not announce it. It counts as {counted_en}.",
)
ENTRY_MISSING = _of_source(
    "entry-missing",
    "Deze regel kondigt een vervolg van categorie {category} aan, maar dat komt niet.",
    "This line announces more of category {category}, but none comes.",
)
PREVIOUS_ADDRESS_MALFORMED = _of_source(
    "previous-address-malformed",
    "Een vorig adres is hier onleesbaar (element {element}) en niet overgenomen; de persoon wel.",
    "A previous address is unreadable here (element {element}) and was not taken over; the person was.",
)

PERSON_NOT_TAKEN = frozenset(
    kind.code
    for kind in (LINE_UNREADABLE, QUOTES_BROKEN, NO_BSN, VALUE_MALFORMED, RECORD_WITHDRAWN, BSN_TWICE)
)
