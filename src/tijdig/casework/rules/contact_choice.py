"""When nothing goes out by itself: a person chooses whether and how to seek contact, as the covenant asks (R23)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from tijdig.casework.rules.reasons import Reason, reason
from tijdig.covenant.rules.conditions import evaluate_all
from tijdig.covenant.rules.document import ContactChoice, Covenant
from tijdig.covenant.rules.facts import Facts
from tijdig.problems import Problem, ProblemKind

CONTACT_AFTER_CHOICE = ProblemKind(
    code="casework.contact-after-choice",
    rule="R23",
    nl="{explanation}. Er gaat niets vanzelf uit: een mens kiest of en hoe contact wordt gezocht.",
    en="Nothing goes out by itself: a person chooses whether and how to seek contact. The covenant: {explanation}.",
)
CHOOSE_FIRST = ProblemKind(
    code="casework.choose-contact-first",
    rule="R23",
    nl="Er gaat geen brief uit voordat iemand heeft gekozen of en hoe contact wordt gezocht.",
    en="No letter goes out before someone has chosen whether and how to seek contact.",
    remedy_nl="Leg bij Contact eerst uw keuze vast, met de reden.",
    remedy_en="Record your choice under Contact first, with the reason.",
)
NOT_IN_WRITING = ProblemKind(
    code="casework.not-in-writing",
    rule="R23",
    nl="Er is gekozen om deze inwoner niet te schrijven.",
    en="It was chosen not to write to this resident.",
    remedy_nl="Leg een nieuwe keuze vast als schrijven toch kan.",
    remedy_en="Record a new choice if writing is possible after all.",
)
CONTACT_FROZEN = ProblemKind(
    code="casework.contact-frozen",
    rule="R56",
    nl="Het contact met deze inwoner staat stil: er is bezwaar gemaakt, of om beperking gevraagd.",
    en="Contact with this resident stands still: there was an objection, or a request for restriction.",
    remedy_nl="Vraag de functionaris gegevensbescherming. Die weegt het verzoek en laat contact weer toe.",
    remedy_en="Ask the privacy officer, who weighs the request and lets contact go on.",
)
NO_CHOICE_ASKED = ProblemKind(
    code="casework.no-contact-choice-asked",
    rule="R23",
    nl="Het convenant vraagt bij deze zaak geen keuze over contact.",
    en="The covenant asks for no choice about contact in this case.",
)


def contact_reasons(
    covenant: Covenant, facts: Facts, on: date, *, before: Collection[str] = ()
) -> tuple[Reason, ...]:
    """Return why contact waits for a person's choice; empty when nothing stands in its way.

    ``before`` are the names of the reasons that stood: one that is not known any more stays until it is over.
    """
    found = []
    for choice in covenant.contact_choices:
        holds = evaluate_all(choice.conditions, facts, on, covenant.freshness)
        if holds or (holds is None and choice.name in before):
            found.append(_told(choice, facts))
    return tuple(found)


def _told(choice: ContactChoice, facts: Facts) -> Reason:
    fact = choice.conditions[0].fact if choice.conditions else ""
    known = facts.get(fact)
    return reason(
        CONTACT_AFTER_CHOICE,
        fact=fact,
        source=known.source.value if known else "",
        name=choice.name,
        explanation=choice.explanation,
    )


def check_not_frozen(frozen_on: date | None) -> Problem | None:
    """Return why nobody seeks contact now, when it stands still since ``frozen_on`` (R56); None when it does not."""
    return CONTACT_FROZEN() if frozen_on is not None else None


def check_written_contact(
    *, frozen_on: date | None, waits_for_choice: bool, may_write: bool | None
) -> Problem | None:
    """Return why nothing written leaves now, contact that stands still first (R56, R23); None when it may."""
    return check_not_frozen(frozen_on) or check_may_write(
        waits_for_choice=waits_for_choice, may_write=may_write
    )


def check_may_write(*, waits_for_choice: bool, may_write: bool | None) -> Problem | None:
    """Return why no letter or e-mail may go out now; None when it may."""
    if not waits_for_choice or may_write:
        return None
    return CHOOSE_FIRST() if may_write is None else NOT_IN_WRITING()
