"""What the register entry, the DPIA and the register of algorithms share: points, open questions, JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tijdig.covenant.rules.document import Contact, Covenant
from tijdig.covenant.rules.documents.wording import paper_about
from tijdig.letters.papers import Block, Clause, Paper, Part, Section

type Json = str | int | bool | list[Json] | dict[str, Json] | None

INTRO = (
    (
        "Deze tekst is gemaakt uit het convenantbestand. Het systeem Tijdig leest datzelfde bestand. Verandert het "
        "convenant, dan verandert deze tekst mee."
    ),
    "Wat niet in het bestand staat, vult Tijdig niet in. Daar staat een vraag voor de gemeente.",
)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question for the municipality, and the part of the document that waits for its answer."""

    part: str
    text: str


def point(number: int, title: str, blocks: Sequence[Block]) -> Section:
    """Return a numbered point with its clauses numbered beneath it; numbers of permissions (U1) stay."""
    placed: list[Block] = []
    clauses = 0
    for block in blocks:
        if isinstance(block, Clause) and not block.number[:1].isalpha():
            clauses += 1
            placed.append(replace(block, number=f"{number}.{clauses}"))
        else:
            placed.append(block)
    return Section(f"{number}", title, tuple(placed), anchor=f"punt-{number}")


def clauses_of(section: Section, *keys: str) -> tuple[Clause, ...]:
    """Return the clauses of an annex, all of them or those that come from these keys."""
    clauses = tuple(block for block in section.blocks if isinstance(block, Clause))
    return tuple(one for one in clauses if not keys or any(key in one.keys for key in keys))


def paper_of(
    covenant: Covenant, kind_name: str, parts: Sequence[Part], *, intro: Sequence[str] = INTRO
) -> Paper:
    """Return a document about this covenant with these parts."""
    return paper_about(covenant, kind_name, parts, intro)


def covenant_json(covenant: Covenant) -> Json:
    """Return which covenant a JSON document is about."""
    return {
        "titel": covenant.title,
        "versie": covenant.version,
        "nummer": covenant.id,
        "kenmerk": covenant.hash,
        "vervangt": covenant.replaces or None,
        "geldig_van": covenant.valid_from.isoformat(),
        "geldig_tot": covenant.valid_until.isoformat(),
        "bron": covenant.source,
    }


def contact_json(contact: Contact) -> Json:
    """Return how to reach someone; None for what the file does not say."""
    return {
        "naam": contact.name or None,
        "telefoon": contact.telephone or None,
        "email": contact.email or None,
        "adres": contact.address or None,
    }


def questions_json(questions: Sequence[OpenQuestion]) -> Json:
    """Return the open questions, each with its part."""
    return [{"onderdeel": one.part, "vraag": one.text} for one in questions]


def as_text(content: Json) -> str:
    """Return JSON as people and programs read it: indented, UTF-8, keys in the order they were written."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
