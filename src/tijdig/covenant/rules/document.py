"""A covenant as typed, immutable values: what :mod:`reading` makes of the file, and what every room reads.

Names are English (glossary); the *values* keep the Dutch spelling of the file and of the DDAS standard. Amounts are in
cents, dates are days, lengths of time are a :class:`Period`. A *selector* is a party's code (``amw``) or a role
(``rol:verhuurder``); :meth:`Covenant.members` turns it into party codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tijdig.covenant.rules.period import Period
from tijdig.covenant.rules.terms import (
    Accountability,
    CaseTerms,
    Condition,
    ConditionValue,
    Contact,
    CourtClock,
    DeliveryTerms,
    Evaluation,
    FeedbackPolicy,
    MeetingTerms,
    PauseTerms,
    ProposalTerms,
    TaskTerms,
    UnjustifiedTerms,
)
from tijdig.ddas import AttemptKind, PartOfDay, Sector

__all__ = [
    "Accountability",
    "CaseTerms",
    "Condition",
    "ConditionValue",
    "Contact",
    "ContactChoice",
    "ContactStep",
    "CourtClock",
    "Covenant",
    "DeliveryTerms",
    "Evaluation",
    "Exchange",
    "FeedbackPolicy",
    "FeedbackProjection",
    "MeetingTerms",
    "OwnUse",
    "Party",
    "PartyRole",
    "PauseTerms",
    "Period",
    "ProposalTerms",
    "Provision",
    "Purpose",
    "RankFactor",
    "Retention",
    "RetentionEnd",
    "RetentionStart",
    "Route",
    "TaskTerms",
    "UnjustifiedTerms",
]  # fmt: skip

ROLE_PREFIX = "rol:"


class PartyRole(StrEnum):
    """What a party is, in the covenant; decides what a route may ask of it."""

    LANDLORD = "verhuurder"
    MUNICIPALITY = "gemeente"
    SOCIAL_WORK = "hulpverlener"
    CREDIT_BANK = "kredietbank"
    ENERGY_SUPPLIER = "energieleverancier"
    WATER_COMPANY = "drinkwaterbedrijf"
    HEALTH_INSURER = "zorgverzekeraar"
    OTHER_CREDITOR = "schuldeiser"
    COLLECTION_AGENT = "incassobureau"


SIGNAL_PARTNER_ROLES = frozenset(
    {
        PartyRole.LANDLORD,
        PartyRole.ENERGY_SUPPLIER,
        PartyRole.WATER_COMPANY,
        PartyRole.HEALTH_INSURER,
        PartyRole.OTHER_CREDITOR,
    }
)
HELPING_ROLES = frozenset({PartyRole.SOCIAL_WORK, PartyRole.CREDIT_BANK})


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that signs.

    ``sector`` is set for signal partners only. ``sector_ground`` names the legal basis of a sector that the law does
    not list (R3). ``disciplines`` are the kinds of help it can give (``schulddienstverlening``). ``delivers_for`` are
    the signal partners for which a collection agent may deliver (R1).
    """

    code: str
    name: str
    role: PartyRole
    sector: Sector | None = None
    sector_ground: str = ""
    kvk: str = ""
    oin: str = ""
    contact: Contact = field(default_factory=Contact)
    disciplines: tuple[str, ...] = ()
    delivers_for: tuple[str, ...] = ()

    @property
    def is_signal_partner(self) -> bool:
        """Whether this party is a creditor that may deliver signals."""
        return self.role in SIGNAL_PARTNER_ROLES


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why data is used, and on what ground: ``gdpr`` (``6.1.e``) and ``law`` (``Wgs art. 3``)."""

    code: str
    description: str
    gdpr: str
    law: str

    @property
    def ground(self) -> str:
        """The legal basis in one line, as decisions and the log show it."""
        return f"AVG art. {self.gdpr}; {self.law}"


class RetentionStart(StrEnum):
    """The day from which a retention term runs."""

    RECEIPT = "ontvangst"
    CLOSING = "afsluiting"
    RETRIEVAL = "opvraging"


class RetentionEnd(StrEnum):
    """What happens when a retention term ends."""

    DESTROY = "vernietig"
    SELECTION_LIST = "selectielijst"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long the data of an exchange or own use is kept (R53), from which day, and what then."""

    term: Period
    starts: RetentionStart
    then: RetentionEnd


@dataclass(frozen=True, slots=True)
class Exchange:
    """A permission: ``sender`` may give these categories to ``recipient`` for this purpose, if all conditions hold.

    ``article`` points to the provision of the signed text. ``special_ground`` is the explicit ground for BSN or
    special-category data.
    """

    id: str
    article: str
    sender: str
    recipient: str
    purpose: str
    categories: tuple[str, ...]
    retention: Retention
    conditions: tuple[Condition, ...] = ()
    special_ground: str = ""


