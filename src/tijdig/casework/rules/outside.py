"""A referral to an expert who is no partner of the covenant: nothing without the tenant's consent on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tijdig.casework.rules.contact_choice import check_not_frozen
from tijdig.problems import Problem, ProblemKind

# What the tenant can agree to give, and the fields that it is made of. Nothing of the register, and no notes.
GIVES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "contact": ("naam, adres en telefoon", ("signaal.naam", "signaal.adres", "signaal.telefoon")),
    "arrears": ("de achterstand", ("signaal.bedrag", "signaal.maanden")),
    "threat": ("dat er ontruiming dreigt", ("ontruiming.fase", "ontruiming.datum")),
}

NO_CONSENT = ProblemKind(
    code="casework.no-consent-to-expert",
    rule="C1",
    nl="Deze deskundige is geen partner in het convenant en krijgt niets zonder toestemming van de inwoner.",
    en="This expert is no partner of the covenant and gets nothing without the resident's consent.",
    remedy_nl="Vraag de inwoner om toestemming en leg vast wanneer en hoe die is gegeven.",
    remedy_en="Ask the resident for consent and record when and how it was given.",
)
CONSENT_WITHDRAWN = ProblemKind(
    code="casework.consent-withdrawn",
    rule="C1",
    nl="De inwoner heeft de toestemming op {on} ingetrokken. Er gaat niets meer naar deze deskundige.",
    en="The resident withdrew the consent on {on}. Nothing goes to this expert any more.",
)
NOTHING_TO_GIVE = ProblemKind(
    code="casework.nothing-to-give",
    rule="C1",
    nl="Kies waarvoor de inwoner toestemming geeft.",
    en="Choose what the resident consents to.",
)
CONSENT_INCOMPLETE = ProblemKind(
    code="casework.consent-incomplete",
    rule="C1",
    nl="Leg vast op welke dag en hoe de inwoner toestemming gaf.",
    en="Record on which day and how the resident consented.",
)
CONSENT_IN_FUTURE = ProblemKind(
    code="casework.consent-in-future",
    rule="C1",
    nl="Een toestemming kan niet in de toekomst liggen.",
    en="A consent cannot lie in the future.",
)
CONSENT_BEFORE_WITHDRAWAL = ProblemKind(
    code="casework.consent-before-withdrawal",
    rule="C1",
    nl="De inwoner heeft de toestemming op {on} ingetrokken. Een toestemming van daarvoor telt niet meer.",
    en="The resident withdrew the consent on {on}. A consent from before that day counts no more.",
    remedy_nl="Vraag de inwoner opnieuw om toestemming en leg vast wanneer die is gegeven.",
    remedy_en="Ask the resident for consent again and record when it was given.",
)


@dataclass(frozen=True, slots=True)
class Consent:
    """When the tenant agreed, and withdrew it again; None when not (yet)."""

    given_on: date | None
    withdrawn_on: date | None = None


def check_consent(consent: Consent) -> Problem | None:
    """Return why nothing may go to the expert; None when the tenant's consent stands."""
    if consent.withdrawn_on is not None:
        return CONSENT_WITHDRAWN(on=consent.withdrawn_on.strftime("%d-%m-%Y"))
    return NO_CONSENT() if consent.given_on is None else None


def check_letter(consent: Consent, *, frozen_on: date | None) -> Problem | None:
    """Return why no letter to this expert may be made now: contact stands still (R56), or there is no consent."""
    return check_not_frozen(frozen_on) or check_consent(consent)


def check_new_consent(so_far: Consent, *, on: date, today: date) -> Problem | None:
    """Return why a consent of day ``on`` cannot be recorded; None when it can. What was withdrawn does not revive."""
    if on > today:
        return CONSENT_IN_FUTURE()
    if so_far.withdrawn_on is not None and on < so_far.withdrawn_on:
        return CONSENT_BEFORE_WITHDRAWAL(on=so_far.withdrawn_on.strftime("%d-%m-%Y"))
    return None


def fields_to_give(gives: list[str]) -> tuple[str, ...]:
    """Return the covenant's fields that this consent covers; what it does not name is not given."""
    return tuple(field for name, (_words, fields) in GIVES.items() if name in gives for field in fields)
