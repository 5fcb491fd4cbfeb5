"""Propose, sign and activate covenants. A text is never changed: a change is a new version (C4)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.models import Acceptance, CovenantVersion
from tijdig.covenant.queries import covenants_in_force, standing_of, version_of
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.rules.lint import lint_covenant
from tijdig.covenant.rules.reading import read_covenant
from tijdig.covenant.signing import may_activate, may_sign
from tijdig.ledger.services import record_event
from tijdig.problems import Problem, ProblemKind, Refused

FOREIGN_COVENANT = ProblemKind(
    code="covenant.foreign-controller",
    rule="R2",
    nl="Dit convenant is van een andere gemeente ({code}).",
    en="This covenant is another municipality's ({code}).",
    remedy_nl="Kies het convenant van de eigen gemeente.",
    remedy_en="Choose your own municipality's covenant.",
)
VERSION_EXISTS = ProblemKind(
    code="covenant.version-exists",
    rule="C4",
    nl="Versie {version} van dit convenant bestaat al.",
    en="Version {version} of this covenant exists already.",
    remedy_nl="Geef een gewijzigde tekst een hoger versienummer.",
    remedy_en="Give a changed text a higher version number.",
)
PREDECESSOR_UNNAMED = ProblemKind(
    code="covenant.predecessor-unnamed",
    rule="C4",
    nl="Een nieuwe versie noemt bij vervangt de hash van de vorige.",
    en="A new version names the hash of the previous one under vervangt.",
    remedy_nl='Schrijf: vervangt = "{hash}".',
    remedy_en='Write: vervangt = "{hash}".',
)
UNKNOWN_PREDECESSOR = ProblemKind(
    code="covenant.unknown-predecessor",
    rule="C4",
    nl="De versie die dit convenant vervangt, is hier niet bekend.",
    en="The version that this covenant replaces is not known here.",
    remedy_nl="Haal vervangt weg bij een eerste versie.",
    remedy_en="Remove vervangt from a first version.",
)
PERSON_NEEDED = ProblemKind(
    code="covenant.person-needed",
    rule="C3",
    nl="Hiervoor is een mens nodig, met naam.",
    en="This takes a person, with a name.",
    remedy_nl="Log in en probeer het opnieuw.",
    remedy_en="Sign in and try again.",
)


@transaction.atomic
def propose_covenant(*, actor: Actor, text: str) -> CovenantVersion:
    """Store a covenant text as a new version for the parties to sign.

    Raises :class:`Refused` with every problem that reading and linting find, and when the text is another
    municipality's, exists already, or does not name its predecessor (C4).
    """
    require(actor, Action.PROPOSE_COVENANT)
    reading = read_covenant(text)
    today = timezone.localdate()
    problems = lint_covenant(reading, others=covenants_in_force(actor.controller_id, today))
    if reading.covenant is None or problems:
        raise Refused(problems)
    covenant = reading.covenant
    if covenant.controller_code != actor.controller_id:
        raise Refused(FOREIGN_COVENANT(code=covenant.controller_code))
    _check_succession(covenant)
    version = CovenantVersion.objects.create(
        controller_id=actor.controller_id,
        urn=covenant.id,
        version=covenant.version,
        hash=covenant.hash,
        replaces=covenant.replaces,
        text=text,
        created_at=timezone.now(),
        created_by=actor.person_id,
    )
    _record(actor, Action.PROPOSE_COVENANT, version)
    return version


def _check_succession(covenant: Covenant) -> None:
    earlier = CovenantVersion.objects.filter(controller_id=covenant.controller_code, urn=covenant.id)
    if earlier.filter(version=covenant.version).exists():
        raise Refused(VERSION_EXISTS(version=covenant.version))
    last = earlier.filter(activated_at__isnull=False).order_by("-activated_at").first()
    if last is not None and covenant.replaces != last.hash:
        raise Refused(PREDECESSOR_UNNAMED(hash=last.hash).at(key="vervangt"))
    if covenant.replaces and not earlier.filter(hash=covenant.replaces).exists():
        raise Refused(UNKNOWN_PREDECESSOR().at(key="vervangt"))


@transaction.atomic
def sign_covenant(*, actor: Actor, version_id: UUID, verdict: Verdict, person_name: str) -> Acceptance:
    """Record that the actor's own party accepts, rejects or revokes this version, with identity and time (R1, C3).

    Raises :class:`Refused` for an organisation that is no party, without a person, or when the state of the covenant
    does not allow the verdict; revoking needs an earlier acceptance.
    """
    require(actor, Action.SIGN_COVENANT)
    version = _locked(actor, version_id)
    if actor.person_id is None or not person_name.strip():
        raise Refused(PERSON_NEEDED())
    decision = may_sign(actor, standing_of(version, timezone.localdate()), verdict)
    if not decision.permitted:
        raise Refused(decision.reasons)
    acceptance = Acceptance.objects.create(
        covenant_version=version,
        controller_id=actor.controller_id,
        party_code=actor.party,
        verdict=verdict,
        person_id=actor.person_id,
        person_name=person_name.strip(),
        at=timezone.now(),
    )
    _record(actor, Action.SIGN_COVENANT, version, verdict=verdict)
    return acceptance


@transaction.atomic
def activate_covenant(*, actor: Actor, version_id: UUID) -> CovenantVersion:
    """Put a version that all parties accepted into force, by a second person of the municipality (C14).

    Raises :class:`Refused` when a signature is missing, it is over, it is active already, or it overlaps another.
    """
    require(actor, Action.ACTIVATE_COVENANT)
    version = _locked(actor, version_id)
    if actor.person_id is None:
        raise Refused(PERSON_NEEDED())
    today = timezone.localdate()
    decision = may_activate(actor, standing_of(version, today))
    if not decision.permitted:
        raise Refused(decision.reasons)
    _check_no_overlap(version, today)
    version.activated_at = timezone.now()
    version.activated_by = actor.person_id
    version.save(update_fields=["activated_at", "activated_by"])
    _record(actor, Action.ACTIVATE_COVENANT, version)
    return version


def _check_no_overlap(version: CovenantVersion, today: date) -> None:
    """Another covenant may have come into force since this one was proposed."""
    overlap: tuple[Problem, ...] = lint_covenant(
        read_covenant(version.text), others=covenants_in_force(version.controller_id, today)
    )
    if overlap:
        raise Refused(overlap)


def _locked(actor: Actor, version_id: UUID) -> CovenantVersion:
    version_of(actor.controller_id, version_id)
    return CovenantVersion.objects.select_for_update().get(controller_id=actor.controller_id, id=version_id)


def _record(actor: Actor, action: Action, version: CovenantVersion, *, verdict: str = "") -> None:
    record_event(
        actor=actor,
        action=action,
        object_kind="covenant",
        object_id=str(version.id),
        details={"hash": version.hash, "version": version.version, "verdict": verdict},
    )
