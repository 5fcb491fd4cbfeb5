"""The codes of the logs in words: what was done, and to what kind of thing."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tijdig.actors import Action
from tijdig.casework.rules.referrals import Answer
from tijdig.casework.rules.transitions import Act
from tijdig.web.choices import Text

KINDS: Mapping[str, Text] = {
    "candidate": _("mogelijke inwoner"),
    "case": _("zaak"),
    "controller": _("gemeente"),
    "covenant": _("convenant"),
    "covenant-draft": _("concept van een convenant"),
    "delivery": _("aanlevering"),
    "delivery-file": _("aangeleverd bestand"),
    "invitation": _("uitnodiging"),
    "ledger": _("logboek"),
    "link": _("koppeling"),
    "log": _("logboek"),
    "meeting": _("overleg"),
    "month": _("maand"),
    "notification": _("melding"),
    "organisation": _("organisatie"),
    "party-key": _("sleutel van een partij"),
    "person": _("medewerker"),
    "receipt": _("ontvangstbewijs"),
    "register-extract": _("uittreksel"),
    "signal": _("signaal"),
    "trace": _("samenhangende regels"),
}

ACTIONS: Mapping[str, Text] = {
    "accept-invitation": _("uitnodiging aangenomen"),
    "assign-role": _("rol gegeven"),
    "case.advise": _("advies bepaald"),
    "case.ask-to-look": _("taak gemaakt om te bekijken"),
    "case.finish-tasks": _("taak vanzelf klaar"),
    "case.join-signals": _("nieuw signaal bij de zaak"),
    "case.open": _("zaak ontstaan uit signalen"),
    "case.open-run": _("zaken geopend"),
    "case.refresh": _("zaak bijgewerkt na een wijziging"),
    "case.refresh-changed": _("gewijzigde zaken bijgewerkt"),
    "case.refresh-facts": _("gegevens uit de BRP ververst"),
    "case.remind-to-inform": _("herinnerd aan informeren"),
    "case.replan": _("taken bepaald"),
    "case.report-eviction": _("bericht over ontruiming"),
    "case.report-paid": _("bericht dat er betaald is"),
    "case.take-up-signals": _("signaal alsnog opgepakt"),
    "case.write-informing-letter": _("informatiebrief gemaakt"),
    "case.write-joint-invitation": _("uitnodigingsbrief gemaakt"),
    f"case.{Act.TAKE_UP}": _("zaak opgepakt"),
    f"case.{Act.ASSIGN}": _("zaak toegewezen"),
    f"case.{Act.HAND_OVER}": _("zaak overgedragen"),
    f"case.{Act.LOG_ATTEMPT}": _("contactpoging vastgelegd"),
    f"case.{Act.PLAN_TASK}": _("taak gemaakt"),
    f"case.{Act.COMPLETE_TASK}": _("taak afgerond"),
    f"case.{Act.INVITE_JOINTLY}": _("samen uitgenodigd"),
    f"case.{Act.WITHHOLD_RENT}": _("inhouding van de huur vastgelegd"),
    f"case.{Act.REFER}": _("zaak doorgeleid"),
    f"case.{Act.RECORD_CONVERSATION}": _("eerste gesprek vastgelegd"),
    f"case.{Act.RECORD_OFFER}": _("hulpaanbod vastgelegd"),
    f"case.{Act.RECORD_ACCEPTANCE}": _("aanvaarding vastgelegd"),
    f"case.{Act.RECORD_DECLINE}": _("afwijzing vastgelegd"),
    f"case.{Act.RECORD_REQUEST}": _("verzoek om schuldhulp vastgelegd"),
    f"case.{Act.DECIDE_REQUEST}": _("besluit op het verzoek vastgelegd"),
    f"case.{Act.SET_FACT}": _("gegeven vastgelegd"),
    f"case.{Act.RECORD_INFORMED}": _("informeren vastgelegd"),
    f"case.{Act.OVERRIDE_TRIAGE}": _("afgeweken van het advies"),
    f"case.{Act.ADD_NOTE}": _("notitie gemaakt"),
    f"case.{Act.CLOSE}": _("zaak afgesloten"),
    f"case.{Act.REOPEN}": _("zaak heropend"),
    f"case.{Act.CHOOSE_CONTACT}": _("gekozen over contact"),
    "confirm-columns": _("kolommen bevestigd"),
    "decide-link": _("beslist over wie een signaal gaat"),
    "disable-person": _("medewerker uitgeschakeld"),
    "drop-kept-files": _("bewaarde bestanden gewist"),
    "end-assignment": _("rol beëindigd"),
    "export-feedback": _("terugkoppeling gedownload"),
    "fetch-returned-file": _("teruggestuurd bestand opgehaald"),
    "form-notifications": _("signalen samengevoegd tot meldingen"),
    "import-benefits": _("uitkeringen ingelezen"),
    "import-residents": _("uittreksel van de BRP ingelezen"),
    "invite-person": _("medewerker uitgenodigd"),
    "issue-receipt": _("ontvangstbewijs gemaakt"),
    "join-covenant": _("organisatie doet mee"),
    "leave-covenant": _("organisatie doet niet meer mee"),
    "ledger.redact": _("regel in het logboek gewist"),
    "make-demo-link": _("link voor de demo gemaakt"),
    "make-party-key": _("sleutel van een partij gemaakt"),
    "meeting.complete": _("actie uit het overleg klaar"),
    "meeting.decide": _("besloten in het overleg"),
    "meeting.plan": _("overleg gepland"),
    "meeting.table": _("zaak op de agenda gezet"),
    "meeting.withdraw": _("zaak van de agenda gehaald"),
    "enrol-second-factor": _("tweede stap ingesteld"),
    "second-factor": _("code van de tweede stap gebruikt"),
    "register-controller": _("gemeente ingericht"),
    "register-organisation": _("organisatie toegevoegd"),
    "register-person": _("medewerker toegevoegd"),
    "rights.erase": _("gegevens gewist na hun termijn"),
    "settle-different-people": _("beslist over mensen op één adres"),
    "sign-in": _("ingelogd"),
    "signal.tell-news": _("nieuws over een signaal gegeven"),
    "undo-link": _("koppeling ongedaan gemaakt"),
    "undo-links-of-corrected-signals": _("koppelingen van gewijzigde signalen vervallen"),
    "use-demo-link": _("ingelogd met een link van de demo"),
    "withdraw-delivery": _("aanlevering ingetrokken"),
    "withdraw-invitation": _("uitnodiging ingetrokken"),
    "work-up-signals": _("signalen verwerkt"),
    Action.ACTIVATE_COVENANT: _("convenant in werking gezet"),
    Action.CHECK_LOG: _("logboek gecontroleerd"),
    Action.CHECK_RECEIPT: _("ontvangstbewijs gecontroleerd"),
    Action.DELIVER_SIGNALS: _("bestand aangeleverd"),
    Action.DRAFT_COVENANT: _("concept van een convenant bewaard"),
    Action.EXPORT_LOG: _("logboek geëxporteerd"),
    Action.LINK_SIGNALS: _("signalen gekoppeld aan de BRP"),
    Action.PROPOSE_COVENANT: _("convenant voorgesteld"),
    Action.READ_LOG: _("logboek gelezen"),
    Action.SIGN_COVENANT: _("oordeel over een convenant getekend"),
    f"referral.{Answer.ACCEPT}": _("doorgeleiding aangenomen"),
    f"referral.{Answer.REFUSE}": _("doorgeleiding geweigerd"),
    f"referral.{Answer.REPORT}": _("teruggemeld over een doorgeleiding"),
    f"referral.{Answer.RETURN}": _("zaak teruggegeven"),
    f"referral.{Answer.WITHDRAW}": _("doorgeleiding ingetrokken"),
}


def kind_in_words(code: str) -> str:
    """Return the kind of thing a record is about; its code when there are no words for it."""
    return str(KINDS.get(code, code))


def action_in_words(code: str) -> str:
    """Return what was done; its code when there are no words for it, so that nothing is hidden."""
    return str(ACTIONS.get(code, code))
