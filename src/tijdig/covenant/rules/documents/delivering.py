"""Annex 5: what the signal partners deliver, when, and how signals are counted (R7, R8, R19, R21, R31)."""

from __future__ import annotations

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.documents.wording import EACH, annex
from tijdig.covenant.rules.terms import DeliveryTerms
from tijdig.letters.dutch import enumeration, euros
from tijdig.letters.papers import Clause, Section


def delivery_annex(covenant: Covenant) -> Section:
    """Annex 5. A threshold that the file does not set is told as not agreed, so that the numbers stay in place."""
    terms = covenant.delivery
    names = enumeration(tuple(party.name for party in covenant.signal_partners))
    return annex(
        5,
        "Signalen geven",
        (
            Clause(
                f"De melders geven {EACH[terms.rhythm]} hun signalen. De melders zijn: {names}.",
                ("aanlevering.ritme",),
                ("R8",),
            ),
            Clause(
                f"Dat doen zij van dag {terms.window_from_day} tot en met dag {terms.window_to_day} van de maand.",
                ("aanlevering.venster",),
                ("R8",),
            ),
            Clause(
                "Een crisissignaal mag op elke dag."
                if terms.crisis_any_day
                else "Een crisissignaal mag alleen op die dagen.",
                ("aanlevering.crisis_altijd",),
                ("R8", "R13"),
            ),
            *_minimums(terms),
            *_unjustified(terms),
            *_counting(terms),
            Clause(
                "Weigert het systeem rijen uit een bestand? Dan kan de melder die rijen "
                f"{terms.returned_file_kept.in_dutch} lang ophalen.",
                ("aanlevering.bestand_bewaren",),
            ),
            Clause(
                f"Een bestand wacht hooguit {terms.columns_wait.in_dutch} tot iemand zegt wat in welke kolom staat.",
                ("aanlevering.wachten_op_kolommen",),
            ),
        ),
    )


def _minimums(terms: DeliveryTerms) -> tuple[Clause, ...]:
    return (
        Clause(
            f"Een melder geeft pas een signaal bij {_months(terms.min_months)} achterstand of meer."
            if terms.min_months is not None
            else "Er is geen minimum aantal maanden achterstand afgesproken.",
            ("aanlevering.drempel.maanden",),
            ("R7",),
        ),
        Clause(
            f"De achterstand is dan minstens {_days(terms.min_days)} oud."
            if terms.min_days is not None
            else "Er is geen minimum aantal dagen achterstand afgesproken.",
            ("aanlevering.drempel.dagen",),
            ("R7",),
        ),
        Clause(
            f"De achterstand is dan minstens {euros(terms.min_amount_cents)}."
            if terms.min_amount_cents is not None
            else "Er is geen minimum bedrag afgesproken.",
            ("aanlevering.drempel.bedrag",),
            ("R7",),
        ),
    )


def _unjustified(terms: DeliveryTerms) -> tuple[Clause, ...]:
    below, older = terms.unjustified.below_cents, terms.unjustified.older_than_days
    return (
        Clause(
            f"Is de achterstand lager dan {euros(below)}? Dan heet het signaal onterecht."
            if below is not None
            else "Er is geen bedrag afgesproken waaronder een signaal onterecht is.",
            ("aanlevering.onterecht.onder_bedrag",),
            ("R31",),
        ),
        Clause(
            f"Is de achterstand ouder dan {_days(older)}? Dan heet het signaal onterecht."
            if older is not None
            else "Er is geen leeftijd van de achterstand afgesproken waarboven een signaal onterecht is.",
            ("aanlevering.onterecht.ouder_dan_dagen",),
            ("R31",),
        ),
    )


def _counting(terms: DeliveryTerms) -> tuple[Clause, ...]:
    return (
        Clause(
            f"Signalen op één adres binnen {terms.matching_period.in_dutch} horen bij elkaar. Samen zijn ze één "
            "melding.",
            ("aanlevering.matching.periode",),
            ("R19",),
        ),
        Clause(
            f"Was er hooguit {terms.lookback.in_dutch} eerder al een signaal op dat adres? Dan heet het signaal "
            "opeenvolgend.",
            ("aanlevering.matching.terugkijk",),
            ("R19",),
        ),
        Clause(
            f"Is dezelfde achterstand hooguit {terms.repeat_within.in_dutch} eerder al opgepakt? En is het bedrag niet "
            "hoger? Dan heet het een herhaalde melding.",
            ("aanlevering.matching.herhaling",),
            ("R21",),
        ),
    )


def _months(number: int) -> str:
    return "1 maand" if number == 1 else f"{number} maanden"


def _days(number: int) -> str:
    return "1 dag" if number == 1 else f"{number} dagen"
