"""Texts with placeholders: which there are, what each may hold, what a kind cannot do without (R18, C1).

A placeholder is a name between braces. The list is closed, and each says by which covenant field it is decided whether
it may be filled in; those without a field tell what the municipality itself says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tijdig.contact.rules.messages import MessageKind
from tijdig.problems import Problem, ProblemKind

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")

# Name → the covenant field that decides; empty: the municipality's own words.
PLACEHOLDERS: Mapping[str, str] = {
    "naam": "bewoner.naam",
    "kenmerk": "",
    "bronnen": "",
    "ontvangen_op": "signaal.ontvangen_op",
    "bereikbaar": "",
    "gemeente": "",
    "medewerker": "",
    "doel": "",
    "grondslag": "",
    "gegevens": "",
    "ontvangers": "",
    "bewaren": "",
    "functionaris": "",
    "afspraak_dag": "zaak.contactpogingen",
    "afspraak_tijd": "zaak.contactpogingen",
    "afspraak_plek": "zaak.contactpogingen",
    "afspraak_wie": "zaak.contactpogingen",
    "hulpverlener": "doorgeleiding.status",
    "besluit_dag": "zaak.aanbod",
    "besluit_kenmerk": "zaak.resultaat",
    "besluit_uiterlijk": "zaak.aanbod",
    "stilstand_reden": "zaak.aanbod",
    "stilstand_artikel": "zaak.aanbod",
    "stilstand_vanaf": "zaak.aanbod",
}
_APPOINTMENT = ("afspraak_dag", "afspraak_tijd", "afspraak_plek")
# What the law or the purpose of a text asks that it says: GDPR art. 14 for the informing letter (R18), Awb art. 4:15
# for a decision that comes later (R39).
NEEDED: Mapping[MessageKind, tuple[str, ...]] = {
    MessageKind.INFORMING: (
        "bronnen", "doel", "grondslag", "gegevens", "ontvangers", "bewaren", "bereikbaar", "functionaris",
    ),
    MessageKind.JOINT_INVITATION: (*_APPOINTMENT, "afspraak_wie", "bereikbaar"),
    MessageKind.INVITATION: (*_APPOINTMENT, "bereikbaar"),
    MessageKind.MISSED_YOU: ("bereikbaar",),
    MessageKind.CALL_ME: ("bereikbaar",),
    MessageKind.REFERRED: ("hulpverlener", "bereikbaar"),
    MessageKind.ADMISSION: ("besluit_kenmerk", "besluit_dag"),
    MessageKind.REFUSAL: ("besluit_kenmerk", "besluit_dag"),
    MessageKind.TERM_PAUSED: (
        "stilstand_reden", "stilstand_artikel", "stilstand_vanaf", "besluit_uiterlijk", "bereikbaar",
    ),
    MessageKind.TERM_RESUMED: ("besluit_uiterlijk", "bereikbaar"),
    MessageKind.CLOSING: ("bereikbaar",),
}  # fmt: skip
# A text that others may read over someone's shoulder says nothing of money, sources or help (L6).
MAY_BE_READ_BY_OTHERS = frozenset({MessageKind.MISSED_YOU, MessageKind.CALL_ME})
SAFE_TO_READ = frozenset({"naam", "kenmerk", "bereikbaar", "gemeente", "medewerker"})

UNKNOWN_PLACEHOLDER = ProblemKind(
    code="contact.unknown-placeholder",
    rule="C1",
    nl="{{{name}}} bestaat niet.",
    en="{{{name}}} does not exist.",
    remedy_nl="Kies uit: {known}.",
    remedy_en="Choose from: {known}.",
)
PLACEHOLDER_MISSING = ProblemKind(
    code="contact.placeholder-missing",
    rule="R18",
    nl="In deze tekst hoort {{{name}}} te staan.",
    en="This text must hold {{{name}}}.",
)
OTHERS_MAY_READ = ProblemKind(
    code="contact.others-may-read",
    rule="R44",
    nl="{{{name}}} kan niet in een kaartje of bericht: anderen kunnen dat meelezen.",
    en="{{{name}}} cannot be in a card or message: others may read it.",
)


@dataclass(frozen=True, slots=True)
class Text:
    """A title and a body, with placeholders in the form of :mod:`tijdig.letters.markup`."""

    title: str
    body: str


def check_text_of_kind(kind: MessageKind, text: Text) -> tuple[Problem, ...]:
    """Return what is wrong with a text that a municipality sets for this kind; empty when it can be used."""
    used = placeholders_in(text)
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    found = [UNKNOWN_PLACEHOLDER(name=name, known=known) for name in used if name not in PLACEHOLDERS]
    found += [PLACEHOLDER_MISSING(name=name) for name in NEEDED[kind] if name not in used]
    if kind in MAY_BE_READ_BY_OTHERS:
        found += [
            OTHERS_MAY_READ(name=name) for name in used if name in PLACEHOLDERS and name not in SAFE_TO_READ
        ]
    return tuple(found)


def placeholders_in(text: Text) -> tuple[str, ...]:
    """Return the placeholders of a text, each once, in order."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(f"{text.title}\n{text.body}")))


def filled(text: Text, values: Mapping[str, str]) -> Text:
    """Return the text with every placeholder in it filled; ``KeyError`` for one that has no value."""

    def put(part: str) -> str:
        return PLACEHOLDER.sub(lambda found: values[found[1]], part)

    return Text(put(text.title), put(text.body).strip())
