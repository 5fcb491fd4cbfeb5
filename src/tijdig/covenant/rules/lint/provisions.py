"""Lint: every sentence of the signed text is carried by keys that exist."""

from __future__ import annotations

from collections.abc import Iterator

from tijdig.covenant.rules.lint.subject import LintRule, Subject
from tijdig.problems import Problem, ProblemKind

NO_PROVISIONS = ProblemKind(
    code="covenant.no-provisions",
    rule="R1",
    nl="Het bestand noemt geen enkele bepaling van de ondertekende tekst.",
    en="The file names no provision of the signed text.",
    remedy_nl="Voeg per afspraak een [[bepaling]] toe met artikel, tekst en gedragen_door.",
    remedy_en="Add a [[bepaling]] for each agreement, with artikel, tekst and gedragen_door.",
)
NOT_CARRIED = ProblemKind(
    code="covenant.not-carried",
    rule="C4",
    nl="Artikel {article} zegt gedragen te worden door {pointer}, maar dat staat niet in dit bestand.",
    en="Article {article} says it is carried by {pointer}, which this file does not hold.",
    remedy_nl="Verwijs naar een sleutel die er staat, zoals termijn.informeren of uitwisseling.U1.",
    remedy_en="Point to a key that is there, such as termijn.informeren or uitwisseling.U1.",
)


def check_there_are_provisions(subject: Subject) -> Iterator[Problem]:
    """People sign sentences, so the file holds them (R1)."""
    if not subject.covenant.provisions:
        yield NO_PROVISIONS().at(key="bepaling")


def check_every_provision_is_carried(subject: Subject) -> Iterator[Problem]:
    """What people signed is what runs: each sentence points to keys that exist (C4)."""
    for number, provision in enumerate(subject.covenant.provisions):
        for pointer in provision.carried_by:
            if pointer not in subject.keys:
                yield NOT_CARRIED(article=provision.article, pointer=pointer).at(
                    key=f"bepaling[{number}].gedragen_door"
                )


RULES: tuple[LintRule, ...] = (check_there_are_provisions, check_every_provision_is_carried)
