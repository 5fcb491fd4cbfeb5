"""What a lint rule looks at, and the walks over a covenant that several rules share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tijdig.covenant.rules.document import Condition, Covenant, Exchange, OwnUse, Party, PartyRole
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.problems import Problem


@dataclass(frozen=True, slots=True)
class Subject:
    """A covenant under the linter, the paths (``keys``) its file holds, and the ``others`` it may collide with."""

    covenant: Covenant
    keys: frozenset[str]
    others: tuple[Covenant, ...] = ()


type LintRule = Callable[[Subject], Iterator[Problem]]


def permissions(covenant: Covenant) -> Iterator[tuple[str, Exchange | OwnUse]]:
    """Yield every exchange and own use with its key."""
    for number, exchange in enumerate(covenant.exchanges):
        yield f"uitwisseling[{number}]", exchange
    for number, use in enumerate(covenant.own_uses):
        yield f"eigen_gebruik[{number}]", use


def receivers(covenant: Covenant, permission: Exchange | OwnUse) -> frozenset[str]:
    """Return the parties that get to see data by this permission."""
    return covenant.members(permission.recipient if isinstance(permission, Exchange) else permission.by)


def conditions(covenant: Covenant) -> Iterator[tuple[str, Condition]]:
    """Yield every condition of the covenant with its key."""
    lists: list[tuple[str, tuple[Condition, ...]]] = [
        (f"{key}.voorwaarde", permission.conditions) for key, permission in permissions(covenant)
    ]
    lists += [(f"route[{n}].als", route.conditions) for n, route in enumerate(covenant.routes)]
    lists += [(f"voorrang[{n}].als", factor.conditions) for n, factor in enumerate(covenant.rank_factors)]
    lists += [
        (f"contact_na_keuze[{n}].als", one.conditions) for n, one in enumerate(covenant.contact_choices)
    ]
    lists.append(("overleg.agenda", covenant.meeting.criteria))
    for key, several in lists:
        for number, condition in enumerate(several):
            yield f"{key}[{number}]", condition


def signalling_exchanges(covenant: Covenant) -> Iterator[tuple[str, Exchange]]:
    """Yield the exchanges by which a signal partner reports a person, with their keys."""
    for number, exchange in enumerate(covenant.exchanges):
        senders = [covenant.parties[code] for code in covenant.members(exchange.sender)]
        if exchange.purpose == PurposeCode.EARLY_SIGNAL and any(party.is_signal_partner for party in senders):
            yield f"uitwisseling[{number}]", exchange


def municipalities(covenant: Covenant) -> list[Party]:
    """Return the parties with the role of municipality: there must be exactly one."""
    return [party for party in covenant.parties.values() if party.role is PartyRole.MUNICIPALITY]
