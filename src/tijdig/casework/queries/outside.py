"""The experts outside the covenant that were asked to help in a case, and how the tenant's consent stands (C1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.authority import within_authority
from tijdig.casework.loading import case_of_actor, covenant_of_case, facts_of_case
from tijdig.casework.models import Case, OutsideReferral
from tijdig.casework.rules.outside import GIVES, Consent, check_consent, check_letter
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services import Request, disclose
from tijdig.parties.queries import names_of_people
from tijdig.problems import Decision

REASON = "doorgeleiding.reden"


@dataclass(frozen=True, slots=True)
class ShownOutside:
    """A referral outside the covenant: to whom, why, for what, and how the consent to it stands.

    ``may_write``: whether a letter may be made now; not while contact stands still, also with consent (R56).
    """

    referral_id: UUID
    expert: str
    reason: str
    gives: tuple[str, ...]
    recorded_on: date
    consent_on: date | None
    consent_how: str
    consent_recorded_by: str
    withdrawn_on: date | None
    letter_made_on: date | None
    has_consent: bool
    may_write: Decision


@dataclass(frozen=True, slots=True)
class OutsidePage:
    """The case's number and version, and its referrals outside the covenant."""

    case_id: UUID
    number: str
    version: int
    referrals: tuple[ShownOutside, ...]


def outside_referrals(actor: Actor, case_id: UUID) -> OutsidePage:
    """Return the experts outside the covenant in this case; their texts pass ``disclosure`` like any other (L1)."""
    require(actor, Action.WORK_CASE)
    case = case_of_actor(actor, case_id)
    actor = within_authority(actor, case)
    rows = list(case.outside_referrals.all())
    if not rows or not _may_know(actor, case, rows):
        return OutsidePage(case.pk, case.number, case.version, ())
    people = {one.consent_recorded_by for one in rows if one.consent_recorded_by}
    names = names_of_people(actor.controller_id, people)
    shown = tuple(
        _shown(one, names.get(one.consent_recorded_by, "") if one.consent_recorded_by else "", case.frozen_on)
        for one in rows
    )
    return OutsidePage(case.pk, case.number, case.version, shown)


def _may_know(actor: Actor, case: Case, rows: list[OutsideReferral]) -> bool:
    covenant = covenant_of_case(case)
    fields = {REASON: tuple(one.reason for one in rows)}
    request = Request(
        "case",
        str(case.pk),
        actor.party,
        PurposeCode.HELP,
        covenant.hash,
        fields,
        facts_of_case(case),
    )
    (answer,) = disclose(actor=actor, requests=[request])
    return REASON in answer.granted


def _shown(row: OutsideReferral, recorded_by: str, frozen_on: date | None) -> ShownOutside:
    consent = Consent(row.consent_on, row.withdrawn_on)
    problem = check_letter(consent, frozen_on=frozen_on)
    return ShownOutside(
        referral_id=row.pk,
        expert=row.expert,
        reason=row.reason,
        gives=tuple(GIVES[name][0] for name in row.gives if name in GIVES),
        recorded_on=timezone.localdate(row.recorded_at),
        consent_on=row.consent_on,
        consent_how=row.consent_how,
        consent_recorded_by=recorded_by,
        withdrawn_on=row.withdrawn_on,
        letter_made_on=row.letter_made_on,
        has_consent=check_consent(consent) is None,
        may_write=Decision(problem is None, (problem,) if problem else ()),
    )
