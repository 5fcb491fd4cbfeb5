"""What it means that a condition on a fact holds, as a sentence in Dutch and English, without its full stop.

A yes/no fact has a sentence for each answer. Another fact has one sentence with a gap: ``{is_it}`` for an amount,
number or choice ("is minstens 2"), ``{when}`` for a day ("hooguit 1 jaar geleden").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of one fact; ``no`` is empty for a fact that is not answered with yes or no."""

    nl: str
    en: str
    no_nl: str = ""
    no_en: str = ""


SENTENCES: Mapping[str, Sentences] = {
    "achterstand.maanden": Sentences(
        "Het aantal maanden achterstand {is_it}", "The number of months in arrears {is_it}"
    ),
    "achterstand.dagen": Sentences("Het aantal dagen achterstand {is_it}", "The number of days in arrears {is_it}"),
    "achterstand.bedrag": Sentences("Het openstaande bedrag {is_it}", "The amount owed {is_it}"),
    "incasso.contact_gezocht": Sentences(
        "Er is {when} persoonlijk contact gezocht", "Personal contact was sought {when}"
    ),
    "incasso.gewezen_op_hulp": Sentences(
        "Er is {when} op schuldhulp gewezen", "The tenant was pointed to debt help {when}"
    ),
    "incasso.herinnering": Sentences(
        "Er is {when} een schriftelijke herinnering gestuurd", "A written reminder was sent {when}"
    ),
    "incasso.aanbod_doorgeven": Sentences(
        "Er is {when} aangeboden om gegevens door te geven", "Passing on contact data was offered {when}"
    ),
    "huurder.bezwaar": Sentences(
        "De inwoner heeft bezwaar gemaakt", "The resident has objected",
        "De inwoner heeft geen bezwaar gemaakt", "The resident has not objected",
    ),
    "huurder.geinformeerd": Sentences("De inwoner is {when} geïnformeerd", "The resident was informed {when}"),
    "signaal.crisis": Sentences(
        "Er dreigt ontruiming of afsluiting", "Eviction or cut-off threatens",
        "Er dreigt geen ontruiming of afsluiting", "Neither eviction nor cut-off threatens",
    ),
    "signaal.warme_overdracht": Sentences(
        "De partner vraagt om warme overdracht", "The partner asks for a warm transfer",
        "De partner vraagt niet om warme overdracht", "The partner does not ask for a warm transfer",
    ),
    "signaal.herhaald": Sentences(
        "Dezelfde achterstand is kort geleden opgepakt", "The same arrears were taken up recently",
        "Dezelfde achterstand is niet kort geleden opgepakt", "The same arrears were not taken up recently",
    ),
    "ontruiming.dreigt": Sentences(
        "Er dreigt ontruiming", "Eviction threatens", "Er dreigt geen ontruiming", "No eviction threatens"
    ),
    "ontruiming.fase": Sentences("De fase van de ontruiming {is_it}", "The stage of the eviction {is_it}"),
    "ontruiming.datum": Sentences("De ontruiming is {when}", "The eviction is {when}"),
    "bewoner.ingezetene": Sentences(
        "De inwoner staat in de gemeente ingeschreven", "The resident is registered in the municipality",
        "De inwoner staat niet in de gemeente ingeschreven", "The resident is not registered in the municipality",
    ),
    "bewoner.overleden": Sentences(
        "De inwoner is overleden", "The resident has died", "De inwoner is niet overleden", "The resident has not died"
    ),
    "bewoner.geheimhouding": Sentences(
        "In de BRP geldt geheimhouding", "The register keeps the resident's data secret",
        "In de BRP geldt geen geheimhouding", "The register does not keep the resident's data secret",
    ),
    "bewoner.in_onderzoek": Sentences(
        "De gegevens in de BRP zijn in onderzoek", "The register's data are under investigation",
        "De gegevens in de BRP zijn niet in onderzoek", "The register's data are not under investigation",
    ),
    "huishouden.minderjarigen": Sentences(
        "In het huishouden wonen minderjarige kinderen", "Minor children live in the household",
        "In het huishouden wonen geen minderjarige kinderen", "No minor children live in the household",
    ),
    "uitkering.participatiewet": Sentences(
        "De inwoner heeft een bijstandsuitkering", "The resident has a social assistance benefit",
        "De inwoner heeft geen bijstandsuitkering", "The resident has no social assistance benefit",
    ),
    "hulp.loopt": Sentences(
        "Er loopt al hulp", "Help is already running", "Er loopt nog geen hulp", "No help is running yet"
    ),
    "toestemming.doorgeleiding": Sentences(
        "De inwoner vindt het goed dat de gemeente verwijst", "The resident agrees to a referral",
        "De inwoner vindt het niet goed dat de gemeente verwijst", "The resident does not agree to a referral",
    ),
    "toestemming.overleg": Sentences(
        "De inwoner vindt het goed dat de zaak wordt besproken", "The resident agrees that the case is discussed",
        "De inwoner vindt het niet goed dat de zaak wordt besproken",
        "The resident does not agree that the case is discussed",
    ),
    "toestemming.terugkoppeling": Sentences(
        "De inwoner vindt het goed dat de partner iets terughoort", "The resident agrees to feedback to the partner",
        "De inwoner vindt het niet goed dat de partner iets terughoort",
        "The resident does not agree to feedback to the partner",
    ),
}  # fmt: skip
