"""Propose a covenant text. It is never changed after that: a change is a new version (C4)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.queries import covenants_in_force
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.lint import lint_covenant
from tijdig.covenant.rules.reading import read_covenant
from tijdig.ledger.services import record_event
from tijdig.problems import ProblemKind, Refused

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
    record_event(
        actor=actor,
        action=Action.PROPOSE_COVENANT,
        object_kind="covenant",
        object_id=str(version.id),
        details={"hash": version.hash, "version": version.version},
    )
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
