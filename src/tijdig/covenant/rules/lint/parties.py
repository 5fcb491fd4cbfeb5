"""Lint: the parties, and that every name of a party stands for one."""

from __future__ import annotations

from collections.abc import Iterator

from tijdig.covenant.rules.document import SIGNAL_PARTNER_ROLES, PartyRole
from tijdig.covenant.rules.lint.subject import LintRule, Subject, municipalities, signalling_exchanges
from tijdig.ddas import STATUTORY_SECTORS
from tijdig.problems import Problem, ProblemKind

UNKNOWN_PARTY = ProblemKind(
    code="covenant.unknown-party",
    rule="R1",
    nl="De partij of rol {name} staat niet bij de partijen.",
    en="The party or role {name} is not among the parties.",
    remedy_nl="Kies uit: {choices}.",
    remedy_en="Choose from: {choices}.",
)
ONE_MUNICIPALITY = ProblemKind(
    code="covenant.one-municipality",
    rule="R2",
    nl="Een convenant heeft precies één gemeente; dit heeft er {count}.",
    en="A covenant has exactly one municipality; this one has {count}.",
    remedy_nl='Geef één partij rol = "gemeente".',
    remedy_en='Give one party rol = "gemeente".',
)
SECTOR_MISSING = ProblemKind(
    code="covenant.sector-missing",
    rule="R3",
    nl="De signaalpartner {party} heeft geen sector.",
    en="The signal partner {party} has no sector.",
    remedy_nl='Voeg toe: sector = "Huur" (of een andere sector).',
    remedy_en='Add: sector = "Huur" (or another sector).',
)
SECTOR_NOT_FITTING = ProblemKind(
    code="covenant.sector-not-fitting",
    rule="R3",
    nl="De partij {party} levert geen signalen en heeft dus geen sector.",
    en="The party {party} delivers no signals and thus has no sector.",
    remedy_nl="Haal sector weg, of geef de partij de rol van signaalpartner.",
    remedy_en="Remove sector, or give the party the role of a signal partner.",
)
SECTOR_WITHOUT_GROUND = ProblemKind(
    code="covenant.sector-without-ground",
    rule="R3",
    nl="De wet noemt de sector {sector} niet; het convenant moet de grondslag noemen.",
    en="The law does not list sector {sector}; the covenant must name the ground.",
    remedy_nl="Voeg bij {party} toe: sector_grondslag = (wet en artikel).",
    remedy_en="Add to {party}: sector_grondslag = (law and article).",
)
PARTNER_CANNOT_DELIVER = ProblemKind(
    code="covenant.partner-cannot-deliver",
    rule="R1",
    nl="De signaalpartner {party} heeft geen uitwisseling om signalen aan te leveren.",
    en="The signal partner {party} has no exchange to deliver signals by.",
    remedy_nl="Voeg een [[uitwisseling]] toe van deze partij naar de gemeente, doel vroegsignalering.",
    remedy_en="Add an [[uitwisseling]] from this party to the municipality, purpose vroegsignalering.",
)

AGENT_FOR_NOBODY = ProblemKind(
    code="covenant.agent-for-nobody",
    rule="R1",
    nl="Het incassobureau {party} noemt niet voor wie het aanlevert.",
    en="The collection agent {party} does not name for whom it delivers.",
    remedy_nl="Voeg toe: levert_voor = [een of meer van: {choices}].",
    remedy_en="Add: levert_voor = [one or more of: {choices}].",
)
AGENT_FOR_OTHERS = ProblemKind(
    code="covenant.agent-for-others",
    rule="R1",
    nl="{name} is geen signaalpartner: daarvoor kan {party} niet aanleveren.",
    en="{name} is no signal partner: {party} cannot deliver for it.",
    remedy_nl="Kies uit: {choices}.",
    remedy_en="Choose from: {choices}.",
)
NOT_AN_AGENT = ProblemKind(
    code="covenant.not-an-agent",
    rule="R1",
    nl="De partij {party} is geen incassobureau en levert dus voor niemand anders aan.",
    en="The party {party} is no collection agent and thus delivers for nobody else.",
    remedy_nl='Haal levert_voor weg, of geef de partij rol = "incassobureau".',
    remedy_en='Remove levert_voor, or give the party rol = "incassobureau".',
)


