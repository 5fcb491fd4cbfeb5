"""Lint: every result has its projection, and no projection tells more than the law lets a creditor know."""

from __future__ import annotations

from collections.abc import Iterator

from tijdig.covenant.rules.deciding import exchanges_between
from tijdig.covenant.rules.feedback_codes import TELLABLE, ExternalCode
from tijdig.covenant.rules.lint.subject import LintRule, Subject, municipalities
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ddas import Result
from tijdig.problems import Problem, ProblemKind

RESULT_WITHOUT_PROJECTION = ProblemKind(
    code="covenant.result-without-projection",
    rule="R43",
    nl="Voor het resultaat {result} staat niet wat de partner hoort.",
    en="It is not said what the partner hears for the result {result}.",
    remedy_nl='Zet het resultaat bij een [[terugkoppeling]], zo nodig met extern = "geen_terugkoppeling".',
    remedy_en='Put the result in a [[terugkoppeling]], if need be with extern = "geen_terugkoppeling".',
)
RESULT_TWICE = ProblemKind(
    code="covenant.result-twice",
    rule="R43",
    nl="Het resultaat {result} staat bij twee terugkoppelingen.",
    en="The result {result} stands in two projections.",
    remedy_nl="Laat er één staan.",
    remedy_en="Keep one.",
)
TELLS_TOO_MUCH = ProblemKind(
    code="covenant.tells-too-much",
    rule="R43",
    nl="{external} mag niet staan voor het resultaat {result}: dan hoort de partner te veel of iets onwaars.",
    en="{external} may not stand for the result {result}: the partner would hear too much or something untrue.",
    remedy_nl='Kies extern = "geen_terugkoppeling" voor dit resultaat.',
    remedy_en='Choose extern = "geen_terugkoppeling" for this result.',
)
NO_CONTACT_SWITCHED_OFF = ProblemKind(
    code="covenant.no-contact-switched-off",
    rule="R44",
    nl="Er is een terugkoppeling geen_contact, maar de schakelaar daarvoor staat uit.",
    en="There is a projection geen_contact, but its switch is off.",
    remedy_nl="Zet terugkoppelbeleid.geen_contact op true, of haal de terugkoppeling weg.",
    remedy_en="Set terugkoppelbeleid.geen_contact to true, or remove the projection.",
)
NO_FEEDBACK_EXCHANGE = ProblemKind(
    code="covenant.no-feedback-exchange",
    rule="R43",
    nl="De gemeente mag {party} niets terugkoppelen: er is geen uitwisseling voor.",
    en="The municipality may not feed back to {party}: there is no exchange for it.",
    remedy_nl="Voeg een [[uitwisseling]] toe van de gemeente naar deze partij, doel terugkoppeling.",
    remedy_en="Add an [[uitwisseling]] from the municipality to this party, purpose terugkoppeling.",
)
MEETING_WITHOUT_EXCHANGE = ProblemKind(
    code="covenant.meeting-without-exchange",
    rule="R48",
    nl="{party} zit in het overleg, maar mag daar niets zien: er is geen uitwisseling voor.",
    en="{party} is in the meeting but may see nothing there: there is no exchange for it.",
    remedy_nl="Voeg een [[uitwisseling]] toe van de gemeente naar deze partij, doel overleg.",
    remedy_en="Add an [[uitwisseling]] from the municipality to this party, purpose overleg.",
)


def check_every_result_has_one_projection(subject: Subject) -> Iterator[Problem]:
    """Each of the sixteen results says what the partner hears, even when that is nothing (R41, R43)."""
    told: set[str] = set()
    for number, projection in enumerate(subject.covenant.feedback):
        for result in projection.internal:
            if result in told:
                yield RESULT_TWICE(result=result).at(key=f"terugkoppeling[{number}].intern")
            told.add(result)
    for result in Result:
        if result not in told:
            yield RESULT_WITHOUT_PROJECTION(result=result).at(key="terugkoppeling")


def check_projection_tells_no_more_than_allowed(subject: Subject) -> Iterator[Problem]:
    """An external code stands only for results that the whitelist ties to it (R43, R44)."""
    for number, projection in enumerate(subject.covenant.feedback):
        if projection.external is None:
            continue
        allowed = TELLABLE[ExternalCode(projection.external)]
        for result in projection.internal:
            if result not in allowed:
                key = f"terugkoppeling[{number}].extern"
                yield TELLS_TOO_MUCH(external=projection.external, result=result).at(key=key)


def check_no_contact_is_told_only_by_switch(subject: Subject) -> Iterator[Problem]:
    """That there was no contact is told only where the parties chose so (R44)."""
    if subject.covenant.feedback_policy.tell_no_contact:
        return
    for number, projection in enumerate(subject.covenant.feedback):
        if projection.external == ExternalCode.NO_CONTACT:
            yield NO_CONTACT_SWITCHED_OFF().at(key=f"terugkoppeling[{number}].extern")


def check_every_signal_partner_gets_feedback(subject: Subject) -> Iterator[Problem]:
    """What is projected can also be sent (R43)."""
    for party in subject.covenant.signal_partners:
        if not _may_receive(subject, party.code, PurposeCode.FEEDBACK):
            yield NO_FEEDBACK_EXCHANGE(party=party.code).at(key=f"partij.{party.code}")


def check_participants_may_see_something(subject: Subject) -> Iterator[Problem]:
    """Who sits in the meeting has an exchange for it; the municipality's own use is its own (R47, R48)."""
    own = {municipality.code for municipality in municipalities(subject.covenant)}
    named = {
        code for name in subject.covenant.meeting.participants for code in subject.covenant.members(name)
    }
    for code in sorted(named - own):
        if not _may_receive(subject, code, PurposeCode.MEETING):
            yield MEETING_WITHOUT_EXCHANGE(party=code).at(key="overleg.deelnemers")


def _may_receive(subject: Subject, party: str, purpose: str) -> bool:
    return any(
        exchanges_between(subject.covenant, municipality.code, party, purpose)
        for municipality in municipalities(subject.covenant)
    )


RULES: tuple[LintRule, ...] = (
    check_every_result_has_one_projection,
    check_projection_tells_no_more_than_allowed,
    check_no_contact_is_told_only_by_switch,
    check_every_signal_partner_gets_feedback,
    check_participants_may_see_something,
)
