"""Which covenants a controller has, where each stands, and which one is in force."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Min, Q
from django.utils import timezone

from tijdig.covenant.models import Acceptance, CovenantVersion, PartyKey
from tijdig.covenant.rules.certificates import certificate_fingerprint
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.in_force import (
    Activation,
    CovenantState,
    Signature,
    Verdict,
    covenant_state,
    days_until_end,
    parties_to_sign,
)
from tijdig.covenant.rules.reading import Reading, read_covenant
from tijdig.covenant.verifying import acceptance_holds, activation_of
from tijdig.problems import NotFound, ProblemKind, Refused

TEXT_ALTERED = ProblemKind(
    code="covenant.text-altered",
    rule="C3",
    nl="De bewaarde tekst van dit convenant past niet bij de hash die de partijen hebben aanvaard.",
    en="The stored text of this covenant does not match the hash that the parties accepted.",
    remedy_nl="Stop met uitwisselen en zet de tekst terug uit een reservekopie.",
    remedy_en="Stop exchanging and restore the text from a backup.",
)


def reading_of(version: CovenantVersion) -> Reading:
    """Return the read file of a version; raises :class:`Refused` when its text is not what was signed (C3)."""
    reading = read_covenant(version.text)
    if reading.covenant is None or _names(reading.covenant) != (
        version.hash,
        version.controller_id,
        version.urn,
        version.version,
        version.replaces,
    ):
        raise Refused(TEXT_ALTERED())
    return reading


def _names(covenant: Covenant) -> tuple[str, ...]:
    """Return what a version's columns repeat of its text: by these it is found."""
    return (covenant.hash, covenant.controller_code, covenant.id, covenant.version, covenant.replaces)


def covenant_of(version: CovenantVersion) -> Covenant:
    """Return the covenant of a version, the same object each time, so that what is compiled from it is kept."""
    covenant = reading_of(version).covenant
    if covenant is None:
        raise Refused(TEXT_ALTERED())
    return covenant


@dataclass(frozen=True, slots=True)
class SignedBy:
    """A verdict as pages show it: which party, what, by whom (name as recorded), when (ISO 8601, UTC).

    ``holds``: its signature verifies; ``fingerprint`` names the key or certificate.
    """

    party: str
    verdict: Verdict
    person_name: str
    at: str
    person_id: UUID
    holds: bool
    fingerprint: str


@dataclass(frozen=True, slots=True)
class CovenantStanding:
    """A version and where it stands on the day asked: its state, who must still sign, days left when near its end."""

    version_id: UUID
    covenant: Covenant
    state: CovenantState
    to_sign: tuple[str, ...]
    signed_by: tuple[SignedBy, ...]
    days_until_end: int | None
    proposed_by: UUID | None
    activation: Activation
    activated_by_name: str
    activated_at: datetime | None


def version_of(controller_id: str, version_id: UUID) -> CovenantVersion:
    """Return a version of this controller; :class:`NotFound` for an unknown or a foreign one alike (A6)."""
    found = CovenantVersion.objects.filter(controller_id=controller_id, id=version_id).first()
    if found is None:
        raise NotFound
    return found


def covenant_of_hash(covenant_hash: str) -> Covenant | None:
    """Return the covenant that the parties signed under this hash, in force or not; None when there is none."""
    version = CovenantVersion.objects.filter(hash=covenant_hash).first()
    return covenant_of(version) if version is not None else None


def governing(controller_id: str, covenant_hash: str, on: date) -> CovenantStanding | None:
    """Return the version that governs, on day ``on``, what was agreed under ``covenant_hash``, and where it stands.

    That is the version in force of the same covenant: what began under an earlier version follows the newer one. With
    none in force it is the version named, or the last that replaced it; its state then says why nothing is allowed
    (C3, R4). None when the controller has no version with this hash.
    """
    versions = list(
        CovenantVersion.objects.filter(controller_id=controller_id)
        .filter(Q(activated_at__isnull=False) | Q(hash=covenant_hash))
        .order_by("-activated_at", "id")
    )
    named = next((one for one in versions if one.hash == covenant_hash), None)
    if named is None:
        return None
    versions = [one for one in versions if one.urn == named.urn]
    standings = {one.covenant.hash: one for one in _standings(versions, on)}
    in_force = (one for one in standings.values() if one.state is CovenantState.IN_FORCE)
    return next(in_force, None) or standings.get(_last_successor(versions, covenant_hash, on))


def _last_successor(versions: Sequence[CovenantVersion], covenant_hash: str, on: date) -> str:
    """Follow from successor to successor; each step needs another version, so a circle ends too."""
    for _ in versions:
        successor = next(
            (one for one in versions if one.replaces == covenant_hash and _has_begun(one, on)), None
        )
        if successor is None:
            break
        covenant_hash = successor.hash
    return covenant_hash


def standing_of(version: CovenantVersion, on: date) -> CovenantStanding:
    """Return where one version stands on day ``on``."""
    named_by = CovenantVersion.objects.filter(controller_id=version.controller_id, replaces=version.hash)
    replaced = any(_has_begun(one, on) for one in named_by)
    acceptances = version.acceptances.select_related("key").order_by("id")
    return standing_from(version, list(acceptances), on, replaced=replaced)


def covenants_of(controller_id: str, on: date) -> tuple[CovenantStanding, ...]:
    """Return every version of the controller with its standing, newest first; two queries."""
    versions = CovenantVersion.objects.filter(controller_id=controller_id).order_by("-created_at", "id")
    return _standings(list(versions), on)