@dataclass(frozen=True, slots=True)
class OwnUse:
    """A permission: ``by`` may itself look at these categories for this purpose (register, benefit, own cases).

    ``roles`` are the roles of persons it is limited to (values of ``tijdig.actors.Role``); empty means everyone of the
    party whose work it is.
    """

    id: str
    article: str
    by: str
    purpose: str
    categories: tuple[str, ...]
    retention: Retention
    conditions: tuple[Condition, ...] = ()
    roles: tuple[str, ...] = ()
    special_ground: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A row of the triage table; the first whose conditions all hold wins, an unknown fact is found out first.

    ``actions``: ``uitnodiging:<discipline>+<discipline>``, ``taak:<task code>``, ``doorgeleiding``. ``to`` is the
    code of the party that gets the case. ``name`` is the code, ``explanation`` the sentence for people.
    """

    name: str
    explanation: str
    conditions: tuple[Condition, ...]
    actions: tuple[str, ...]
    to: str


@dataclass(frozen=True, slots=True)
class RankFactor:
    """One factor of the rank: cases for which all conditions hold come before those for which they do not.

    The order of factors in the file is their weight; ``explanation`` is the reason shown in the work list.
    """

    name: str
    explanation: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class ContactChoice:
    """When all conditions hold nothing goes out by itself: a person chooses whether and how to seek contact (R23).

    ``explanation`` is the reason shown with the case.
    """

    name: str
    explanation: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class ContactStep:
    """A step of the agreed way to seek contact (R35): which kind, how long after the case was taken up, when on a day.

    ``part_of_day`` None: whichever part was not tried yet.
    """

    name: str
    kind: AttemptKind
    after: Period
    part_of_day: PartOfDay | None = None


@dataclass(frozen=True, slots=True)
class FeedbackProjection:
    """What a signal partner hears for these internal results (R43); ``external`` None = it hears nothing."""

    internal: tuple[str, ...]
    external: str | None


@dataclass(frozen=True, slots=True)
class Provision:
    """A sentence of the signed text, and the keys of this file that carry it (each key must exist)."""

    article: str
    text: str
    carried_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Covenant:
    """The whole agreement. Two covenants are the same agreement when their ``hash`` is the same.

    ``freshness`` shortens how old a fact may be (the vocabulary gives the most). ``source`` names the original signed
    text. Instances compare by identity, so that what is compiled from one can be kept beside it.
    """

    id: str
    version: str
    replaces: str
    title: str
    controller_code: str
    source: str
    valid_from: date
    valid_until: date
    evaluation: Evaluation
    contact: Contact
    parties: Mapping[str, Party]
    categories: Mapping[str, tuple[str, ...]]
    purposes: Mapping[str, Purpose]
    delivery: DeliveryTerms
    exchanges: tuple[Exchange, ...]
    own_uses: tuple[OwnUse, ...]
    routes: tuple[Route, ...]
    rank_factors: tuple[RankFactor, ...]
    contact_choices: tuple[ContactChoice, ...]
    contact_steps: tuple[ContactStep, ...]
    tasks: Mapping[str, TaskTerms]
    terms: CaseTerms
    pause: PauseTerms
    meeting: MeetingTerms
    feedback: tuple[FeedbackProjection, ...]
    feedback_policy: FeedbackPolicy
    accountability: Accountability
    freshness: Mapping[str, Period]
    provisions: tuple[Provision, ...]
    hash: str

    def members(self, selector: str) -> frozenset[str]:
        """Return the codes of the parties that ``selector`` names; empty when it names none."""
        if selector.startswith(ROLE_PREFIX):
            role = selector.removeprefix(ROLE_PREFIX)
            return frozenset(code for code, party in self.parties.items() if party.role == role)
        return frozenset({selector} & self.parties.keys())

    def fields_of(self, categories: tuple[str, ...]) -> frozenset[str]:
        """Return the live fields (``signaal.naam``) of these categories; an unknown category has none."""
        return frozenset(name for category in categories for name in self.categories.get(category, ()))

    def name_of(self, party: str) -> str:
        """Return the name of the party with this code; the code itself when it is no party (any more)."""
        return self.parties[party].name if party in self.parties else party

    @property
    def municipality(self) -> Party:
        """The party that is the municipality, the controller; ``LookupError`` when the file has none (lint says so)."""
        for party in self.parties.values():
            if party.role is PartyRole.MUNICIPALITY:
                return party
        raise LookupError("this covenant has no municipality")

    @property
    def signal_partners(self) -> tuple[Party, ...]:
        """The parties that may deliver signals, in the order of the file."""
        return tuple(party for party in self.parties.values() if party.is_signal_partner)
