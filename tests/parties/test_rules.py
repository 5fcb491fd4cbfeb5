"""Which roles fit which kind of party, and when an invitation may be used."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tijdig.actors import Role
from tijdig.covenant.rules.document import PartyRole
from tijdig.parties.rules import (
    INVITATION_NOT_USABLE,
    ROLE_DOES_NOT_FIT,
    check_invitation_usable,
    check_role_fits_party,
    hash_of_token,
    roles_of,
)

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
MUNICIPAL = {Role.CASE_DIRECTOR, Role.COORDINATOR, Role.PRIVACY_OFFICER}


@pytest.mark.parametrize("party_role", list(PartyRole))
def test_only_a_municipality_has_municipal_roles_and_every_party_has_an_admin_r2(
    party_role: PartyRole,
) -> None:
    fitting = set(roles_of(party_role))

    assert Role.ORGANISATION_ADMIN in fitting
    assert (party_role is PartyRole.MUNICIPALITY) is bool(MUNICIPAL & fitting)
    assert Role.SYSTEM not in fitting


def test_a_landlord_gets_no_case_director_and_hears_what_it_may_have_r2() -> None:
    problem = check_role_fits_party(Role.CASE_DIRECTOR, "verhuurder")

    assert problem is not None
    assert problem.code == ROLE_DOES_NOT_FIT.code
    assert "medewerker verhuurder" in problem.remedy_nl


def test_a_party_of_unknown_kind_has_no_roles() -> None:
    assert roles_of("") == ()
    assert check_role_fits_party(Role.ORGANISATION_ADMIN, "") is not None


@pytest.mark.parametrize(
    ("expires_in", "accepted", "withdrawn", "usable"),
    [
        (timedelta(days=7), None, None, True),
        (timedelta(seconds=1), None, None, True),
        (timedelta(0), None, None, False),
        (timedelta(days=-1), None, None, False),
        (timedelta(days=7), NOW, None, False),
        (timedelta(days=7), None, NOW, False),
    ],
)
def test_an_invitation_is_good_once_and_for_a_while(
    expires_in: timedelta, accepted: datetime | None, withdrawn: datetime | None, usable: bool
) -> None:
    problem = check_invitation_usable(
        expires_at=NOW + expires_in, accepted_at=accepted, withdrawn_at=withdrawn, now=NOW
    )

    assert problem == (None if usable else INVITATION_NOT_USABLE())


def test_of_a_token_only_a_hash_is_kept() -> None:
    assert hash_of_token("a") == hash_of_token("a") != hash_of_token("b")
    assert len(hash_of_token("a")) == 64
