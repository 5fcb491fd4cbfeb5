"""Refer to an expert who is no partner of the covenant: on record, and with consent only (C1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.loading import facts_of_case, signals_of_case
from tijdig.casework.models import OutsideReferral
from tijdig.casework.queries.requests import case_values, chosen, signal_values
from tijdig.casework.rules.atw import term_end
from tijdig.casework.rules.outside import (
    GIVES,
    NOTHING_TO_GIVE,
    Consent,
    check_consent,
    check_letter,
    check_new_consent,
    fields_to_give,
)
from tijdig.casework.rules.transitions import Act
from tijdig.casework.services.changing import OpenChange, case_to_change, required_text, save_change
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.covenant.sender import municipality_of
from tijdig.disclosure.services import Request, disclose
from tijdig.ledger.services import Detail
from tijdig.letters.fields import on_paper
from tijdig.letters.referral import GivenFact, ReferralLetter, referral_letter
from tijdig.letters.sender import Addressee, CovenantMark
from tijdig.problems import NotFound, Refused
from tijdig.vault.fields import values


@dataclass(frozen=True, slots=True)
class Expert:
    """Who is asked for help, at which address (lines, comma between), and why."""

    name: str
    address: str
    reason: str


@transaction.atomic
def record_outside_referral(
    *, actor: Actor, case_id: UUID, version: int, expert: Expert, gives: Collection[str]
) -> OutsideReferral:
    """Record that this expert is wanted, and what the tenant would be asked to let go; nothing goes out yet."""
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.REFER_OUTSIDE)
    covered = [name for name in GIVES if name in gives]
    if not covered:
        raise Refused(NOTHING_TO_GIVE())
    referral = OutsideReferral.objects.create(
        controller_id=actor.controller_id,
        case=change.case,
        gives=covered,
        recorded_by=actor.person_id,
        recorded_at=timezone.now(),
        **values(
            expert=required_text(expert.name, "wie de deskundige is", "who the expert is")[:120],
            address=expert.address.strip()[:200],
            reason=required_text(expert.reason, "waarom u verwijst", "why you refer")[:500],
        ),
    )
    _save(actor, change, "recorded")
    return referral


@transaction.atomic
def record_consent(
    *, actor: Actor, case_id: UUID, version: int, referral_id: UUID, on: date, how: str
) -> OutsideReferral:
    """Record the tenant's consent: by whom it was recorded, on which day it was given, and how (C1)."""
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.REFER_OUTSIDE)
    referral = _referral(change, referral_id)
    so_far = Consent(referral.consent_on, referral.withdrawn_on)
    problem = check_new_consent(so_far, on=on, today=timezone.localdate())
    if problem is not None:
        raise Refused(problem)
    referral.consent_on, referral.consent_recorded_by = on, actor.person_id
    referral.withdrawn_on = referral.withdrawn_recorded_by = None
    referral.consent_how = required_text(how, "hoe de toestemming is gegeven", "how consent was given")[:200]
    referral.save()
    _save(actor, change, "consent")
    return referral


@transaction.atomic
def withdraw_consent(
    *, actor: Actor, case_id: UUID, version: int, referral_id: UUID, on: date
) -> OutsideReferral:
    """Record that the tenant withdrew the consent: from now on nothing goes to this expert."""
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.REFER_OUTSIDE)
    referral = _referral(change, referral_id)
    problem = check_consent(Consent(referral.consent_on, referral.withdrawn_on))
    if problem is not None:
        raise Refused(problem)
    referral.withdrawn_on, referral.withdrawn_recorded_by = on, actor.person_id
    referral.save()
    _save(actor, change, "withdrawn")
    return referral


@transaction.atomic
def write_outside_letter(*, actor: Actor, case_id: UUID, version: int, referral_id: UUID, on: date) -> bytes:
    """Return the letter to the expert as PDF, with what the tenant consented to and no more.

    Each field passes ``disclosure`` first. Raises :class:`Refused` without consent, after it was withdrawn,
    and where contact stands still (R56).
    """
    change = case_to_change(actor=actor, case_id=case_id, version=version, act=Act.REFER_OUTSIDE)
    referral = _referral(change, referral_id)
    consent = Consent(referral.consent_on, referral.withdrawn_on)
    problem = check_letter(consent, frozen_on=change.case.frozen_on)
    if problem is not None:
        raise Refused(problem)
    facts = _facts(actor, change, fields_to_give(referral.gives))
    referral.letter_made_on = on
    referral.save(update_fields=["letter_made_on"])
    _save(actor, change, "letter")
    return referral_letter(_letter(change, referral, facts, on))


def _letter(
    change: OpenChange, referral: OutsideReferral, facts: tuple[GivenFact, ...], on: date
) -> ReferralLetter:
    covenant = change.covenant
    consented = f"toestemming van de inwoner van {referral.consent_on:%d-%m-%Y}"
    lines = tuple(line.strip() for line in referral.address.split(",") if line.strip())
    return ReferralLetter(
        municipality=municipality_of(covenant),
        helper=Addressee(referral.expert, lines),
        reference=change.case.number,
        written_on=on,
        answer_by=term_end(on, covenant.terms.answer_referral),
        reason=referral.reason,
        facts=facts,
        purpose=covenant.purposes[PurposeCode.HELP].description,
        ground=consented,
        covenant=CovenantMark(covenant.title, covenant.version, covenant.hash),
    )


def _facts(actor: Actor, change: OpenChange, names: tuple[str, ...]) -> tuple[GivenFact, ...]:
    """Ask for what the tenant consented to: of the newest signal, and of the case."""
    known = facts_of_case(change.case)
    newest = signals_of_case(change.case)[-1]
    told = {**case_values(change.case), **signal_values(newest.signal)}
    request = Request(
        "case",
        str(change.case.pk),
        actor.party,
        PurposeCode.HELP,
        change.covenant.hash,
        chosen(told, names),
        known,
    )
    (answer,) = disclose(actor=actor, requests=[request])
    texts = ((FIELDS[name].description, on_paper(name, value)) for name, value in answer.values.items())
    return tuple(GivenFact(label[:1].upper() + label[1:], text) for label, text in texts if text)


def _referral(change: OpenChange, referral_id: UUID) -> OutsideReferral:
    referral = OutsideReferral.objects.filter(case=change.case, pk=referral_id).first()
    if referral is None:
        raise NotFound
    return referral


def _save(actor: Actor, change: OpenChange, what: str) -> None:
    details: dict[str, Detail] = {"outside": what}
    save_change(actor=actor, change=change, details=details)
