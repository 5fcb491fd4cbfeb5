"""The arrangement as the parties sign it: the signed sentences, how each is carried out, a place to sign.

Part 1 holds the sentences under the article numbers of the file. Part 2 holds what the software acts on, in sixteen
annexes whose numbers belong to their subjects: a next version changes what a clause says, not where it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tijdig.covenant.rules.document import Covenant, Provision
from tijdig.covenant.rules.documents.about_agreement import (
    accountability_annex,
    categories_annex,
    parties_annex,
    purposes_annex,
    term_annex,
)
from tijdig.covenant.rules.documents.delivering import delivery_annex
from tijdig.covenant.rules.documents.helping import rank_annex, routes_annex, tasks_annex
from tijdig.covenant.rules.documents.periods import freshness_annex, pause_annex, terms_annex
from tijdig.covenant.rules.documents.permissions import exchanges_annex, own_uses_annex
from tijdig.covenant.rules.documents.together import feedback_annex, meeting_annex
from tijdig.covenant.rules.documents.wording import paper_about
from tijdig.letters.papers import Clause, Paper, Part, Quote, Section, SignatureLine

INTRO = (
    (
        "Deze tekst is gemaakt uit het convenantbestand. Het systeem Tijdig leest datzelfde bestand. Wat hier staat, "
        "is dus wat het systeem doet. Wat hier niet staat, mag niet."
    ),
    (
        "Deel 1 bevat de afspraken. De nummers van de artikelen komen uit het convenant. Deel 2 zegt precies hoe het "
        "systeem elke afspraak uitvoert. Aan het eind staat wie heeft getekend."
    ),
    (
        "Achter een afspraak staat de plaats in het bestand. Daarachter staat welke regel van wet of praktijk erbij "
        "hoort. Tijdig nummert die regels: R1, R2 en verder."
    ),
    (
        "Een melder is een partij die achterstanden meldt. Een signaal is zo'n melding, over één inwoner. Een zaak is "
        "de hulp die de gemeente daarop begint. Een route zegt wie de inwoner helpt. Voorrang zegt wie het eerst aan "
        "de beurt is. Een term die de wet kent, heeft hier dezelfde betekenis."
    ),
)
SIGNING = (
    "Wie tekent, gaat akkoord met de tekst met het kenmerk hieronder. Verandert er één letter in het bestand, dan "
    "verandert het kenmerk. De handtekeningen gelden dan niet meer. Een wijziging is altijd een nieuwe versie."
)
_ANNEXES = (
    parties_annex,
    term_annex,
    categories_annex,
    purposes_annex,
    delivery_annex,
    exchanges_annex,
    own_uses_annex,
    routes_annex,
    rank_annex,
    tasks_annex,
    terms_annex,
    pause_annex,
    meeting_annex,
    feedback_annex,
    freshness_annex,
    accountability_annex,
)
NOT_SIGNED = "Nog niet getekend"
# A key that carries more than so many clauses is a whole subject: its annex is pointed at, not repeated.
_REPEATED_AT_MOST = 3


def annexes(covenant: Covenant) -> tuple[Section, ...]:
    """Return the sixteen annexes, in their fixed order."""
    return tuple(build(covenant) for build in _ANNEXES)


def arrangement(covenant: Covenant, signatures: Sequence[SignatureLine] = ()) -> Paper:
    """Return the arrangement; ``signatures`` are the parties' answers, else every party is yet to sign."""
    carried_out = annexes(covenant)
    told = _Told.by(carried_out)
    parts = (
        Part("Deel 1. De afspraken", tuple(_article(p, told) for p in covenant.provisions)),
        Part("Deel 2. Hoe het wordt uitgevoerd", carried_out),
    )
    return paper_about(
        covenant,
        "Tekst om te ondertekenen",
        parts,
        INTRO,
        signing_text=SIGNING,
        signatures=tuple(signatures) or unsigned(covenant),
    )


def unsigned(covenant: Covenant) -> tuple[SignatureLine, ...]:
    """Return an empty place to sign for each party, in the order of the file."""
    return tuple(SignatureLine(party.name, NOT_SIGNED) for party in covenant.parties.values())


@dataclass(frozen=True, slots=True)
class _Told:
    """The annexes, and which of their blocks (by ``id``) name a key itself, or something beneath it."""

    annexes: Sequence[Section]
    itself: Mapping[str, set[int]]
    beneath: Mapping[str, set[int]]

    @classmethod
    def by(cls, carried_out: Sequence[Section]) -> _Told:
        itself, beneath = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
        for block in (one for section in carried_out for one in section.blocks):
            for key in block.keys:
                itself[key].add(id(block))
                for above in _above(key):
                    beneath[above].add(id(block))
        return cls(carried_out, itself, beneath)

    def touching(self, key: str) -> set[int]:
        """Return the blocks that name the key, something beneath it, or what holds it."""
        near = [self.beneath.get(key, set()), *(self.itself.get(one, set()) for one in (key, *_above(key)))]
        return set().union(*near)


def _above(key: str) -> Iterator[str]:
    """Yield what holds the key, innermost first: ``a.b`` and ``a`` of ``a.b.c``."""
    while "." in key:
        key = key.rpartition(".")[0]
        yield key


def _article(provision: Provision, told: _Told) -> Section:
    pointers = tuple(dict.fromkeys(line for key in provision.carried_by for line in _pointers(key, told)))
    key = f"bepaling.{provision.article}"
    return Section(
        f"Artikel {provision.article}",
        "",
        (Quote(provision.text, (key,)), Clause("Zo voert het systeem dit uit:", (key,), points=pointers)),
        traced=provision.carried_by,
        anchor=f"artikel-{provision.article}",
    )


def _pointers(key: str, all_told: _Told) -> Iterator[str]:
    touching = all_told.touching(key)
    for section in all_told.annexes:
        told = [block for block in section.blocks if id(block) in touching]
        clauses = [block for block in told if isinstance(block, Clause)]
        if len(clauses) < len(told) or len(clauses) > _REPEATED_AT_MOST:
            yield f"Zie {section.label.lower()}: {section.title.lower()}."
        else:
            for one in clauses:
                yield f"{one.in_short} ({_place(section, one)})"
                # A sentence that is carried by the conditions of a permission is found in those conditions.
                yield from (f"Alleen als: {point}" for point in one.points if key.endswith(".voorwaarde"))


def _place(section: Section, clause: Clause) -> str:
    annex_number = section.label.removeprefix("Bijlage ")
    inside = clause.number.removeprefix(f"{annex_number}.")
    return f"bijlage {annex_number}, {'lid ' if inside != clause.number else ''}{inside}"
