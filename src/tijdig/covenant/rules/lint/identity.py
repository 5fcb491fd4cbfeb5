"""Lint: what the file says it is: id, version, controller, term, overlap with other covenants."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.lint.subject import LintRule, Subject
from tijdig.ddas import Sector
from tijdig.problems import Problem, ProblemKind

BAD_ID = ProblemKind(
    code="covenant.bad-id",
    rule="C4",
    nl="De waarde van {key} heeft niet de vorm van {wanted}.",
    en="The value of {key} does not have the form of {wanted}.",
    remedy_nl="Schrijf bijvoorbeeld: {example}.",
    remedy_en="Write for instance: {example}.",
)
TERM_BACKWARDS = ProblemKind(
    code="covenant.term-backwards",
    rule="R4",
    nl="De laatste dag van het convenant ligt niet na de eerste.",
    en="The last day of the covenant is not after the first.",
    remedy_nl="Zet bij 'tot' een dag na 'van'.",
    remedy_en="Make 'tot' a day after 'van'.",
)
TERM_WITHOUT_END = ProblemKind(
    code="covenant.term-without-end",
    rule="R4",
    nl="Het convenant duurt langer dan {years} jaar; dat is in feite zonder einde.",
    en="The covenant lasts more than {years} years, which is in fact without end.",
    remedy_nl="Kies een kortere looptijd en verleng na een evaluatie.",
    remedy_en="Choose a shorter term and renew after an evaluation.",
)
NO_EVALUATION_WITHIN_TERM = ProblemKind(
    code="covenant.no-evaluation-within-term",
    rule="R4",
    nl="Binnen de looptijd valt geen evaluatie.",
    en="No evaluation falls within the term.",
    remedy_nl="Kies bij evaluatie.elke een kortere periode.",
    remedy_en="Choose a shorter period for evaluatie.elke.",
)
OVERLAP = ProblemKind(
    code="covenant.overlap",
    rule="R1",
    nl="In gemeente {controller} geldt in dezelfde tijd al een convenant voor de sector {sector}: {title}.",
    en="Municipality {controller} already has a covenant in the same period for sector {sector}: {title}.",
    remedy_nl="Maak hier een nieuwe versie van (zelfde id, met vervangt) of kies een andere looptijd.",
    remedy_en="Make this a new version of it (same id, with vervangt) or choose another term.",
)

# A covenant that outlives two councils is never weighed again; five such terms are surely "without end".
LONGEST_TERM_YEARS = 10

_FORMS = (
    (
        "id",
        "id",
        re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        "een vast nummer",
        "urn:uuid:7c1e54a2-0f2b-4d0c-9f0e-2c6c5a0b0988",
    ),
    ("versie", "version", re.compile(r"\d+\.\d+\.\d+"), "een versie", "1.2.0"),
    ("vervangt", "replaces", re.compile(r"(sha256:[0-9a-f]{64})?"), "een hash", "sha256:…(64 tekens)"),
    ("gemeente", "controller_code", re.compile(r"\d{4}"), "een CBS-code", "0988"),
)


def check_identity_is_well_formed(subject: Subject) -> Iterator[Problem]:
    """Id, version, predecessor and municipality code have the form that other rooms rely on (C4)."""
    for key, attribute, form, wanted, example in _FORMS:
        if not form.fullmatch(getattr(subject.covenant, attribute)):
            yield BAD_ID(key=key, wanted=wanted, example=example).at(key=key)


def check_term_has_an_end(subject: Subject) -> Iterator[Problem]:
    """The covenant ends after it begins, and within a humanly possible time (R4)."""
    covenant = subject.covenant
    if covenant.valid_until <= covenant.valid_from:
        yield TERM_BACKWARDS().at(key="geldig.tot")
    elif (covenant.valid_until - covenant.valid_from).days > LONGEST_TERM_YEARS * 366:
        yield TERM_WITHOUT_END(years=LONGEST_TERM_YEARS).at(key="geldig.tot")


def check_evaluation_falls_within_term(subject: Subject) -> Iterator[Problem]:
    """At least one evaluation takes place before the covenant ends (R4)."""
    covenant = subject.covenant
    if covenant.evaluation.every.most_days > max((covenant.valid_until - covenant.valid_from).days, 0):
        yield NO_EVALUATION_WITHIN_TERM().at(key="evaluatie.elke")


def check_no_other_covenant_covers_the_same(subject: Subject) -> Iterator[Problem]:
    """One controller has at most one covenant per sector at a time; a new version of the same id is no overlap (R1)."""
    covenant = subject.covenant
    for other in subject.others:
        if other.controller_code != covenant.controller_code or other.id == covenant.id:
            continue
        in_same_time = other.valid_from <= covenant.valid_until and covenant.valid_from <= other.valid_until
        shared = _sectors(covenant) & _sectors(other)
        if in_same_time and shared:
            names = ", ".join(sorted(shared))
            yield OVERLAP(controller=covenant.controller_code, sector=names, title=other.title).at(
                key="geldig"
            )


def _sectors(covenant: Covenant) -> set[Sector]:
    return {party.sector for party in covenant.signal_partners if party.sector is not None}


RULES: tuple[LintRule, ...] = (
    check_identity_is_well_formed,
    check_term_has_an_end,
    check_evaluation_falls_within_term,
    check_no_other_covenant_covers_the_same,
)
