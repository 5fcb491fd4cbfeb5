"""What a helper would get with a referral and what not, with the reasons: seen before anything is offered (C1)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from tijdig.actors import Action, Actor, Role, require
from tijdig.casework.authority import within_authority
from tijdig.casework.loading import (
    case_of_actor,
    case_view,
    covenant_of_case,
    facts_of_case,
    signals_of_case,
)
from tijdig.casework.queries.partner import CASE_FIELDS
from tijdig.casework.queries.requests import SIGNAL_FIELDS
from tijdig.casework.queries.shown import ShownField
from tijdig.casework.rules.referrals import check_may_refer
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.rules import Question, answer
from tijdig.disclosure.versions import version_on
from tijdig.problems import NotFound, Problem

# What people ask about, and what a helper is never asked to have: named, so that it is seen to stay.
ALSO_ASKED = (
    "bewoner.naam",
    "bewoner.adres",
    "bewoner.status",
    "huishouden.minderjarigen",
    "uitkering.participatiewet",
    "zaak.rang",
    "zaak.notities",
)


@dataclass(frozen=True, slots=True)
class ReferralPreview:
    """A helper, why it may not have the case now (empty: it may), and per field whether it would go and why."""

    case_id: UUID
    number: str
    version: int
    party: str
    name: str
    problems: tuple[Problem, ...]
    goes: tuple[ShownField, ...]
    stays: tuple[ShownField, ...]


def referral_preview(actor: Actor, case_id: UUID, party: str) -> ReferralPreview:
    """Return what this helper would get of the case today, decided as it will be at each of its looks.

    No value is released here: the same rules are asked what they would decide. :class:`NotFound` for a party that is
    no helper of the covenant.
    """
    require(actor, Action.WORK_CASE)
    case = case_of_actor(actor, case_id)
    within_authority(actor, case)
    covenant, today = covenant_of_case(case), timezone.localdate()
    view = case_view(case, covenant, [one.link for one in signals_of_case(case)], actor)
    if party not in view.helping_parties:
        raise NotFound
    facts = facts_of_case(case)
    version = version_on(actor.controller_id, covenant.hash, today)
    names = (*SIGNAL_FIELDS, *CASE_FIELDS, *ALSO_ASKED)
    question = Question(covenant.municipality.code, party, PurposeCode.HELP, Role.SOCIAL_WORKER, names)
    decided = answer(version.covenant, version.state, question, facts, today).decisions
    fields = [
        ShownField(name, FIELDS[name].description, None, decided[name].permitted, decided[name])
        for name in names
    ]
    return ReferralPreview(
        case_id=case.pk,
        number=case.number,
        version=case.version,
        party=party,
        name=covenant.parties[party].name,
        problems=check_may_refer(covenant, view, party=party, facts=facts, on=today),
        goes=tuple(field for field in fields if field.granted),
        stays=tuple(field for field in fields if not field.granted),
    )
