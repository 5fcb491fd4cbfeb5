"""Which roles fit which kind of party, and when an invitation may still be used."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from tijdig.actors import ROLE_NAMES_EN, ROLE_NAMES_NL, Role
from tijdig.covenant.rules.document import HELPING_ROLES, SIGNAL_PARTNER_ROLES, PartyRole
from tijdig.problems import Problem, ProblemKind

INVITATION_LASTS = timedelta(days=7)
API_TOKEN_LASTS = timedelta(minutes=10)
# So many wrong secrets in a row, and a system waits this long: nobody can try them out (A9's measure, for systems).
API_FAILURES = 5
API_WAIT = timedelta(minutes=5)

# A landlord has no case directors: what a role may do is only safe while it is given to the right kind of party (R2).
ROLES_OF_PARTY: Mapping[PartyRole, frozenset[Role]] = {
    PartyRole.MUNICIPALITY: frozenset(
        {Role.CASE_DIRECTOR, Role.COORDINATOR, Role.PRIVACY_OFFICER, Role.ORGANISATION_ADMIN}
    ),
    **dict.fromkeys(HELPING_ROLES, frozenset({Role.SOCIAL_WORKER, Role.ORGANISATION_ADMIN})),
    **dict.fromkeys(
        SIGNAL_PARTNER_ROLES | {PartyRole.COLLECTION_AGENT},
        frozenset({Role.LANDLORD_CLERK, Role.ORGANISATION_ADMIN}),
    ),
}

ROLE_DOES_NOT_FIT = ProblemKind(
    code="parties.role-does-not-fit",
    rule="R2",
    nl="De rol {role} bestaat niet bij een organisatie van deze soort.",
    en="The role {role_en} does not exist at an organisation of this kind.",
    remedy_nl="Kies een van deze rollen: {allowed}.",
    remedy_en="Choose one of these roles: {allowed_en}.",
)
INVITATION_NOT_USABLE = ProblemKind(
    code="parties.invitation-not-usable",
    rule="A1",
    nl="Deze uitnodiging is verlopen, ingetrokken of al gebruikt.",
    en="This invitation has expired, was withdrawn or has been used.",
    remedy_nl="Vraag de beheerder van uw organisatie om een nieuwe uitnodiging.",
    remedy_en="Ask the admin of your organisation for a new invitation.",
)


def roles_of(party_role: str) -> tuple[Role, ...]:
    """Return the roles that people of such a party can have, in the order of :class:`Role`; none when unknown."""
    fitting = ROLES_OF_PARTY.get(PartyRole(party_role), frozenset()) if party_role in list(PartyRole) else ()
    return tuple(role for role in Role if role in fitting)


def check_role_fits_party(role: Role, party_role: str) -> Problem | None:
    """Return a problem when people of such a party cannot have this role (R2)."""
    fitting = roles_of(party_role)
    if role in fitting:
        return None
    return ROLE_DOES_NOT_FIT(
        role=ROLE_NAMES_NL[role],
        role_en=ROLE_NAMES_EN[role],
        allowed=", ".join(ROLE_NAMES_NL[allowed] for allowed in fitting) or "geen",
        allowed_en=", ".join(ROLE_NAMES_EN[allowed] for allowed in fitting) or "none",
    )


def check_invitation_usable(
    *, expires_at: datetime, accepted_at: datetime | None, withdrawn_at: datetime | None, now: datetime
) -> Problem | None:
    """Return a problem when the invitation has expired, was withdrawn, or was accepted before."""
    if accepted_at is None and withdrawn_at is None and now < expires_at:
        return None
    return INVITATION_NOT_USABLE()


def must_wait(failures: int, failed_at: datetime | None, now: datetime) -> bool:
    """Say whether a system gave too many wrong secrets to be heard yet; the right one is not heard either."""
    return failures >= API_FAILURES and failed_at is not None and now < failed_at + API_WAIT


def hash_of_token(token: str) -> str:
    """Return what is kept of a link's token: it has 256 random bits, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()
