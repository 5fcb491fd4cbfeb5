"""The details that an event of the log holds, in words: what each is called, and what its codes mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tijdig.actors import Role
from tijdig.casework.queries import Subject
from tijdig.casework.rules.authority import REASON_NAMES_NL
from tijdig.casework.rules.states import OUTCOME_NAMES_NL, REFERRAL_NAMES_NL, STATE_NAMES_NL, TASK_NAMES_NL
from tijdig.covenant.rules.facts import FACTS
from tijdig.ddas import Result
from tijdig.web.choices import Text
from tijdig.web.context import ROLE_TITLES
from tijdig.web.privacy.wording import action_in_words

IS_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
IS_HASH = re.compile(r"(sha256:)?[0-9a-f]{40,64}")
HASH_SHOWN = 16

LABELS: Mapping[str, Text] = {
    "about_person": _("gezocht op een persoon"),
    "accepted": _("hulp aanvaard"),
    "across_cases": _("rollen over alle zaken"),
    "action_party": _("actie voor"),
    "added": _("signalen erbij"),
    "amount_times": _("keer hoger of lager bedrag"),
    "appointment": _("afspraak"),
    "as_of": _("stand van"),
    "ask_again_days": _("opnieuw vragen na dagen"),
    "asked": _("gevraagd"),
    "authority": _("grond"),
    "basis": _("grondslag om te bespreken"),
    "before": _("was"),
    "benefits_from": _("uitkeringen"),
    "breach_hours": _("uren voor de melding van een datalek"),
    "candidate": _("gekozen kandidaat"),
    "case": _("zaak"),
    "case_files": _("dossiers gewist"),
    "cases": _("zaken"),
    "certain": _("zeker"),
    "change": _("wat er veranderde"),
    "channel": _("hoe verstuurd"),
    "changed": _("gewijzigd"),
    "closed": _("zaak is afgesloten"),
    "code": _("soort"),
    "columns": _("kolommen"),
    "compared_again": _("twijfels opnieuw vergeleken"),
    "corrected": _("verbeterd"),
    "count": _("aantal"),
    "covenant": _("convenant"),
    "decided_before": _("eerder beslist"),
    "decision": _("besluit"),
    "died": _("overleden"),
    "dropped": _("bestanden gewist"),
    "due_on": _("uiterlijk"),
    "elsewhere_percent": _("procent rijen elders"),
    "entry": _("wat vastgelegd"),
    "fact": _("gegeven"),
    "fewest": _("vergelijken vanaf huurders"),
    "fields": _("velden gevraagd"),
    "file_names": _("bestandsnamen gewist"),
    "findings": _("bevindingen"),
    "fingerprint": _("kenmerk van de sleutel"),
    "formed": _("meldingen gemaakt"),
    "found": _("gevonden"),
    "from": _("was"),
    "from_day": _("vanaf"),
    "given": _("uitkomst"),
    "gone_percent": _("procent huurders weg"),
    "gone": _("niet meer bekend"),
    "hash": _("hash"),
    "held_on": _("gehouden op"),
    "in_order": _("in orde"),
    "in_time": _("op tijd"),
    "invited_on": _("uitgenodigd op"),
    "joined": _("gevoegd bij een melding of zaak"),
    "keys": _("sleutels"),
    "kind": _("soort"),
    "left_out": _("kolommen niet gelezen"),
    "linked": _("gekoppeld"),
    "links": _("koppelingen"),
    "may_write": _("schrijven mag"),
    "message": _("brief of bericht"),
    "misuse": _("misbruik"),
    "moved_away": _("niet meer in de gemeente"),
    "moved_within": _("verhuisd binnen de gemeente"),
    "most_cases_a_day": _("zaken op een drukke dag"),
    "new": _("nieuw"),
    "new_link": _("nieuwe koppeling"),
    "none": _("niet gevonden"),
    "not_taken": _("niet overgenomen"),
    "notifications": _("meldingen"),
    "number": _("nummer"),
    "on": _("op"),
    "organisation": _("organisatie"),
    "outcome": _("uitkomst"),
    "outside": _("verwijzing buiten het convenant"),
    "paper": _("stuk"),
    "party": _("partij"),
    "party_role": _("rol van de partij"),
    "people": _("mensen"),
    "permitted": _("velden toegestaan"),
    "person": _("medewerker"),
    "pointed_out": _("opvallend"),
    "present": _("aanwezig"),
    "proposed": _("voorstel"),
    "purpose": _("doel"),
    "questions": _("vragen"),
    "reached": _("bereikt"),
    "readings": _("inzages"),
    "own_cases_only": _("regisseurs openen alleen eigen zaken"),
    "may_break_glass": _("met een reden ook andere"),
    "glass_minutes": _("minuten dat die open blijven"),
    "minutes": _("minuten"),
    "reason": _("reden"),
    "receipts": _("openingen van bewijzen gewist"),
    "recipient": _("ontvanger"),
    "records": _("regels"),
    "refreshed": _("bijgewerkt"),
    "refused": _("geweigerde rijen"),
    "refused_only": _("alleen geweigerd"),
    "register": _("uittreksel nummer"),
    "register_people": _("mensen uit de BRP gewist"),
    "repeats": _("herhaalde meldingen"),
    "residents_from": _("bewoners"),
    "result": _("resultaat"),
    "returned_files": _("teruggestuurde bestanden gewist"),
    "review": _("nakijken"),
    "review_item": _("punt van de logcontrole"),
    "review_verdict": _("oordeel"),
    "revision": _("versie van het concept"),
    "risk": _("risico"),
    "role": _("rol"),
    "roles_ended": _("rollen beëindigd"),
    "rows": _("rijen"),
    "same_file": _("zelfde als eerder"),
    "sample": _("steekproef"),
    "sender": _("gever"),
    "sheets": _("werkbladen"),
    "sample_size": _("grootte van de steekproef"),
    "searched_action": _("gezochte handeling"),
    "second_look": _("tweede blik"),
    "seed": _("startgetal van de steekproef"),
    "shape": _("vorm"),
    "sign": _("aanleiding"),
    "sign_within_days": _("dagen om te ondertekenen"),
    "signal": _("signaal"),
    "signals": _("signalen"),
    "signature": _("handtekening"),
    "size": _("regels in het logboek"),
    "source": _("bron"),
    "state": _("stand"),
    "step": _("stap"),
    "subject": _("gezocht op"),
    "subjects": _("mensen of signalen"),
    "table": _("versie van de koppelregels"),
    "taken_up": _("opgepakt"),
    "task": _("taak"),
    "tasks": _("taken"),
    "threatened": _("dreigende situatie"),
    "to": _("naar"),
    "to_day": _("tot en met"),
    "to_work": _("op te pakken"),
    "told": _("bericht"),
    "tombstones": _("grafstenen"),
    "triage_facts": _("gegevens voor het advies gewist"),
    "unchanged": _("ongewijzigd"),
    "verdict": _("oordeel"),
    "version": _("versie"),
    "first_day": _("eerste dag"),
    "last_day": _("laatste dag"),
    "replacement": _("neemt waar"),
    "reminders": _("herinneringen"),
    "districts": _("wijken"),
    "refused_cases": _("zaken die niet konden"),
    "wait_days": _("dagen wachten"),
    "remind_days": _("dagen vooraf herinneren"),
    "reminder": _("herinnering"),
    "waiting": _("wacht"),
    "wants_second_look": _("tweede persoon bij grote twijfel"),
    "withdrawn": _("afgemeld"),
    "work_days": _("werkdagen"),
    "work_from": _("werktijd vanaf"),
    "work_until": _("werktijd tot"),
    "systems_ended": _("systemen beëindigd"),
}
# Of no use to who reads: it says which page of the same search this was.
LEFT_OUT = {"newest"}
STATUS = "status."  # signals by the status that they got

GIVEN: Mapping[str, Text] = {
    "all": _("alles gegeven"),
    "some": _("deels gegeven"),
    "nothing": _("niets gegeven"),
}
RESULTS: Mapping[str, Text] = {
    "done": "",
    "refused": _("geweigerd"),
    "waiting": _("wacht op bevestiging"),
    "held": _("wacht op een beslissing"),
    "resident": _("een inwoner gekozen"),
    "nobody": _("niemand gekozen"),
    "together": _("samen"),
    "apart": _("apart"),
    "first-factor": _("alleen de eerste stap"),
}
_REVIEW_VERDICTS: Mapping[str, Text] = {
    "in-order": _("in orde"),
    "question": _("vraag gesteld"),
    "misuse": _("misbruik"),
}
_SOURCES: Mapping[str, Text] = {"file": _("ingelezen bestand"), "api": _("rechtstreeks gevraagd")}
# Codes that mean the same wherever they stand; each key's own codes come first.
_VALUES: Mapping[str, Mapping[str, object]] = {
    "given": GIVEN,
    "verdict": {"accept": _("akkoord"), "reject": _("niet akkoord"), "revoke": _("ingetrokken")},
    "review_verdict": _REVIEW_VERDICTS,
    "before": _REVIEW_VERDICTS,
    "second_look": {"same": _("dezelfde keuze"), "other": _("een andere keuze")},
    "asked": {"brp": _("BRP"), "uitkeringen": _("uitkeringen")},
    "residents_from": _SOURCES,
    "benefits_from": _SOURCES,
    "sign": {
        "sample": _("steekproef"),
        "out-of-hours": _("buiten werktijd"),
        "bulk": _("veel zaken op één dag"),
        "same-name": _("zelfde achternaam"),
        "same-address": _("zelfde adres"),
        "no-task": _("geen taak in de zaak"),
    },
    "change": {"planned": _("gemaakt"), "moved": _("verzet"), "cancelled": _("afgezegd")},
    "reminders": {"daily": _("elke werkdag"), "weekly": _("één keer per week"), "never": _("nooit")},
    "entry": {"attempt": _("contactpoging"), "appointment": _("afspraak"), "note": _("aantekening")},
    "outside": {
        "recorded": _("vastgelegd"),
        "consent": _("toestemming gegeven"),
        "withdrawn": _("toestemming ingetrokken"),
        "letter": _("brief gemaakt"),
    },
    "paper": {"pack": _("stukken"), "minutes": _("verslag")},
    "reminder": {"closing": _("de periode loopt af"), "missing": _("niet aangeleverd")},
    "risk": {"none": _("geen risico"), "risk": _("risico"), "high": _("hoog risico")},
    "decision": {"admission": _("toegelaten"), "refusal": _("geweigerd")},
    "proposed": {"certain": _("zeker"), "review": _("nakijken"), "none": _("niet gevonden")},
    "told": {
        "paid": _("betaald"),
        "arranged": _("betalingsregeling"),
        "instalments-paid": _("nieuwe termijnen betaald"),
        "instalment-missed": _("termijn gemist"),
        "withdrawn": _("signaal ingetrokken"),
    },
    "result": {result.name.lower(): result.value for result in Result},
    "role": {role.value: title for role, title in ROLE_TITLES.items()} | {Role.SYSTEM.value: _("systeem")},
    "task": {str(code): name for code, name in TASK_NAMES_NL.items()},
    "kind": {str(code): name for code, name in TASK_NAMES_NL.items()},
    "fact": {name: fact.description for name, fact in FACTS.items()},
    "state": {str(code): name for code, name in (*STATE_NAMES_NL.items(), *REFERRAL_NAMES_NL.items())},
    "from": {str(code): name for code, name in STATE_NAMES_NL.items()},
    "outcome": {str(code): name for code, name in OUTCOME_NAMES_NL.items()},
    "reason": {str(code): name for code, name in REASON_NAMES_NL.items()},
}


@dataclass(frozen=True, slots=True)
class Known:
    """The names behind the ids and codes on one page."""

    people: Mapping[UUID, str]
    parties: Mapping[str, str]
    purposes: Mapping[str, str]
    subjects: Mapping[str, Subject]


def ids_in(details: Iterable[Mapping[str, object]]) -> frozenset[str]:
    """Return every id that these details name, to look all of them up at once."""
    values = (value for one in details for value in one.values())
    return frozenset(value for value in values if isinstance(value, str) and IS_UUID.fullmatch(value))


def told_details(details: Mapping[str, object], known: Known) -> Iterator[tuple[str, str]]:
    """Yield label and value of each detail that says something."""
    for key, value in details.items():
        if value in {None, ""} or key in LEFT_OUT or (key == "refused_only" and not value):
            continue
        yield label_of(key), _told(key, value, known)


def label_of(key: str) -> str:
    """Return what a detail is called; its key when there is no word for it, so that nothing is hidden."""
    if key.startswith(STATUS):
        return gettext("status %(status)s") % {"status": key.removeprefix(STATUS).replace("_", " ")}
    return str(LABELS.get(key, key))


def _told(key: str, value: object, known: Known) -> str:
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nee")
    text = str(value)
    if key == "searched_action":
        return action_in_words(text)
    if IS_UUID.fullmatch(text):
        return _called(text, known)
    if IS_HASH.fullmatch(text):
        return f"{text.removeprefix('sha256:')[:HASH_SHOWN]}…"
    words = _VALUES.get(key, {}).get(text) or known.parties.get(text) or known.purposes.get(text)
    return gettext(str(words)) if words else _as_day(text)


def _called(text: str, known: Known) -> str:
    subject = known.subjects.get(text)
    return known.people.get(UUID(text)) or (subject.number if subject else "") or text


def _as_day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text), "j F Y") if len(text) == len("2026-01-01") else text
    except ValueError:
        return text
