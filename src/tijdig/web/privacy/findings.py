"""The items of a review in words: who looked at what, when, why it stands here, and what may be said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tijdig.actors import Actor
from tijdig.casework.queries import named_subjects
from tijdig.oversight.models import ReviewItem
from tijdig.oversight.rules.reviewing import Verdict, may_judge
from tijdig.oversight.rules.unusual import Sign
from tijdig.parties.queries import names_of_people, party_names
from tijdig.problems import Decision
from tijdig.web.choices import Text
from tijdig.web.privacy.lines import NOBODY, role_in_words
from tijdig.web.privacy.review_forms import VERDICTS, JudgeForm

SIGNS: Mapping[str, tuple[Text, Text]] = {
    Sign.SAMPLE: (_("Steekproef"), _("Deze inzage is door het lot gekozen.")),
    Sign.OUT_OF_HOURS: (_("Buiten werktijd"), _("Er is gekeken buiten de werktijden van uw gemeente.")),
    Sign.BULK: (_("Veel zaken op één dag"), _("Er zijn op één dag meer zaken geopend dan gebruikelijk.")),
    Sign.SAME_NAME: (_("Zelfde achternaam"), _("De inwoner heeft dezelfde achternaam als deze medewerker.")),
    Sign.SAME_ADDRESS: (_("Zelfde adres"), _("De inwoner woont op hetzelfde adres als deze medewerker.")),
    Sign.NO_TASK: (
        _("Geen taak in deze zaak"),
        _("De zaak is van een ander, en er was geen taak, verwijzing of overleg."),
    ),
}
KINDS_OF_BADGE = {Verdict.IN_ORDER: "ok", Verdict.QUESTION: "warning", Verdict.MISUSE: "danger"}


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One item as it is shown; ``may_judge`` says whether this reviewer may judge it, and why not."""

    item: ReviewItem
    title: Text
    why: Text
    who: str
    role: str
    party: str
    case: str
    traces: Sequence[str]
    judge: str
    verdict: Text
    badge: str
    may_judge: Decision
    is_open: bool
    form: JudgeForm


def shown_items(actor: Actor, items: Sequence[ReviewItem], *, signed: bool) -> tuple[ShownItem, ...]:
    """Return the items of one page: what the rules point out first, the sample last."""
    people: set[UUID] = {item.person_id for item in items} | {
        item.judged_by for item in items if item.judged_by
    }
    names = names_of_people(actor.controller_id, people)
    parties = party_names(actor.controller_id)
    cases = named_subjects(actor.controller_id, {item.case_id for item in items if item.case_id})
    ordered = sorted(items, key=lambda item: (item.sign == Sign.SAMPLE, item.sign, item.first_at))
    return tuple(
        ShownItem(
            item=item,
            title=SIGNS[item.sign][0],
            why=SIGNS[item.sign][1],
            who=names.get(item.person_id, NOBODY),
            role=role_in_words(item.role),
            party=parties.get(item.party, item.party),
            case=cases[item.case_id].number if item.case_id in cases else "",
            traces=item.traces,
            judge=names.get(item.judged_by, NOBODY) if item.judged_by else "",
            verdict=VERDICTS[Verdict(item.verdict)] if item.verdict else "",
            badge=KINDS_OF_BADGE[Verdict(item.verdict)] if item.verdict else "",
            may_judge=may_judge(item.person_id, actor.person_id),
            is_open=not signed or item.verdict == Verdict.QUESTION,
            form=JudgeForm(
                initial={"verdict": item.verdict, "note": item.note}, auto_id=f"id_{item.pk.hex}_%s"
            ),
        )
        for item in ordered
    )
