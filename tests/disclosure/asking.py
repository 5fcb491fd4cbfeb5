"""Requests for data under the shipped covenant of Weert, as rooms above make them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from uuid import uuid4

from tijdig.actors import Actor, Role, system_actor
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import Facts, FactSource, KnownFact
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.rules.reading import read_covenant
from tijdig.covenant.services import activate_covenant, propose_covenant, sign_covenant
from tijdig.disclosure.services import Request, Value

TODAY = date(2026, 4, 7)


def weert() -> Covenant:
    covenant = read_covenant(files("tijdig.covenant.profiles").joinpath("weert.toml").read_bytes()).covenant
    assert covenant is not None
    return covenant


def actor(party: str, role: Role, controller_id: str = "0988") -> Actor:
    return Actor(None, None, controller_id, party, role)


DIRECTOR = actor("gemeente-weert", Role.CASE_DIRECTOR)
COORDINATOR = actor("gemeente-weert", Role.COORDINATOR)
SOCIAL_WORKER = actor("amw", Role.SOCIAL_WORKER)
CLERK = actor("wonen-limburg", Role.LANDLORD_CLERK)


def known(**facts: bool | int | date) -> Facts:
    """``huurder_bezwaar=False`` → the fact ``huurder.bezwaar``, established today by whoever may set it."""
    sources = {
        "achterstand": FactSource.DELIVERY,
        "uitkering": FactSource.BENEFITS,
        "signaal": FactSource.DELIVERY,
    }
    return {
        name.replace("_", ".", 1): KnownFact(
            value, TODAY, sources.get(name.partition("_")[0], FactSource.CASEWORK)
        )
        for name, value in facts.items()
    }


def request(
    covenant: Covenant,
    *,
    sender: str,
    purpose: str,
    fields: Mapping[str, Value],
    facts: Facts | None = None,
    subject_id: str = "s-1",
) -> Request:
    return Request("signal", subject_id, sender, purpose, covenant.hash, fields, facts or {})


def referral(covenant: Covenant, facts: Facts, *names: str) -> Request:
    """What the social worker asks about a referred case: data of the municipality, to help."""
    fields: dict[str, Value] = {name: f"waarde van {name}" for name in names}
    return request(covenant, sender="gemeente-weert", purpose="hulpverlening", fields=fields, facts=facts)


def signer(party: str, role: Role = Role.ORGANISATION_ADMIN) -> Actor:
    return Actor(uuid4(), uuid4(), "0988", party, role)


def sign(version: CovenantVersion, party: str, verdict: Verdict) -> None:
    sign_covenant(actor=signer(party), version_id=version.id, verdict=verdict, person_name="Ondertekenaar")


def bring_into_force(version: CovenantVersion) -> None:
    for party in weert().parties:
        sign(version, party, Verdict.ACCEPT)
    officer = signer("gemeente-weert", Role.PRIVACY_OFFICER)
    activate_covenant(actor=officer, version_id=version.id, person_name="Tweede Persoon")


def succeed(version: CovenantVersion, old: str, new: str) -> CovenantVersion:
    """Propose a version that replaces this one, with ``new`` written for ``old`` in its text."""
    named = f'versie = "{int(version.version[0]) + 1}.0.0"\nvervangt = "{version.hash}"'
    first = next(line for line in version.text.splitlines() if line.startswith("versie"))
    lines = [line for line in version.text.splitlines() if not line.startswith("vervangt")]
    text = "\n".join(lines).replace(first, named, 1).replace(old, new)
    assert old in version.text
    return propose_covenant(actor=system_actor("0988"), text=text)
