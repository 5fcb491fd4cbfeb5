"""What a helper can do with a referral: for each answer its address, form, service, and what the page says after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tijdig.actors import Actor
from tijdig.casework import services
from tijdig.casework.rules.referrals import Answer
from tijdig.casework.rules.states import ReferralOutcome
from tijdig.web.choices import Text
from tijdig.web.partner import forms

type Filled = Mapping[str, Any]


class Target(TypedDict):
    """Who answers which version of which referral."""

    actor: Actor
    referral_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class ReferralAnswer:
    """One answer; ``kind`` is the look of its button."""

    slug: str
    answer: Answer
    title: Text
    kind: str
    form: type[forms.ReferralForm]
    run: Callable[[Target, Filled], object]
    done: Text


def _report(target: Target, filled: Filled) -> object:
    outcome = ReferralOutcome(filled["outcome"])
    return services.report_back(**target, outcome=outcome, report=filled["report"], on=filled["on"])


_ANSWERS = (
    ReferralAnswer(
        "aannemen",
        Answer.ACCEPT,
        _("Neem de zaak aan"),
        "primary",
        forms.ReferralForm,
        lambda target, _f: services.answer_referral(**target, accept=True, on=timezone.localdate()),
        _("U hebt de zaak aangenomen. De regisseur ziet dit."),
    ),
    ReferralAnswer(
        "weigeren",
        Answer.REFUSE,
        _("Weiger de zaak"),
        "secondary",
        forms.RefuseForm,
        lambda target, f: services.answer_referral(
            **target, accept=False, reason=f["reason"], on=timezone.localdate()
        ),
        _("U hebt de zaak geweigerd. De gemeente zoekt een andere weg."),
    ),
    ReferralAnswer(
        "terugmelden",
        Answer.REPORT,
        _("Meld terug hoe het ging"),
        "primary",
        forms.ReportForm,
        _report,
        _("Uw terugmelding is bij de regisseur."),
    ),
    ReferralAnswer(
        "teruggeven",
        Answer.RETURN,
        _("Geef de zaak terug"),
        "secondary",
        forms.ReturnForm,
        lambda target, f: services.return_case(**target, reason=f["reason"], on=timezone.localdate()),
        _("U hebt de zaak teruggegeven."),
    ),
)
ANSWERS: Mapping[str, ReferralAnswer] = {one.slug: one for one in _ANSWERS}
