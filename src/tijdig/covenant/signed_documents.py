"""What the standing of a covenant version adds to its documents: its state, and who signed, when, with which key."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from tijdig.covenant.documents import Subject
from tijdig.covenant.queries import CovenantStanding, SignedBy
from tijdig.covenant.rules.documents.arrangement import NOT_SIGNED
from tijdig.covenant.rules.in_force import Verdict
from tijdig.letters.dutch import long_date
from tijdig.letters.papers import SignatureLine

_ANSWERS = {
    Verdict.ACCEPT: "Akkoord",
    Verdict.REJECT: "Niet akkoord",
    Verdict.REVOKE: "Akkoord ingetrokken",
}
_BROKEN = "Handtekening klopt niet"


def subject_of(standing: CovenantStanding) -> Subject:
    """Return what the documents of this version are made from."""
    return Subject(standing.covenant, standing.state, signature_lines(standing))


def signature_lines(standing: CovenantStanding) -> tuple[SignatureLine, ...]:
    """Return each party's last verdict in words, in the order of the file; an empty line where it has none."""
    last = {signed.party: signed for signed in standing.signed_by}
    return tuple(_line(party.name, last.get(code)) for code, party in standing.covenant.parties.items())


def _line(party: str, signed: SignedBy | None) -> SignatureLine:
    if signed is None:
        return SignatureLine(party, NOT_SIGNED)
    at = timezone.localtime(datetime.fromisoformat(signed.at))
    return SignatureLine(
        party,
        _ANSWERS[signed.verdict] if signed.holds else _BROKEN,
        signed.person_name,
        f"{long_date(at.date())}, {at:%H.%M} uur",
        signed.fingerprint,
    )
