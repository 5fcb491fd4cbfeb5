"""What ledgers do to the people in them: habits of each partner, and slips with a rate of their own.

A habit (one initial, capitals, the partner's name) is no mistake; a slip is. Rates are per signal; *double* noise
doubles every one of them. Where a slip cannot be made (nobody can lose an addition that was not there), the line
stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from benchmarks.linkage_data import (
    addition_merged,
    addition_missing,
    birth_incomplete,
    birth_missing,
    birth_off,
    birth_swapped,
    long_y,
    own_partner,
    partner,
    partner_own,
    prefix_elsewhere,
    sharp_s,
    typo,
)
from benchmarks.linkage_register import LETTERS
from tijdig.linkage.rules.normalising import fold
from tijdig.linkage.rules.people import SignalPerson
from tijdig.residents.rules.record import ResidentRecord

type Slip = Callable[[SignalPerson, ResidentRecord, Random], SignalPerson]


@dataclass(frozen=True, slots=True)
class Partner:
    """How one partner keeps its ledger.

    ``one_initial``: only the first; ``plain``: capitals without accents; ``one_cell``: prefix and surname in one cell;
    ``without_birth_date``: so many in a thousand lines have none.
    """

    name: str
    share: int
    one_initial: bool
    plain: bool
    one_cell: bool
    without_birth_date: int


PARTNERS = (
    Partner("landlord, columns apart", 45, one_initial=False, plain=False, one_cell=False, without_birth_date=10),
    Partner("landlord, name in one cell", 20, one_initial=False, plain=True, one_cell=True, without_birth_date=20),
    Partner("energy, one initial", 20, one_initial=True, plain=False, one_cell=True, without_birth_date=60),
    Partner("health insurer, capitals", 15, one_initial=False, plain=True, one_cell=False, without_birth_date=0),
)  # fmt: skip

# How a couple's names stand in ledgers, in a hundred of those who have a partner's name.
NAME_LAYOUTS: Mapping[str, tuple[int, Slip | None]] = {
    "own name": (50, None),
    "partner's name": (18, partner),
    "partner's, then own": (20, partner_own),
    "own, then partner's": (12, own_partner),
}


def in_the_habit(line: SignalPerson, house: Partner) -> SignalPerson:
    """Write a line as this partner does."""
    if house.one_initial:
        line = replace(line, initials=line.initials[:2])
    if house.one_cell:
        surname = f"{line.surname}, {line.prefix}" if house.one_initial else f"{line.prefix} {line.surname}"
        line = replace(line, prefix="", surname=surname.strip(" ,"))
    if house.plain:
        line = replace(
            line,
            prefix=line.prefix.upper(),
            surname=fold(line.surname).upper(),
            initials=line.initials.upper(),
        )
    return line


_HEARD = (
    ("ij", "y"), ("y", "ij"), ("ss", "s"), ("ck", "k"), ("kk", "k"), ("z", "s"), ("v", "f"), ("dt", "d"),
    ("ou", "au"), ("ei", "ij"), ("ph", "f"), ("th", "t"), ("aa", "a"), ("ee", "e"), ("oe", "u"), ("c", "k"),
)  # fmt: skip


def heard(line: SignalPerson, _: ResidentRecord, rng: Random) -> SignalPerson:
    """Written by ear."""
    fitting = [(old, new) for old, new in _HEARD if old in line.surname.lower()]
    if not fitting:
        return line
    old, new = rng.choice(fitting)
    at = line.surname.lower().index(old)
    return replace(line, surname=line.surname[:at] + new + line.surname[at + len(old) :])


def prefix_lost(line: SignalPerson, _: ResidentRecord, __: Random) -> SignalPerson:
    """Without its prefix."""
    return replace(line, prefix="")


def cut_off(line: SignalPerson, _: ResidentRecord, __: Random) -> SignalPerson:
    """Cut off at twelve letters."""
    return replace(line, surname=line.surname[:12])


def other_name(line: SignalPerson, record: ResidentRecord, rng: Random) -> SignalPerson:
    """A name the register does not know: of a former partner, or a trade name."""
    begin, end = rng.sample(("Zandloper", "Klaverveld", "Oosterom", "Hoogmoed", "Bakkerij", "Duinzicht"), 2)
    return replace(line, prefix="", surname=f"{begin}{end[:4].lower()}{record.bsn[-1]}"[:14])


def call_name(line: SignalPerson, _: ResidentRecord, rng: Random) -> SignalPerson:
    """The initial of the name one goes by."""
    return replace(line, initials=f"{rng.choice('ABCDEFGHIJKLMNPRSTWY')}.")


def initials_missing(line: SignalPerson, _: ResidentRecord, __: Random) -> SignalPerson:
    """No initials."""
    return replace(line, initials="")


def initials_slip(line: SignalPerson, _: ResidentRecord, rng: Random) -> SignalPerson:
    """The second initial is another, or the two changed places."""
    parts = [part for part in line.initials.split(".") if part]
    if len(parts) < 2:
        return line
    parts[1] = rng.choice(LETTERS).upper() if rng.random() < 0.6 else parts[1]
    if rng.random() < 0.4:
        parts[:2] = parts[1::-1]
    return replace(line, initials="".join(f"{part}." for part in parts))


def birth_digit(line: SignalPerson, _: ResidentRecord, rng: Random) -> SignalPerson:
    """One digit of the birth date is another."""
    at = rng.choice((3, 2, 5, 7, 6))
    if not line.birth_date or line.birth_date.endswith("00"):
        return line
    wrong = f"{line.birth_date[:at]}{rng.randrange(10)}{line.birth_date[at + 1 :]}"
    fits = "01" <= wrong[4:6] <= "12" and "01" <= wrong[6:] <= "28" and wrong[:4] < "2008"
    return replace(line, birth_date=wrong) if fits else line


def birth_first_of_year(line: SignalPerson, _: ResidentRecord, __: Random) -> SignalPerson:
    """The first of January, because a form had to be filled in."""
    return replace(line, birth_date=f"{line.birth_date[:4]}0101") if line.birth_date else line


def birth_other(line: SignalPerson, _: ResidentRecord, rng: Random) -> SignalPerson:
    """Another birth date altogether."""
    return replace(
        line, birth_date=f"{rng.randint(1940, 2003)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    )


def number_slip(line: SignalPerson, _: ResidentRecord, rng: Random) -> SignalPerson:
    """A slip in the house number."""
    number = str(line.house_number)
    if len(number) > 1 and rng.random() < 0.5:
        return replace(line, house_number=int(number[:-2] + number[-1] + number[-2]) or 1)
    return replace(
        line, house_number=line.house_number + rng.choice((2, -2, 1, 10)) if line.house_number > 2 else 5
    )


def addition_wrong(line: SignalPerson, _: ResidentRecord, rng: Random) -> SignalPerson:
    """The letter or floor of the neighbours."""
    if line.house_letter:
        return replace(line, house_letter=rng.choice("ABCD"))
    return replace(line, addition=rng.choice(("1", "2", "3"))) if line.addition else line


def postcode_slip(line: SignalPerson, _: ResidentRecord, rng: Random) -> SignalPerson:
    """A slip in the postcode."""
    code = list(line.postcode)
    at = rng.randrange(6)
    code[at] = rng.choice("123456789") if at < 4 else rng.choice("ABCDEFGHJKLMNPRSTVWXZ")
    return replace(line, postcode="".join(code))


def correspondence(line: SignalPerson, _: ResidentRecord, rng: Random) -> SignalPerson:
    """The address of an administrator, the same for many."""
    office = rng.randrange(20)
    return replace(
        line, street="Kantoorlaan", house_number=100 + office, house_letter="", addition="", postcode="1999ZZ"
    )


SLIPS: tuple[tuple[Slip, float], ...] = (
    (typo, 0.05), (heard, 0.04), (sharp_s, 0.01), (long_y, 0.01), (prefix_elsewhere, 0.04), (prefix_lost, 0.02),
    (cut_off, 0.01), (other_name, 0.006), (call_name, 0.012), (initials_missing, 0.02), (initials_slip, 0.01),
    (birth_missing, 0.01), (birth_swapped, 0.012), (birth_digit, 0.012), (birth_off, 0.006), (birth_incomplete, 0.005),
    (birth_first_of_year, 0.004), (birth_other, 0.003), (addition_missing, 0.03), (addition_merged, 0.05),
    (addition_wrong, 0.006), (number_slip, 0.008), (postcode_slip, 0.006), (correspondence, 0.004),
)  # fmt: skip
