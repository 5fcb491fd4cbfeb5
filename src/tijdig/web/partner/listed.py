"""The rows of a helper's list in words, all worked out before the page is made: its table is then a plain loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tijdig.casework.queries import ReferralInList, ShownField
from tijdig.casework.rules.states import ReferralState
from tijdig.web.addresses import addresses_of
from tijdig.web.templatetags.case_fields import why_fields
from tijdig.web.templatetags.components import term
from tijdig.web.templatetags.partner import referral_badge
from tijdig.web.templatetags.wording import day


@dataclass(frozen=True, slots=True)
class ListedReferral:
    """A referral as its row tells it; ``owner`` is empty while nobody has it on her name."""

    number: str
    address: str
    who: str
    why: SafeString | str  # why the name may be seen, or may not
    is_late: bool
    state: SafeString
    owner: str
    offered: SafeString | str
    term: SafeString | str


@dataclass(frozen=True, slots=True)
class _Words:
    """What the rows say alike, in the reader's language: looked up once, and not for each row."""

    case: str
    answer: str
    report: str


@dataclass(slots=True)
class _Explaining:
    """Why a name may be seen: most rows of a page were told the same, so that each answer is written once."""

    written: list[tuple[tuple[ShownField, ...], SafeString]] = field(default_factory=list)

    def __call__(self, fields: tuple[ShownField, ...]) -> SafeString:
        known = next((told for like, told in self.written if _same_decisions(like, fields)), None)
        if known is None:
            known = render_to_string("components/why_fields.html", why_fields(fields))
            self.written.append((fields, known))
        return known


@dataclass(frozen=True, slots=True)
class _Telling:
    today: date
    words: _Words
    explain: _Explaining
    badges: dict[ReferralState, SafeString]
    address_of: Callable[[UUID], str]


def listed(referrals: Sequence[ReferralInList], *, today: date) -> tuple[ListedReferral, ...]:
    """Return the referrals as they are told to their helper, in the same order."""
    words = _Words(gettext("Zaak %(number)s"), gettext("antwoord"), gettext("terugmelden"))
    badges = {state: referral_badge(state) for state in {one.state for one in referrals}}
    telling = _Telling(today, words, _Explaining(), badges, addresses_of("partner:referral"))
    return tuple(_listed(telling, one) for one in referrals)


def _listed(telling: _Telling, one: ReferralInList) -> ListedReferral:
    return ListedReferral(
        number=one.number,
        address=telling.address_of(one.referral_id),
        who=one.name or telling.words.case % {"number": one.number},
        why=telling.explain(one.named) if one.named else "",
        is_late=one.is_late,
        state=telling.badges[one.state],
        owner=one.assigned_name,
        offered=day(one.offered_on),
        term=_term(one, telling),
    )


def _term(one: ReferralInList, telling: _Telling) -> SafeString | str:
    if one.state is ReferralState.OFFERED:
        return term(one.answer_by, telling.today, telling.words.answer)
    if one.report_by:
        return term(one.report_by, telling.today, telling.words.report)
    return "–"


def _same_decisions(one: Sequence[ShownField], other: Sequence[ShownField]) -> bool:
    return [(each.code, each.decision) for each in one] == [(each.code, each.decision) for each in other]
