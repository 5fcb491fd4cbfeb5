"""The audit log of a case in words: what was done, with the few details that an event may hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tijdig.casework.queries import ShownEvent
from tijdig.casework.rules.transitions import Act
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.web.choices import Text
from tijdig.web.templatetags.wording import standard

TITLES: Mapping[str, Text] = {
    "case.open": gettext_lazy("Zaak ontstaan uit signalen"),
    "case.join-signals": gettext_lazy("Nieuw signaal erbij"),
    f"case.{Act.TAKE_UP}": gettext_lazy("Opgepakt"),
    f"case.{Act.ASSIGN}": gettext_lazy("Toegewezen"),
    f"case.{Act.HAND_OVER}": gettext_lazy("Overgedragen"),
    f"case.{Act.LOG_ATTEMPT}": gettext_lazy("Contactpoging"),
    f"case.{Act.CHOOSE_CONTACT}": gettext_lazy("Gekozen over contact"),
    f"case.{Act.PLAN_APPOINTMENT}": gettext_lazy("Afspraak"),
    f"case.{Act.WRITE_MESSAGE}": gettext_lazy("Brief of bericht geschreven"),
    f"case.{Act.TAKE_BACK_MESSAGE}": gettext_lazy("Brief of bericht teruggehaald"),
    f"case.{Act.PLAN_TASK}": gettext_lazy("Taak gemaakt"),
    f"case.{Act.COMPLETE_TASK}": gettext_lazy("Taak afgerond"),
    "case.finish-tasks": gettext_lazy("Taak vanzelf klaar"),
    f"case.{Act.INVITE_JOINTLY}": gettext_lazy("Samen uitgenodigd"),
    f"case.{Act.WITHHOLD_RENT}": gettext_lazy("Huur wordt ingehouden"),
    f"case.{Act.REFER}": gettext_lazy("Verwezen"),
    f"case.{Act.REFER_OUTSIDE}": gettext_lazy("Verwijzing buiten het convenant"),
    f"case.{Act.RECORD_CONVERSATION}": gettext_lazy("Eerste gesprek"),
    f"case.{Act.RECORD_OFFER}": gettext_lazy("Hulp aangeboden"),
    f"case.{Act.RECORD_ACCEPTANCE}": gettext_lazy("Inwoner wil hulp"),
    f"case.{Act.RECORD_DECLINE}": gettext_lazy("Inwoner wil geen hulp"),
    f"case.{Act.RECORD_REQUEST}": gettext_lazy("Verzoek om schuldhulp"),
    f"case.{Act.DECIDE_REQUEST}": gettext_lazy("Besluit op het verzoek"),
    f"case.{Act.PAUSE_TERM}": gettext_lazy("Termijn van het besluit staat stil"),
    f"case.{Act.RESUME_TERM}": gettext_lazy("Termijn van het besluit loopt weer"),
    f"case.{Act.SET_FACT}": gettext_lazy("Gegeven vastgelegd"),
    f"case.{Act.RECORD_INFORMED}": gettext_lazy("Inwoner geïnformeerd"),
    "contact.hand-over": gettext_lazy("Bericht aangeboden aan de verzender"),
    "contact.not-handed-over": gettext_lazy("Verzender nam het bericht niet aan"),
    "contact.sent": gettext_lazy("Brief of bericht verstuurd"),
    f"case.{Act.OVERRIDE_TRIAGE}": gettext_lazy("Afgeweken van het advies"),
    f"case.{Act.ADD_NOTE}": gettext_lazy("Notitie geschreven"),
    f"case.{Act.CLOSE}": gettext_lazy("Afgesloten"),
    f"case.{Act.REOPEN}": gettext_lazy("Weer geopend"),
    "break-glass": gettext_lazy("Buiten eigen bevoegdheid geopend"),
    "case.advise": gettext_lazy("Advies opnieuw bepaald"),
    "case.replan": gettext_lazy("Taken opnieuw bepaald"),
    "case.report-eviction": gettext_lazy("Bericht van de partner over ontruiming"),
    "case.raise-alarm": gettext_lazy("Alarm: er dreigt ontruiming"),
    "case.propose-paid": gettext_lazy("Voorstel om te sluiten: alles is betaald"),
    "case.end-pause": gettext_lazy("Incassopauze voorbij"),
    "case.freeze-contact": gettext_lazy("Contact stilgezet na bezwaar of beperking"),
    "case.release-contact": gettext_lazy("Contact weer toegelaten"),
    "case.report-arranged": gettext_lazy("Bericht van de partner: er is een regeling"),
    "case.report-instalments-paid": gettext_lazy("Bericht van de partner: nieuwe termijnen worden betaald"),
    "case.report-instalment-missed": gettext_lazy("Bericht van de partner: een termijn is gemist"),
    "case.report-withdrawn": gettext_lazy("Bericht van de partner: signaal ingetrokken"),
    "case.report-paid": gettext_lazy("Bericht van de partner: betaald of een regeling"),
    "case.refresh": gettext_lazy("Koppeling of signaal gewijzigd"),
    "case.take-up-signals": gettext_lazy("Signaal alsnog opgepakt"),
    "case.ask-to-look": gettext_lazy("Taak gemaakt om te bekijken"),
    "case.set-agreed-task": gettext_lazy("Taak afgesproken in het overleg"),
    "case.finish-agreed-task": gettext_lazy("Taak uit het overleg klaar of vervallen"),
    "case.chase-referral": gettext_lazy("Hulpverlener laat op zich wachten"),
    "referral.take": gettext_lazy("Hulpverlener zet de zaak op een naam"),
    "referral.write": gettext_lazy("Hulpverlener legt eigen werk vast"),
    "referral.accept": gettext_lazy("Hulpverlener neemt de zaak aan"),
    "referral.refuse": gettext_lazy("Hulpverlener weigert de zaak"),
    "referral.report": gettext_lazy("Hulpverlener meldt terug"),
    "referral.return": gettext_lazy("Hulpverlener geeft de zaak terug"),
}

EVICTION_STAGES: Mapping[EvictionStage, Text] = {
    EvictionStage.NONE: gettext_lazy("Er dreigt geen ontruiming meer"),
    EvictionStage.SUMMONS: gettext_lazy("De verhuurder heeft gedagvaard"),
    EvictionStage.JUDGMENT: gettext_lazy("Er is een vonnis tot ontruiming"),
    EvictionStage.ANNOUNCED: gettext_lazy("De ontruiming is aangezegd"),
    EvictionStage.CARRIED_OUT: gettext_lazy("De woning is ontruimd"),
}


APPOINTMENT_CHANGES: Mapping[str, Text] = {
    "planned": gettext_lazy("gemaakt"),
    "moved": gettext_lazy("verzet"),
    "cancelled": gettext_lazy("afgezegd"),
}


def told_event(event: ShownEvent) -> tuple[str, str]:
    """Return what happened and its details, both in words; an unknown action shows its code, so nothing is hidden."""
    return str(TITLES.get(event.action, event.action)), _details(event.details)


def _details(details: Mapping[str, object]) -> str:
    parts = []
    if "kind" in details and "reached" in details:
        reached = _("bereikt") if details["reached"] else _("niet bereikt")
        parts.append(f"{standard(str(details['kind']))}, {reached}")
    if str(details.get("change")) in APPOINTMENT_CHANGES:
        parts.append(str(APPOINTMENT_CHANGES[str(details["change"])]))
    if isinstance(details.get("on"), str):
        parts.append(date_format(date.fromisoformat(str(details["on"])), "j F Y"))
    if str(details.get("told")) in EVICTION_STAGES:
        parts.append(str(EVICTION_STAGES[EvictionStage(str(details["told"]))]))
    if details.get("in_time") is False:
        parts.append(_("te laat"))
    return "; ".join(parts)
