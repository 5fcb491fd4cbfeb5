"""Everything that can be wrong with a register extract, with what Tijdig did about it.

Three levels, so that nothing is ever stored half: the *file* is not taken, the *person* is not taken, or the person is
taken and the oddity is told. The sentences name places and elements, never what stood there.
"""

from __future__ import annotations

from tijdig.problems import ProblemKind

RULE = "LO3"
ASK_SOURCE_NL = "Vraag de leverancier van het uittreksel om een hersteld bestand."
ASK_SOURCE_EN = "Ask the supplier of the extract for a repaired file."

# The file is not taken.
NOT_UTF8 = ProblemKind(
    code="residents.extract.not-utf8",
    rule=RULE,
    nl="Het bestand is geen leesbare tekst (UTF-8).",
    en="The file is not readable text (UTF-8).",
    remedy_nl="Lever het uittreksel als CSV in UTF-8.",
    remedy_en="Deliver the extract as CSV in UTF-8.",
)
EMPTY = ProblemKind(
    code="residents.extract.empty",
    rule=RULE,
    nl="Het bestand is leeg.",
    en="The file is empty.",
    remedy_nl=ASK_SOURCE_NL,
    remedy_en=ASK_SOURCE_EN,
)
HEADING_MISSING = ProblemKind(
    code="residents.extract.heading-missing",
    rule=RULE,
    nl="In de eerste regel ontbreekt de kolom {element} ({name}).",
    en="The first line has no column {element} ({name}).",
    remedy_nl="Lever een uittreksel met een kolom per LO3-element, gescheiden door puntkomma's.",
    remedy_en="Deliver an extract with one column per LO3 element, separated by semicolons.",
)
HEADING_TWICE = ProblemKind(
    code="residents.extract.heading-twice",
    rule=RULE,
    nl="De kolom {element} ({name}) staat er twee keer; het is niet duidelijk welke telt.",
    en="The column {element} ({name}) is there twice; it is not clear which one counts.",
    remedy_nl=ASK_SOURCE_NL,
    remedy_en=ASK_SOURCE_EN,
)

# The person is not taken.
LINE_UNREADABLE = ProblemKind(
    code="residents.extract.line-unreadable",
    rule=RULE,
    nl="Deze regel heeft {found} velden waar de kopregel er {expected} heeft. De persoon is niet overgenomen.",
    en="This line has {found} fields where the heading has {expected}. The person was not taken over.",
    remedy_nl=ASK_SOURCE_NL,
    remedy_en=ASK_SOURCE_EN,
)
QUOTES_BROKEN = ProblemKind(
    code="residents.extract.quotes-broken",
    rule=RULE,
    nl="De aanhalingstekens op deze regel kloppen niet. De persoon is niet overgenomen.",
    en="The quotation marks on this line do not match. The person was not taken over.",
    remedy_nl=ASK_SOURCE_NL,
    remedy_en=ASK_SOURCE_EN,
)
NO_PERSON = ProblemKind(
    code="residents.extract.no-person",
    rule=RULE,
    nl="Deze vervolgregel hoort bij geen persoon.",
    en="This continuation line belongs to no person.",
    remedy_nl=ASK_SOURCE_NL,
    remedy_en=ASK_SOURCE_EN,
)
NO_BSN = ProblemKind(
    code="residents.extract.no-bsn",
    rule=RULE,
    nl="Deze persoon heeft geen geldig burgerservicenummer en is niet overgenomen.",
    en="This person has no valid citizen service number and was not taken over.",
    remedy_nl="Zoek de persoon op in de BRP. Een signaal over deze persoon komt bij Twijfels.",
    remedy_en="Look the person up in the register. A signal about this person goes to Doubts.",
)
VALUE_MALFORMED = ProblemKind(
    code="residents.extract.value-malformed",
    rule=RULE,
    nl="Element {element} ({name}) heeft een waarde die daar niet kan staan. De persoon is niet overgenomen.",
    en="Element {element} ({name}) holds a value that cannot stand there. The person was not taken over.",
    remedy_nl=ASK_SOURCE_NL,
    remedy_en=ASK_SOURCE_EN,
)
RECORD_WITHDRAWN = ProblemKind(
    code="residents.extract.record-withdrawn",
    rule=RULE,
    nl="Deze persoonslijst is afgevoerd (reden {reason}) en niet overgenomen.",
    en="This record was withdrawn from the register (reason {reason}) and was not taken over.",
)
BSN_TWICE = ProblemKind(
    code="residents.extract.bsn-twice",
    rule=RULE,
    nl="Dit burgerservicenummer staat ook op regel {other}. Alleen de persoonslijst van regel {other} is overgenomen.",
    en="This citizen service number also stands on line {other}. Only the record of line {other} was taken over.",
    remedy_nl="Laat de BRP-beheerder uitzoeken welke persoonslijst de juiste is.",
    remedy_en="Let the register's keeper find out which record is the right one.",
)

# The person is taken; the oddity is told.
ENTRY_UNANNOUNCED = ProblemKind(
    code="residents.extract.entry-unannounced",
    rule=RULE,
    nl="Categorie {category} loopt hier door, maar de vorige regel kondigde dat niet aan. Zij telt als {counted_nl}.",
    en="Category {category} goes on here, but the line before did not announce it. It counts as {counted_en}.",
    remedy_nl=ASK_SOURCE_NL,
    remedy_en=ASK_SOURCE_EN,
)
ENTRY_MISSING = ProblemKind(
    code="residents.extract.entry-missing",
    rule=RULE,
    nl="Deze regel kondigt een vervolg van categorie {category} aan, maar dat komt niet.",
    en="This line announces more of category {category}, but none comes.",
    remedy_nl=ASK_SOURCE_NL,
    remedy_en=ASK_SOURCE_EN,
)
PREVIOUS_ADDRESS_MALFORMED = ProblemKind(
    code="residents.extract.previous-address-malformed",
    rule=RULE,
    nl="Een vorig adres is hier onleesbaar (element {element}) en niet overgenomen; de persoon wel.",
    en="A previous address is unreadable here (element {element}) and was not taken over; the person was.",
    remedy_nl=ASK_SOURCE_NL,
    remedy_en=ASK_SOURCE_EN,
)

PERSON_NOT_TAKEN = frozenset(
    kind.code
    for kind in (LINE_UNREADABLE, QUOTES_BROKEN, NO_BSN, VALUE_MALFORMED, RECORD_WITHDRAWN, BSN_TWICE)
)
