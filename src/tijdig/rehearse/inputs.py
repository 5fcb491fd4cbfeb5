"""Read what a rehearsal is given: covenant, register extract, benefit list, deliveries. Files only; nothing is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.reading import read_covenant
from tijdig.intake.reading.reader import read_table
from tijdig.intake.rules.columns import propose_columns
from tijdig.intake.rules.table import Table
from tijdig.problems import Problem, ProblemKind, Refused
from tijdig.rehearse.told import Given, GivenDelivery
from tijdig.residents.rules.benefits import BenefitList, read_benefit_file
from tijdig.residents.rules.extract import Extract, read_extract_file

_DELIVERY = re.compile(r"(?P<party>[^@=]+)@(?P<day>\d{4}-\d{2}-\d{2})=(?P<file>.+)")

DELIVERY_NOT_UNDERSTOOD = ProblemKind(
    code="rehearse.delivery-not-understood",
    rule="R8",
    nl="De opgave van een aanlevering is niet te lezen: {given}",
    en="This delivery argument cannot be read: {given}",
    remedy_nl="Schrijf partij@jjjj-mm-dd=bestand, bijvoorbeeld wonen-limburg@2026-10-05=oktober.csv.",
    remedy_en="Write party@yyyy-mm-dd=file, for example wonen-limburg@2026-10-05=october.csv.",
)
FILE_NOT_READ = ProblemKind(
    code="rehearse.file-not-read",
    rule="R8",
    nl="Het bestand {file} is niet te openen.",
    en="The file {file} cannot be opened.",
    remedy_nl="Kijk of het bestand bestaat en of u het mag lezen.",
    remedy_en="See whether the file exists and whether you may read it.",
)
PARTY_NOT_IN_COVENANT = ProblemKind(
    code="rehearse.party-not-in-covenant",
    rule="R1",
    nl="De partij {party} staat niet in dit convenant. Wel: {known}.",
    en="The party {party} is not in this covenant. These are: {known}.",
    remedy_nl="Gebruik de code die het convenant achter 'partij.' noemt.",
    remedy_en="Use the code that the covenant gives after 'partij.'.",
)


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the command line gave. ``deliveries`` are ``party@yyyy-mm-dd=file``; an empty controller means its own."""

    covenant: Path
    controller: str
    residents: Path
    benefits: Path | None
    deliveries: tuple[str, ...]
    json_out: Path


def read_inputs(arguments: Arguments) -> Given:
    """Read every file; raises :class:`Refused` with all problems that make a rehearsal impossible.

    A delivery that cannot be taken as a whole (a corrupt file) is a problem too: a rehearsal with a gap would mislead.
    """
    covenant = _covenant(arguments.covenant)
    extract = _extract(arguments.residents)
    benefits = _benefits(arguments.benefits) if arguments.benefits else None
    deliveries = tuple(_delivery(text, covenant) for text in arguments.deliveries)
    return Given(
        covenant=covenant,
        controller=arguments.controller or covenant.controller_code,
        residents=extract.records,
        benefits=benefits,
        deliveries=tuple(sorted(deliveries, key=lambda one: one.received_on)),
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refused(FILE_NOT_READ(file=path.name)) from None


def _covenant(path: Path) -> Covenant:
    reading = read_covenant(_bytes(path))
    if reading.covenant is None:
        raise Refused(reading.problems)
    return reading.covenant


def _extract(path: Path) -> Extract:
    extract = read_extract_file(_bytes(path))
    if not extract.readable:
        raise Refused(extract.problems)
    return extract


def _benefits(path: Path) -> BenefitList:
    benefits = read_benefit_file(_bytes(path))
    if not benefits.readable:
        raise Refused(benefits.problems)
    return benefits


def _delivery(text: str, covenant: Covenant) -> GivenDelivery:
    party, received_on, path = _parsed(text)
    if party not in covenant.parties:
        raise Refused(PARTY_NOT_IN_COVENANT(party=party, known=", ".join(sorted(covenant.parties))))
    content = _bytes(path)
    table = _table(content, path.name)
    sha256 = hashlib.sha256(content).hexdigest()
    return GivenDelivery(party, received_on, path.name, sha256, table, propose_columns(table.headings))


def _parsed(text: str) -> tuple[str, date, Path]:
    found = _DELIVERY.fullmatch(text)
    if found is None:
        raise Refused(DELIVERY_NOT_UNDERSTOOD(given=text))
    try:
        return found["party"], date.fromisoformat(found["day"]), Path(found["file"])
    except ValueError:  # 2026-02-30
        raise Refused(DELIVERY_NOT_UNDERSTOOD(given=text)) from None


def _table(content: bytes, file: str) -> Table:
    try:
        return read_table(content)
    except Refused as refused:
        raise Refused(in_file(file, refused.problems)) from None


def in_file(file: str, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the problems with the file they stand in, so that a list over several files can be read."""
    return tuple(problem.at(key=file) for problem in problems)
