"""The closed vocabulary of live fields: every piece of personal data that can be shown, sent or stored.

A covenant's categories (``[gegeven.contact]``) list fields from here; a field that is not here does not exist (C9).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """How sensitive a field is: BSN and special-category data need an explicit ground in each exchange."""

    ORDINARY = "gewoon"
    BSN = "bsn"
    SPECIAL = "bijzonder"


@dataclass(frozen=True, slots=True)
class Field:
    """A live field. ``for_signal_partners`` is False where a creditor may never receive it (R44)."""

    code: str
    description: str
    kind: FieldKind = FieldKind.ORDINARY
    for_signal_partners: bool = False


def _open(code: str, description: str) -> Field:
    return Field(code, description, for_signal_partners=True)


FIELDS: Mapping[str, Field] = {
    field.code: field
    for field in (
        # A creditor has sent these itself, so it may read back its own.
        _open("signaal.kenmerk", "kenmerk bij de partner"),
        _open("signaal.naam", "naam zoals aangeleverd"),
        _open("signaal.geboortedatum", "geboortedatum zoals aangeleverd"),
        _open("signaal.adres", "adres zoals aangeleverd"),
        _open("signaal.telefoon", "telefoonnummer"),
        _open("signaal.email", "e-mailadres"),
        _open("signaal.bedrag", "bedrag van de achterstand"),
        _open("signaal.maanden", "maanden achterstand"),
        _open("signaal.ontstaansdatum", "dag waarop de achterstand ontstond"),
        _open("signaal.contact_gezocht", "dag waarop persoonlijk contact is gezocht"),
        _open("signaal.gewezen_op_hulp", "dag waarop op hulp is gewezen"),
        _open("signaal.herinnering", "dag van de schriftelijke herinnering"),
        _open("signaal.aanbod_doorgeven", "dag van het aanbod om gegevens door te geven"),
        _open("signaal.geinformeerd", "dag waarop de huurder is geïnformeerd"),
        _open("signaal.crisis", "dreigende ontruiming of afsluiting"),
        _open("signaal.warme_overdracht", "verzoek om warme overdracht"),
        # The status may say "already known to debt services": a creditor hears the projected code only (R43).
        Field("signaal.status", "status van het signaal"),
        _open("signaal.ontvangen_op", "dag van ontvangst"),
        Field("bewoner.naam", "naam in de BRP"),
        Field("bewoner.adres", "adres in de BRP"),
        Field("bewoner.geboortedatum", "geboortedatum in de BRP"),
        Field("bewoner.bsn", "burgerservicenummer", FieldKind.BSN),
        Field("bewoner.status", "ingezetene, verhuisd of overleden, geheimhouding, in onderzoek"),
        Field("huishouden.minderjarigen", "wonen er minderjarige kinderen"),
        Field("huishouden.samenstelling", "samenstelling van het huishouden"),
        Field("uitkering.participatiewet", "ontvangt een Participatiewet-uitkering"),
        Field("zaak.status", "status van de zaak"),
        Field("zaak.route", "route van de zaak"),
        Field("zaak.rang", "volgorde in de werklijst"),
        Field("zaak.termijnen", "termijnen van de zaak, en welke te laat zijn"),
        Field("zaak.contactpogingen", "contactpogingen"),
        Field("zaak.aanbod", "hulpaanbod en reactie"),
        Field("zaak.resultaat", "resultaat van de zaak"),
        Field("zaak.subreden", "nadere reden van niet oppakken", FieldKind.SPECIAL),
        Field("zaak.notities", "notities van de regisseur", FieldKind.SPECIAL),
        Field("zaak.taken", "taken bij de zaak"),
        _open("terugkoppeling.code", "terugkoppeling aan de partner"),
        _open("ontruiming.fase", "fase van de ontruiming"),
        _open("ontruiming.datum", "dag van de ontruiming"),
        Field("doorgeleiding.status", "stand van de verwijzing"),
        Field("doorgeleiding.reden", "reden van de verwijzing"),
        # What the helper writes back travels the other way, so it is a field of its own.
        Field("doorgeleiding.bericht", "bericht van de hulpverlener"),
        # What a helper writes for itself: it stays there, unless a covenant says otherwise.
        Field("doorgeleiding.aantekening", "eigen aantekening van de hulpverlener", FieldKind.SPECIAL),
        _open("overleg.actie", "actie uit het overleg: wie doet wat, en wanneer is het klaar"),
    )
}
