"""Annexes 11, 12 and 15: terms, the pause of collection, how old a fact may be (R16, R18, R27, R28, R39, R45, R55)."""

from __future__ import annotations

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.documents.wording import annex
from tijdig.covenant.rules.facts import FACTS
from tijdig.covenant.rules.terms import CaseTerms, CourtClock
from tijdig.letters.papers import Clause, Remark, Section


def terms_annex(covenant: Covenant) -> Section:
    """Annex 11: the terms of a case."""
    clocks = tuple(_court(clock) for clock in covenant.terms.court_clocks)
    none = (Clause("Er zijn geen termijnen van een rechtbank genoemd.", ("termijn.rechtbank",), ("R16",)),)
    return annex(11, "Termijnen", (*_case_terms(covenant.terms), *(clocks or none)))


def _case_terms(terms: CaseTerms) -> tuple[Clause, ...]:
    told = (
        ("eerste_gesprek", "R28", "Het eerste gesprek is binnen {} na ontvangst van het signaal."),
        (
            "eerste_gesprek_dreigend",
            "R27",
            "Dreigt er ontruiming of afsluiting? Dan is het eerste gesprek binnen {}.",
        ),
        ("informeren", "R18", "De inwoner krijgt bericht over het signaal binnen {} na ontvangst."),
        ("gezamenlijke_uitnodiging", "R30", "De uitnodiging gaat uit binnen {} nadat de route bekend is."),
        (
            "besluit",
            "R39",
            "Vraagt de inwoner om schuldhulp? Dan komt er een besluit binnen {} na het eerste gesprek.",
        ),
        (
            "snelle_oplossing",
            "R40",
            "Is de achterstand weg binnen {} nadat de inwoner ja zei? Dan heet dat een snelle oplossing.",
        ),
        ("antwoord_doorgeleiding", "R33", "Wie een verwijzing krijgt, geeft antwoord binnen {}."),
        (
            "terugmelding_doorgeleiding",
            "R33",
            "Wie een verwijzing aanneemt, meldt binnen {} terug hoe het ging.",
        ),
        (
            "stilstand_nagaan",
            "R39",
            "Staat de termijn van dat besluit stil? Dan kijkt de gemeente na {} of dat nog nodig is.",
        ),
        (
            "antwoord_rechten",
            "R55",
            "Vraagt de inwoner iets over zijn eigen gegevens? Dan komt er antwoord binnen {}.",
        ),
        ("verlenging_rechten", "R55", "Die tijd kan {} langer worden. De inwoner hoort dat dan op tijd."),
    )
    periods = (
        terms.first_conversation,
        terms.first_conversation_threatened,
        terms.inform,
        terms.joint_invitation,
        terms.decide,
        terms.quick_fix,
        terms.answer_referral,
        terms.report_referral,
        terms.look_at_pause,
        terms.answer_rights,
        terms.extend_rights,
    )
    return tuple(
        Clause(text.format(period.in_dutch), (f"termijn.{key}",), (rule,))
        for (key, rule, text), period in zip(told, periods, strict=True)
        if period is not None
    )


def _court(clock: CourtClock) -> Clause:
    spans = tuple(
        f"{word} {period.in_dutch}"
        for word, period in (("minstens", clock.at_least), ("hoogstens", clock.at_most))
        if period
    )
    return Clause(
        f"{clock.court} let op de tijd tussen signaal en dagvaarding: {' en '.join(spans) or 'geen vaste tijd'}. "
        "Dit is informatie. Het houdt niets tegen.",
        (f"termijn.rechtbank.{clock.court}",),
        ("R16",),
    )


def pause_annex(covenant: Covenant) -> Section:
    """Annex 12: whether accepting help pauses the collection (R9, R45, R46)."""
    pause = covenant.pause
    if pause.possible:
        first = (
            "Heeft de inwoner hulp aanvaard? En betaalt hij de nieuwe termijnen? Dan stopt de melder zolang met "
            "incasso."
        )
    else:
        first = "De melder blijft zelf stappen zetten. Hulp houdt de incasso niet tegen."
    return annex(
        12,
        "Incasso",
        (
            Clause(first, ("opschorting.mogelijk",), ("R9", "R45")),
            Clause(
                f"Zo'n pauze duurt hooguit {pause.length.in_dutch}."
                if pause.length
                else "Er is geen pauze van de incasso afgesproken.",
                ("opschorting.duur",),
                ("R45",),
            ),
            Clause(
                f"Na {pause.check_after.in_dutch} kijkt de gemeente hoe het gaat."
                if pause.check_after
                else "Er is geen controle van zo'n pauze afgesproken.",
                ("opschorting.controle",),
                ("R46",),
            ),
        ),
    )


def freshness_annex(covenant: Covenant) -> Section:
    """Annex 15: how old a fact may be before it counts as unknown (C2)."""
    facts = tuple(
        Clause(
            f"Feit: {FACTS[name].description if name in FACTS else name}. Dit mag hooguit {period.in_dutch} oud zijn.",
            (f"versheid.{name}",),
        )
        for name, period in covenant.freshness.items()
    )
    none = (Clause("Er zijn geen kortere tijden afgesproken.", ("versheid",)),)
    return annex(
        15,
        "Hoe oud een feit mag zijn",
        (Remark("Is een feit ouder, dan telt het als onbekend."), *(facts or none)),
    )
