"""Annexes 13 and 14: the case meeting, and what a signal partner hears back (R43, R44, R47, R48)."""

from __future__ import annotations

from tijdig.covenant.rules.document import Covenant, FeedbackProjection
from tijdig.covenant.rules.documents.wording import EACH, annex, points, recipients
from tijdig.covenant.rules.feedback_codes import EXTERNAL_NAMES_NL, NO_FEEDBACK, ExternalCode
from tijdig.letters.dutch import enumeration
from tijdig.letters.papers import Clause, Grid, Row, Section

_BASES = {"toestemming": "de inwoner het goed vindt", "noodzaak": "het nodig is, met een reden erbij"}


def meeting_annex(covenant: Covenant) -> Section:
    """Annex 13: the case meeting."""
    meeting = covenant.meeting
    bases = tuple(_BASES.get(basis, basis) for basis in meeting.bases)
    return annex(
        13,
        "Overleg",
        (
            Clause(f"De partijen overleggen {EACH[meeting.rhythm]}.", ("overleg.ritme",), ("R47",)),
            Clause(
                f"Dit zijn de deelnemers: {recipients(covenant, meeting.participants)}.",
                ("overleg.deelnemers",),
                ("R47",),
            ),
            Clause(
                f"Het overleg gaat over {enumeration(meeting.subjects)}.", ("overleg.onderwerpen",), ("R47",)
            ),
            Clause(
                f"Een zaak komt alleen op tafel als {' of als '.join(bases)}.",
                ("overleg.grondslagen",),
                ("R48",),
            ),
            Clause(
                "Het systeem stelt een zaak voor als een van deze dingen klopt:"
                if meeting.criteria
                else "Het systeem stelt zelf geen zaken voor.",
                ("overleg.agenda",),
                ("R47",),
                points=points(meeting.criteria),
            ),
            *_further_proposals(covenant),
            Clause("Een deelnemer ziet alleen zaken waar hij zelf bij hoort.", (), ("R47",)),
        ),
    )


def _further_proposals(covenant: Covenant) -> tuple[Clause, ...]:
    """What else proposes a case, when the file says so."""
    proposals = covenant.meeting.proposals
    factors = {factor.name: factor.explanation for factor in covenant.rank_factors}
    told = (
        *(f"Deze voorrang geldt: {factors.get(name, name)}." for name in proposals.rank_factors),
        f"De zaak is langer open dan {proposals.open_longer_than.in_dutch}."
        if proposals.open_longer_than
        else "",
        "Een actie uit een eerder overleg is nog niet klaar." if proposals.open_actions else "",
        "Een deelnemer vraagt om de zaak te bespreken." if proposals.on_request else "",
    )
    holding = tuple(one for one in told if one)
    if not holding:
        return ()
    lead = "Het systeem stelt een zaak ook voor als een van deze dingen klopt:"
    return (Clause(lead, ("overleg.voorstel",), ("R47",), points=holding),)


def feedback_annex(covenant: Covenant) -> Section:
    """Annex 14: what a signal partner hears, and for which results (R43, R44, C8)."""
    policy = covenant.feedback_policy
    return annex(
        14,
        "Wat de melder terughoort",
        (
            Clause(
                f"De melder hoort iets binnen {policy.within.in_dutch} na het resultaat.",
                ("terugkoppelbeleid.binnen",),
                ("R43",),
            ),
            Clause(
                "De melder mag horen dat er geen contact is gekregen."
                if policy.tell_no_contact
                else "De melder mag niet horen dat er geen contact is gekregen.",
                ("terugkoppelbeleid.geen_contact",),
                ("R44",),
            ),
            Clause(
                "De melder hoort alleen wat hieronder staat. De rest blijft bij de gemeente.",
                (),
                ("R43", "R44"),
            ),
            Grid(
                "Wat de melder hoort, bij welk resultaat",
                ("De melder hoort", "Resultaat bij de gemeente"),
                (45, 55),
                tuple(_projection(one) for one in covenant.feedback),
            ),
        ),
    )


def _projection(projection: FeedbackProjection) -> Row:
    code = projection.external or NO_FEEDBACK
    hears = EXTERNAL_NAMES_NL[ExternalCode(code)] if projection.external else "Niets"
    return Row(((hears, f"code: {code}"), projection.internal), (f"terugkoppeling.{code}",))
