"""The decision table: which answers to the four comparisons make a match *certain*, *to be reviewed*, or none.

This is the whole of it, for a privacy officer to read. The first line that fits decides; a pair that fits no line is
no match. Three things come on top: a line whose measured error is too high is switched off (:mod:`measured`), and in
:mod:`concluding` a second candidate close to the first makes it a review, and someone under eighteen who lives here is
never a certain debtor.

*Certain* needs two independent anchors: address and birth date, or address, name and at least two initials. Half an
anchor (a birth date with a slip or a gap, a name with a slip) must be made up for by initials; without any birth date
a name with a slip is never certain, nor is a single initial. At another address only a combination of name, birth
date and initials that hardly anyone shares. A name that fits nobody at the address is never attached to the household
that lives there.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from tijdig.linkage.rules.levels import AddressLevel, BirthDateLevel, InitialsLevel, NameLevel
from tijdig.linkage.rules.measured import ERROR_BOUNDS, ERROR_LIMIT
from tijdig.linkage.rules.outcomes import Outcome
from tijdig.problems import ProblemKind

VERSION = "2026-3"

# How many strangers may be expected to share name, compared initials (one or two) and birth date before a person stops
# being rare: by the register's own frequencies, anywhere in town; ten times as many for someone who lives close by.
RARE_AT_MOST = 0.001
RARE_CLOSE_BY = 0.01
# Candidates that lie closer than this many points make a review (for instance twins with the same initial).
CLOSE_WITHIN = 2.0
# So does anyone close by who has the same name, birth date and initials: then only the house number tells them apart,
# and house numbers are where ledgers slip (:data:`DOUBLE`).
# Without a birth date, another address is only searched for name and initials that at most so many people have.
SEARCHED_AT_MOST = 3
EVERY_LINK = 10_000.0  # of ten thousand
# How many candidates a reviewer gets to see.
CANDIDATES_SHOWN = 5

HERE = frozenset({AddressLevel.EXACT})
HERE_OR_NO_ADDITION = frozenset({AddressLevel.EXACT, AddressLevel.ADDITION_MISSING})
KNOWN_HERE = HERE_OR_NO_ADDITION | {AddressLevel.FORMER}
SAME_FRONT_DOOR = KNOWN_HERE | {AddressLevel.ADDITION_DIFFERS}
NEXT_DOOR = frozenset({AddressLevel.ADDITION_DIFFERS, AddressLevel.NEAR})
LIVES_OR_LEFT_HERE = HERE | {AddressLevel.FORMER}
CLOSE_BY = SAME_FRONT_DOOR | NEXT_DOOR
ANYWHERE = frozenset(AddressLevel)

SAME_NAME = frozenset({NameLevel.EXACT, NameLevel.SOUND})
FITTING_NAME = SAME_NAME | {NameLevel.NEAR}
ANY_NAME = frozenset(NameLevel)

BORN_EXACT = frozenset({BirthDateLevel.EXACT})
BORN_SLIP = frozenset({BirthDateLevel.SWAPPED, BirthDateLevel.ONE_OFF})
BORN_SAME = BORN_EXACT | BORN_SLIP
BORN_OPEN = frozenset({BirthDateLevel.MISSING, BirthDateLevel.INCOMPLETE})
BORN_PARTLY = frozenset({BirthDateLevel.INCOMPLETE})
BORN_NEARLY = BORN_SLIP | BORN_PARTLY
BORN_POSSIBLE = BORN_SAME | BORN_OPEN
ANY_BIRTH = frozenset(BirthDateLevel)

INITIALS_TWO = frozenset({InitialsLevel.TWO})
INITIALS_ONE = frozenset({InitialsLevel.ONE})
INITIALS_AGREE = INITIALS_TWO | INITIALS_ONE
INITIALS_POSSIBLE = INITIALS_AGREE | {InitialsLevel.MISSING}
INITIALS_OTHER = frozenset({InitialsLevel.CONFLICT})
ANY_INITIALS = frozenset(InitialsLevel)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when all four answers are among these (and the person is as rare as is asked), this is the outcome."""

    rule_id: str
    outcome: Outcome
    address: AbstractSet[AddressLevel]
    name: AbstractSet[NameLevel]
    birth_date: AbstractSet[BirthDateLevel]
    initials: AbstractSet[InitialsLevel]
    nl: str
    en: str
    strangers: float | None = None  # a rare person is asked: at most so many strangers may be expected

    @property
    def rare(self) -> bool:
        """Whether this line asks for someone who is rare."""
        return self.strangers is not None

    @property
    def is_switched_off(self) -> bool:
        """Whether this line may not be certain: its measured error passes the limit, or nobody measured it."""
        if self.outcome is not Outcome.CERTAIN:
            return False
        return ERROR_BOUNDS.get(self.rule_id, EVERY_LINK) > ERROR_LIMIT

    @property
    def decides(self) -> Outcome:
        """The outcome that counts: a line that is switched off leaves the matter to a person."""
        return Outcome.REVIEW if self.is_switched_off else self.outcome

    @property
    def said(self) -> ProblemKind:
        """The line as a sentence that pages, log and reports share."""
        return ProblemKind(code=f"linkage.line-{self.rule_id}", rule="R24", nl=self.nl, en=self.en)


# Somebody close by who can only be told apart from the best candidate by the house number.
DOUBLE = (CLOSE_BY, FITTING_NAME, BORN_SAME, INITIALS_POSSIBLE)