def covenants_in_force(controller_id: str, on: date) -> tuple[Covenant, ...]:
    """Return all covenants in force on day ``on``, last activated first.

    A version that an activated one replaces does not come back, not even when its successor is revoked (C3).
    """
    return covenants_in_force_on(controller_id, [on])[on]


def covenants_in_force_on(controller_id: str, days: Collection[date]) -> Mapping[date, tuple[Covenant, ...]]:
    """Return the same for each of these days, from as many queries as for one; signatures count as they are now."""
    activated = list(
        CovenantVersion.objects.filter(controller_id=controller_id, activated_at__isnull=False).order_by(
            "-activated_at", "id"
        )
    )
    verdicts = _verdicts_on(activated)
    return {
        day: tuple(
            s.covenant for s in _standing_each(activated, verdicts, day) if s.state is CovenantState.IN_FORCE
        )
        for day in days
    }


def first_activations(controller_id: str) -> Mapping[str, date]:
    """Return per covenant (its id, the same over versions) the day on which a version of it was first put in force."""
    activated = CovenantVersion.objects.filter(controller_id=controller_id, activated_at__isnull=False)
    found = activated.order_by("urn").values_list("urn").annotate(Min("activated_at"))
    return {urn: timezone.localdate(at) for urn, at in found}


def covenant_in_force(controller_id: str, on: date) -> Covenant | None:
    """Return the covenant in force on day ``on``, or None. Asked anew for every row: revocation bites at once (R4)."""
    return next(iter(covenants_in_force(controller_id, on)), None)


def covenant_for_party(controller_id: str, party: str, on: date) -> Covenant | None:
    """Return the covenant in force of which this organisation is a party (one per sector), or None."""
    in_force = covenants_in_force(controller_id, on)
    return next((covenant for covenant in in_force if party in covenant.parties), None)


def has_taken_back(controller_id: str, party: str, covenant_hash: str) -> bool:
    """Say whether this party's last word on the version is no: it rejected or revoked it (R4). One query."""
    said = Acceptance.objects.filter(
        controller_id=controller_id, covenant_version__hash=covenant_hash, party_code=party
    )
    return said.order_by("-id").values_list("verdict", flat=True).first() in {Verdict.REJECT, Verdict.REVOKE}


type _Verdicts = Mapping[UUID, Sequence[Acceptance]]


def _verdicts_on(versions: Sequence[CovenantVersion]) -> _Verdicts:
    """Return the verdicts on each of these versions with the keys they were given with, in one query.

    The versions get the keys with which they were activated: one query more for those that gave no verdict. By hand:
    this is asked at every act and every page, and Django's own way to fetch what belongs takes twice as long.
    """
    found: dict[UUID, list[Acceptance]] = {version.pk: [] for version in versions}
    for one in Acceptance.objects.filter(covenant_version__in=list(found)).select_related("key").order_by():
        found[one.covenant_version_id].append(one)
    keys = {one.key_id: one.key for verdicts in found.values() for one in verdicts}
    activated_with = {one.activation_key_id for one in versions if one.activation_key_id is not None}
    if more := activated_with - keys.keys():  # the municipality signs and activates with one key, as a rule
        keys |= PartyKey.objects.in_bulk(more)
    for version in versions:
        if version.activation_key_id in keys:
            version.activation_key = keys[version.activation_key_id]
    return found


def _has_begun(version: CovenantVersion, on: date) -> bool:
    """A successor that has yet to begin leaves its predecessor in force until then."""
    return version.activated_at is not None and covenant_of(version).valid_from <= on


def _standings(versions: Sequence[CovenantVersion], on: date) -> tuple[CovenantStanding, ...]:
    """Return the standing of each of these versions, which must hold all activated successors of any of them."""
    return _standing_each(versions, _verdicts_on(versions), on)


def _standing_each(
    versions: Sequence[CovenantVersion], verdicts: _Verdicts, on: date
) -> tuple[CovenantStanding, ...]:
    replaced = {version.replaces for version in versions if _has_begun(version, on)}
    return tuple(
        standing_from(version, verdicts[version.pk], on, replaced=version.hash in replaced)
        for version in versions
    )


def standing_from(
    version: CovenantVersion, acceptances: Sequence[Acceptance], on: date, *, replaced: bool
) -> CovenantStanding:
    """Return where a version stands with these verdicts on day ``on``: each signature is checked (C3, C14).

    Raises :class:`Refused` when the text is not what was signed.
    """
    covenant = covenant_of(version)
    signed_by = tuple(
        _signed_by(acceptance, holds=acceptance_holds(acceptance, version, covenant))
        for acceptance in sorted(acceptances, key=lambda acceptance: acceptance.pk)
    )
    signatures = [Signature(one.party, one.verdict, version.hash, one.holds) for one in signed_by]
    activation = activation_of(version, covenant)
    return CovenantStanding(
        version_id=version.id,
        covenant=covenant,
        state=covenant_state(covenant, signatures, activation=activation, replaced=replaced, on=on),
        to_sign=parties_to_sign(covenant, signatures),
        signed_by=signed_by,
        days_until_end=days_until_end(covenant, on),
        proposed_by=version.created_by,
        activation=activation,
        activated_by_name=version.activated_by_name,
        activated_at=version.activated_at,
    )


def _signed_by(acceptance: Acceptance, *, holds: bool) -> SignedBy:
    known = acceptance.verdict in set(Verdict)
    return SignedBy(
        party=acceptance.party_code,
        verdict=Verdict(acceptance.verdict) if known else Verdict.REJECT,
        person_name=acceptance.person_name,
        at=acceptance.at.isoformat(),
        person_id=acceptance.person_id,
        holds=holds and known,
        fingerprint=acceptance.key.fingerprint
        if acceptance.key
        else certificate_fingerprint(acceptance.token),
    )