def _named_parties(subject: Subject) -> Iterator[tuple[str, str]]:
    covenant = subject.covenant
    for number, exchange in enumerate(covenant.exchanges):
        yield f"uitwisseling[{number}].van", exchange.sender
        yield f"uitwisseling[{number}].naar", exchange.recipient
    for number, use in enumerate(covenant.own_uses):
        yield f"eigen_gebruik[{number}].door", use.by
    for number, route in enumerate(covenant.routes):
        yield f"route[{number}].naar", route.to
    for code, task in covenant.tasks.items():
        yield f"taak.{code}.partij", task.party
    for participant in covenant.meeting.participants:
        yield "overleg.deelnemers", participant


def check_every_named_party_exists(subject: Subject) -> Iterator[Problem]:
    """A party or role that an exchange, route, task or meeting names is one of the parties (R1)."""
    covenant = subject.covenant
    roles = sorted({f"rol:{party.role}" for party in covenant.parties.values()})
    choices = ", ".join([*covenant.parties, *roles])
    for key, name in _named_parties(subject):
        if not covenant.members(name):
            yield UNKNOWN_PARTY(name=name, choices=choices).at(key=key)


def check_there_is_one_municipality(subject: Subject) -> Iterator[Problem]:
    """The controller is one municipality, and it is a party (R2)."""
    count = len(municipalities(subject.covenant))
    if count != 1:
        yield ONE_MUNICIPALITY(count=count).at(key="partij")


def check_sectors_fit_roles(subject: Subject) -> Iterator[Problem]:
    """Signal partners have a sector, others have none; a sector outside the law has a ground (R3)."""
    for code, party in subject.covenant.parties.items():
        key = f"partij.{code}.sector"
        if party.role in SIGNAL_PARTNER_ROLES and party.sector is None:
            yield SECTOR_MISSING(party=code).at(key=key)
        elif party.sector is not None and party.role not in SIGNAL_PARTNER_ROLES:
            yield SECTOR_NOT_FITTING(party=code).at(key=key)
        elif party.sector and party.sector not in STATUTORY_SECTORS and not party.sector_ground:
            yield SECTOR_WITHOUT_GROUND(sector=party.sector, party=code).at(key=key)


def check_every_signal_partner_can_deliver(subject: Subject) -> Iterator[Problem]:
    """Each signal partner has an exchange by which it may report (R1)."""
    covenant = subject.covenant
    able = {
        code for _, exchange in signalling_exchanges(covenant) for code in covenant.members(exchange.sender)
    }
    for party in covenant.signal_partners:
        if party.code not in able:
            yield PARTNER_CANNOT_DELIVER(party=party.code).at(key=f"partij.{party.code}")


def check_agents_deliver_for_signal_partners(subject: Subject) -> Iterator[Problem]:
    """A collection agent names the signal partners it delivers for, and nobody else delivers for another (R1)."""
    covenant = subject.covenant
    partners = {party.code for party in covenant.signal_partners}
    choices = ", ".join(party.code for party in covenant.signal_partners)
    for code, party in covenant.parties.items():
        key = f"partij.{code}.levert_voor"
        if party.role is not PartyRole.COLLECTION_AGENT:
            if party.delivers_for:
                yield NOT_AN_AGENT(party=code).at(key=key)
            continue
        if not party.delivers_for:
            yield AGENT_FOR_NOBODY(party=code, choices=choices).at(key=key)
        for name in party.delivers_for:
            if name not in partners:
                yield AGENT_FOR_OTHERS(name=name, party=code, choices=choices).at(key=key)


RULES: tuple[LintRule, ...] = (
    check_every_named_party_exists,
    check_there_is_one_municipality,
    check_sectors_fit_roles,
    check_every_signal_partner_can_deliver,
    check_agents_deliver_for_signal_partners,
)