TABLE: tuple[Line, ...] = (
    Line("A1", Outcome.CERTAIN, KNOWN_HERE, FITTING_NAME, BORN_EXACT, INITIALS_POSSIBLE,
         "Adres, geboortedatum en naam passen.",
         "Address, birth date and name fit."),
    Line("A2", Outcome.CERTAIN, HERE_OR_NO_ADDITION, SAME_NAME, BORN_SLIP, INITIALS_AGREE,
         "Adres, naam en voorletters passen; de geboortedatum heeft een kleine fout.",
         "Address, name and initials fit; the birth date has a small error."),
    Line("A3", Outcome.CERTAIN, HERE, SAME_NAME, BORN_OPEN, INITIALS_TWO,
         "Adres en naam passen, en twee of meer voorletters; een volledige geboortedatum ontbreekt.",
         "Address and name fit, and two or more initials; there is no full birth date."),
    Line("A4", Outcome.CERTAIN, HERE, SAME_NAME, BORN_PARTLY, INITIALS_ONE,
         "Adres, naam en voorletter passen, en wat van de geboortedatum bekend is, klopt.",
         "Address, name and initial fit, and what is known of the birth date agrees."),
    Line("A5", Outcome.CERTAIN, LIVES_OR_LEFT_HERE, FITTING_NAME, BORN_NEARLY, INITIALS_TWO,
         "Adres (nu of vroeger) en twee of meer voorletters passen; naam en geboortedatum hebben hooguit een kleine "
         "fout of een gat.",
         "Address, of now or before, and two or more initials fit; name and birth date have at most a small error or a "
         "gap."),
    Line("A7", Outcome.CERTAIN, HERE_OR_NO_ADDITION, SAME_NAME, BORN_EXACT, INITIALS_OTHER,
         "Adres, naam en hele geboortedatum passen; de voorletters zijn andere, misschien van de roepnaam.",
         "Address, name and whole birth date fit; the initials are others, perhaps of the name one goes by."),
    Line("B2", Outcome.CERTAIN, NEXT_DOOR, FITTING_NAME, BORN_EXACT, INITIALS_TWO,
         "De persoon staat vlakbij ingeschreven; geboortedatum en twee of meer voorletters zijn gelijk, de naam past.",
         "The person is registered close by; birth date and two or more initials are the same, and the name fits."),
    Line("B3", Outcome.CERTAIN, NEXT_DOOR, SAME_NAME, BORN_EXACT, INITIALS_ONE,
         "De persoon staat vlakbij ingeschreven; naam, geboortedatum en voorletter passen en zijn samen zeldzaam.",
         "The person is registered close by; name, birth date and initial fit and are rare together.",
         strangers=RARE_CLOSE_BY),
    Line("B1", Outcome.CERTAIN, ANYWHERE, SAME_NAME, BORN_EXACT, INITIALS_AGREE,
         "De persoon staat elders ingeschreven, maar naam, geboortedatum en voorletters samen komen bijna nooit voor.",
         "The person is registered elsewhere, but name, birth date and initials together hardly ever occur.",
         strangers=RARE_AT_MOST),
    Line("R1", Outcome.REVIEW, SAME_FRONT_DOOR, FITTING_NAME, BORN_POSSIBLE, ANY_INITIALS,
         "Adres en naam passen, maar voorletters of geboortedatum geven te weinig zekerheid.",
         "Address and name fit, but initials or birth date leave too much doubt."),
    Line("R2", Outcome.REVIEW, HERE_OR_NO_ADDITION, FITTING_NAME, ANY_BIRTH, INITIALS_AGREE,
         "Adres, naam en voorletters passen, maar de geboortedatum is een andere: misschien een familielid.",
         "Address, name and initials fit, but the birth date is another: perhaps a relative."),
    Line("R3", Outcome.REVIEW, SAME_FRONT_DOOR, ANY_NAME, BORN_EXACT, INITIALS_POSSIBLE,
         "Adres en geboortedatum passen, maar de naam is een andere: misschien een vroegere naam.",
         "Address and birth date fit, but the name is another: perhaps a former name."),
    Line("R4", Outcome.REVIEW, ANYWHERE, FITTING_NAME, BORN_EXACT, INITIALS_POSSIBLE,
         "Naam en geboortedatum passen, maar de persoon staat elders ingeschreven.",
         "Name and birth date fit, but the person is registered elsewhere."),
    Line("R5", Outcome.REVIEW, CLOSE_BY, FITTING_NAME, BORN_POSSIBLE, INITIALS_AGREE,
         "Naam en voorletters passen bij iemand die vlakbij staat ingeschreven.",
         "Name and initials fit someone who is registered close by."),
    Line("R6", Outcome.REVIEW, ANYWHERE, SAME_NAME, BORN_SLIP, INITIALS_AGREE,
         "Naam en voorletters passen; de geboortedatum heeft een kleine fout en het adres is een ander.",
         "Name and initials fit; the birth date has a small error and the address is another."),
    Line("R7", Outcome.REVIEW, ANYWHERE, SAME_NAME, BORN_OPEN, INITIALS_TWO,
         "Naam en voorletters passen bij iemand elders; een volledige geboortedatum ontbreekt.",
         "Name and initials fit someone elsewhere; there is no full birth date."),
)  # fmt: skip

NO_LINE = "N0"  # nobody in the register fits any line
NOT_CONFIRMED = "N1"  # people live at the address, and the name fits none of them

for _line in TABLE:
    _ = _line.said  # declare every sentence at import, so that stored reasons can always be told again


def line(rule_id: str) -> Line:
    """Return a line by its id; ``KeyError`` for an unknown one."""
    return _BY_ID[rule_id]


_BY_ID = {entry.rule_id: entry for entry in TABLE}
