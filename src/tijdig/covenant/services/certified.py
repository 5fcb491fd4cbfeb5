"""Take in a signature that a party made on its own machine, with its own certificate (production)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tijdig.covenant.models import CovenantVersion
from tijdig.covenant.queries import CovenantStanding
from tijdig.covenant.rules.statement import Statement
from tijdig.covenant.verifying import is_stated, trust_anchors
from tijdig.problems import ProblemKind, Refused

# A statement is prepared, taken to the machine with the key, signed and brought back: on the same working day.
LONGEST_ON_ITS_WAY = timedelta(hours=24)

CERTIFICATE_NEEDED = ProblemKind(
    code="covenant.certificate-needed",
    rule="C3",
    nl="Hier tekent elke partij met het certificaat van de eigen organisatie.",
    en="Here each party signs with its own organisation's certificate.",
    remedy_nl="Haal de verklaring op, teken die met uw certificaat en lever de handtekening in.",
    remedy_en="Fetch the statement, sign it with your certificate and hand in the signature.",
)
NO_CERTIFICATES_HERE = ProblemKind(
    code="covenant.no-certificates-here",
    rule="C3",
    nl="Hier wordt niet met certificaten getekend.",
    en="Certificates are not used for signing here.",
    remedy_nl="Teken op de pagina van het convenant.",
    remedy_en="Sign on the covenant's page.",
)
NOT_THIS_SIGNATURE = ProblemKind(
    code="covenant.not-this-signature",
    rule="C3",
    nl="Dit is geen geldige handtekening van uw organisatie onder deze verklaring.",
    en="This is no valid signature of your organisation under this statement.",
    remedy_nl="Teken de opgehaalde verklaring zonder er iets aan te veranderen, met het certificaat waarvan het OIN of "
    "KvK-nummer in het convenant staat, en lever de hele keten in.",
    remedy_en="Sign the statement as it was fetched, with the certificate whose OIN or KvK number the covenant names, "
    "and hand in the whole chain.",
)
OUT_OF_TIME = ProblemKind(
    code="covenant.statement-out-of-time",
    rule="C3",
    nl="Deze verklaring is niet van vandaag, of er is na haar al iets anders verklaard.",
    en="This statement is not of today, or another one was made after it.",
    remedy_nl="Haal een nieuwe verklaring op en teken die.",
    remedy_en="Fetch a new statement and sign that.",
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A signature that was made elsewhere: the compact JWS, and the moment that stands in its statement."""

    token: str
    at: datetime


def check_certified(
    prepared: Prepared, said: Statement, version: CovenantVersion, standing: CovenantStanding, now: datetime
) -> None:
    """Raise :class:`Refused` unless this is the party's signature over this statement, made just now."""
    if not trust_anchors():
        raise Refused(NO_CERTIFICATES_HERE())
    own = [datetime.fromisoformat(one.at) for one in standing.signed_by if one.party == said.party]
    if not max(version.created_at, now - LONGEST_ON_ITS_WAY, *own) < prepared.at <= now:
        raise Refused(OUT_OF_TIME())
    if not is_stated(prepared.token, said, None, standing.covenant):
        raise Refused(NOT_THIS_SIGNATURE())
