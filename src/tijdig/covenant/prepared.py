"""What a party takes to its own machine to sign, and what it brings back (production)."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from django.utils import timezone

from tijdig.actors import Actor
from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.queries import standing_of
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.rules.signing import unb64
from tijdig.covenant.rules.statement import ACTIVATE
from tijdig.covenant.services.certified import NO_CERTIFICATES_HERE, NOT_THIS_SIGNATURE, Prepared
from tijdig.covenant.services.signing import verdict_statement
from tijdig.covenant.signing import may_activate, may_sign
from tijdig.covenant.verifying import trust_anchors
from tijdig.problems import NotFound, Refused

# A signature with the longest chain of certificates stays far below this.
LONGEST_SIGNATURE_BYTES = 128 * 1024


def statement_to_sign(actor: Actor, version: CovenantVersion, verdict: str, person_name: str) -> bytes:
    """Return the statement of this moment by which the actor's party says this of the version, for signing elsewhere.

    ``verdict``: accept, reject, revoke or activate. :class:`NotFound` for another word; :class:`Refused` when it may
    not be said now, and where no certificates sign.
    """
    standing = standing_of(version, timezone.localdate())
    if verdict == ACTIVATE:
        decision = may_activate(actor, standing)
    elif verdict in set(Verdict):
        decision = may_sign(actor, standing, Verdict(verdict))
    else:
        raise NotFound
    if not decision.permitted:
        raise Refused(decision.reasons)
    if not trust_anchors():
        raise Refused(NO_CERTIFICATES_HERE())
    return verdict_statement(actor, version, verdict, person_name, timezone.now()).to_bytes()


def read_signature(content: bytes) -> tuple[str, Prepared]:
    """Return what a signature that was brought back says, and its moment; nothing of it has been checked yet."""
    if len(content) > LONGEST_SIGNATURE_BYTES:
        raise Refused(NOT_THIS_SIGNATURE())
    try:
        token = content.decode("ascii").strip()
        said = json.loads(unb64(token.split(".")[1]))
        # In UTC, as it was fetched; a moment that no calendar can tell in UTC overflows.
        at = datetime.fromisoformat(said["at"]).astimezone(UTC)
        verdict = str(said["verdict"])
    # WHY RecursionError: brackets nested a thousand deep are valid JSON.
    except (IndexError, KeyError, OverflowError, RecursionError, TypeError, ValueError):
        raise Refused(NOT_THIS_SIGNATURE()) from None
    if verdict not in {*Verdict, ACTIVATE}:
        raise Refused(NOT_THIS_SIGNATURE())
    return verdict, Prepared(token, at)
