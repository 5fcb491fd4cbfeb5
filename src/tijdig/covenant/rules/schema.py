"""Every key of a covenant file: where it stands, what it holds, what it means. The manual is held against this list.

A path has ``*`` where the file names the table itself (``partij.*.naam``) and ``[]`` where tables repeat
(``uitwisseling[].id``). A required key under an absent optional table is not missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tijdig.actors import Role
from tijdig.covenant.rules.document import PartyRole, RetentionEnd, RetentionStart
from tijdig.covenant.rules.feedback_codes import NO_FEEDBACK, ExternalCode
from tijdig.covenant.rules.purposes import DISCIPLINES
from tijdig.ddas import AttemptKind, PartOfDay, Result, Sector

FORMAT = "convenant/1"
TASK_REQUIREMENTS = ("besluitkenmerk", "toestemming", "tweede-persoon")
MEETING_SUBJECTS = ("zaken", "voortgang")
MEETING_BASES = ("toestemming", "noodzaak")
RHYTHMS = ("maandelijks",)
# What can be agreed beforehand: an attempt that reaches nobody, or of which nobody knows the kind, cannot.
STEP_KINDS = tuple(
    kind
    for kind in AttemptKind
    if kind not in {AttemptKind.ADMINISTRATIVE, AttemptKind.UNKNOWN, AttemptKind.OTHER}
)


class Shape(StrEnum):
    """What a key may hold, in the words of the manual."""

    TEXT = "tekst"
    NUMBER = "geheel getal"
    EUROS = "bedrag in euro"
    YES_NO = "true of false"
    DATE = "datum (2026-03-01)"
    PERIOD = "periode (P6M, P4W, P3WD)"
    TEXTS = "lijst van teksten"
    CHOICE = "een van"
    CHOICES = "lijst uit"
    VALUE = "waarde die bij het feit past"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its path, shape, Dutch meaning, whether it must be there, and what may be chosen."""

    path: str
    shape: Shape
    meaning: str
    required: bool = True
    choices: tuple[str, ...] = ()


def _must(path: str, shape: Shape, meaning: str, choices: Iterable[str] = ()) -> Key:
    return Key(path, shape, meaning, required=True, choices=tuple(choices))


def _may(path: str, shape: Shape, meaning: str, choices: Iterable[str] = ()) -> Key:
    return Key(path, shape, meaning, required=False, choices=tuple(choices))


def _contact(path: str) -> tuple[Key, ...]:
    return tuple(
        _may(f"{path}.{name}", Shape.TEXT, meaning)
        for name, meaning in (
            ("naam", "naam van het aanspreekpunt"),
            ("telefoon", "telefoonnummer"),
            ("email", "e-mailadres"),
            ("adres", "postadres"),
        )
    )


def _conditions(path: str) -> tuple[Key, ...]:
    return (
        _must(f"{path}[].feit", Shape.TEXT, "feit uit de feitenlijst"),
        _must(f"{path}[].op", Shape.TEXT, "vergelijking die bij het soort feit past"),
        _must(f"{path}[].waarde", Shape.VALUE, "waarde waarmee het feit wordt vergeleken"),
    )


def _permission(path: str) -> tuple[Key, ...]:
    return (
        _must(f"{path}.doel", Shape.TEXT, "waarvoor: een van de doelen"),
        _must(f"{path}.gegevens", Shape.TEXTS, "welke gegevensgroepen"),
        _must(f"{path}.bewaren.termijn", Shape.PERIOD, "hoe lang de gegevens bewaard worden"),
        _must(f"{path}.bewaren.vanaf", Shape.CHOICE, "vanaf welke dag", RetentionStart),
        _must(f"{path}.bewaren.daarna", Shape.CHOICE, "wat er daarna gebeurt", RetentionEnd),
        _may(f"{path}.bijzondere_grondslag", Shape.TEXT, "grondslag voor BSN of bijzondere gegevens"),
        *_conditions(f"{path}.voorwaarde"),
    )


KEYS: tuple[Key, ...] = (
    _must("formaat", Shape.CHOICE, "soort bestand", (FORMAT,)),
    _must("id", Shape.TEXT, "vast nummer van het convenant (urn:uuid:…), gelijk over versies"),
    _must("versie", Shape.TEXT, "versie (1.2.0)"),
    _may("vervangt", Shape.TEXT, "sha256 van de vorige versie"),
    _must("titel", Shape.TEXT, "titel"),
    _must("gemeente", Shape.TEXT, "CBS-code van de gemeente: de verwerkingsverantwoordelijke"),
    _must("bron", Shape.TEXT, "de ondertekende tekst waar dit bestand van komt, met datum"),
    _must("geldig.van", Shape.DATE, "eerste dag"),
    _must("geldig.tot", Shape.DATE, "laatste dag"),
    _must("evaluatie.elke", Shape.PERIOD, "hoe vaak tussentijds wordt geëvalueerd"),
    _must("evaluatie.waarschuw", Shape.PERIOD, "hoe lang voor het einde het systeem waarschuwt"),
    *_contact("contact"),
    _must("partij.*.naam", Shape.TEXT, "naam van de partij"),
    _must("partij.*.rol", Shape.CHOICE, "rol van de partij", PartyRole),
    _may("partij.*.sector", Shape.CHOICE, "sector van een signaalpartner", Sector),
    _may("partij.*.sector_grondslag", Shape.TEXT, "grondslag voor een sector die de wet niet noemt"),
    _may("partij.*.kvk", Shape.TEXT, "KvK-nummer"),
    _may("partij.*.oin", Shape.TEXT, "organisatie-identificatienummer"),
    _may("partij.*.disciplines", Shape.CHOICES, "soorten hulp die deze partij geeft", DISCIPLINES),
    _may("partij.*.levert_voor", Shape.TEXTS, "partijen waarvoor een incassobureau aanlevert"),
    *_contact("partij.*.contact"),
    _must("gegeven.*.velden", Shape.TEXTS, "velden van deze gegevensgroep"),
    _must("doel.*.omschrijving", Shape.TEXT, "het doel in gewone woorden"),
    _must("doel.*.grondslag.avg", Shape.TEXT, "artikel 6 AVG (6.1.e)"),
    _must("doel.*.grondslag.wet", Shape.TEXT, "wet en artikel"),
    _must("aanlevering.ritme", Shape.CHOICE, "hoe vaak partners aanleveren", RHYTHMS),
    _must("aanlevering.venster.van_dag", Shape.NUMBER, "eerste dag van de maand voor aanlevering"),
    _must("aanlevering.venster.tot_dag", Shape.NUMBER, "laatste dag van de maand voor aanlevering"),
    _must("aanlevering.crisis_altijd", Shape.YES_NO, "een crisissignaal mag op elke dag"),
    _may("aanlevering.drempel.maanden", Shape.NUMBER, "minimum aantal maanden achterstand"),
    _may("aanlevering.drempel.dagen", Shape.NUMBER, "minimum aantal dagen achterstand"),
    _may("aanlevering.drempel.bedrag", Shape.EUROS, "minimum bedrag"),
    _may("aanlevering.onterecht.onder_bedrag", Shape.EUROS, "onder dit bedrag: onterecht signaal"),
    _may("aanlevering.onterecht.ouder_dan_dagen", Shape.NUMBER, "ouder dan dit: onterecht signaal"),
    _must("aanlevering.matching.periode", Shape.PERIOD, "signalen binnen deze periode horen bij één melding"),
    _must("aanlevering.matching.terugkijk", Shape.PERIOD, "eerder signaal op het adres: opeenvolgend"),
    _must("aanlevering.matching.herhaling", Shape.PERIOD, "kort geleden opgepakt: herhaalde melding"),
    _must("aanlevering.bestand_bewaren", Shape.PERIOD, "hoe lang het teruggestuurde bestand klaarstaat"),
    _must(
        "aanlevering.wachten_op_kolommen",
        Shape.PERIOD,
        "hoe lang een bestand wacht tot de kolommen bevestigd zijn",
    ),
    _must("uitwisseling[].id", Shape.TEXT, "kenmerk van de uitwisseling (U1)"),
    _must("uitwisseling[].artikel", Shape.TEXT, "artikel van dit convenant"),
    _must("uitwisseling[].van", Shape.TEXT, "wie geeft: partij of rol:…"),
    _must("uitwisseling[].naar", Shape.TEXT, "wie krijgt: partij of rol:…"),
    *_permission("uitwisseling[]"),
    _must("eigen_gebruik[].id", Shape.TEXT, "kenmerk van het eigen gebruik (E1)"),
    _must("eigen_gebruik[].artikel", Shape.TEXT, "artikel van dit convenant"),
    _must("eigen_gebruik[].door", Shape.TEXT, "wie gebruikt: partij of rol:…"),
    _may("eigen_gebruik[].rollen", Shape.CHOICES, "alleen voor mensen met deze rol", Role),
    *_permission("eigen_gebruik[]"),
    _must("route[].naam", Shape.TEXT, "kenmerk van de route"),
    _must("route[].uitleg", Shape.TEXT, "de route in gewone woorden"),
    *_conditions("route[].als"),
    _must("route[].doe", Shape.TEXTS, "uitnodiging:…, taak:… of doorgeleiding"),
    _must("route[].naar", Shape.TEXT, "partij die de zaak krijgt"),
    _must("voorrang[].naam", Shape.TEXT, "kenmerk van de voorrangsregel"),
    _must("voorrang[].uitleg", Shape.TEXT, "de reden die in de werklijst staat"),
    *_conditions("voorrang[].als"),
    _must("contact_na_keuze[].naam", Shape.TEXT, "kenmerk van deze regel"),
    _must(
        "contact_na_keuze[].uitleg", Shape.TEXT, "waarom een mens eerst kiest of en hoe contact wordt gezocht"
    ),
    *_conditions("contact_na_keuze[].als"),
    _must("contactstap[].naam", Shape.TEXT, "kenmerk van deze stap"),
    _must("contactstap[].soort", Shape.CHOICE, "hoe contact wordt gezocht", STEP_KINDS),
    _must("contactstap[].na", Shape.PERIOD, "hoe lang na het oppakken van de zaak"),
    _may(
        "contactstap[].dagdeel",
        Shape.CHOICE,
        "welk deel van de dag; zonder: een dagdeel dat nog niet is geprobeerd",
        PartOfDay,
    ),
    _must("taak.*.omschrijving", Shape.TEXT, "de taak in gewone woorden"),
    _must("taak.*.partij", Shape.TEXT, "partij die de taak doet"),
    _may("taak.*.termijn", Shape.PERIOD, "binnen welke tijd"),
    _may("taak.*.vereist", Shape.CHOICE, "wat eerst vastgelegd moet zijn", TASK_REQUIREMENTS),
    _must("termijn.eerste_gesprek", Shape.PERIOD, "eerste gesprek, vanaf ontvangst"),
    _must("termijn.eerste_gesprek_dreigend", Shape.PERIOD, "eerste gesprek bij dreiging, vanaf ontvangst"),
    _must("termijn.informeren", Shape.PERIOD, "inwoner informeren, vanaf ontvangst"),
    _must("termijn.gezamenlijke_uitnodiging", Shape.PERIOD, "uitnodiging versturen, vanaf triage"),
    _must("termijn.besluit", Shape.PERIOD, "besluit over schuldhulp, vanaf het eerste gesprek"),
    _must("termijn.snelle_oplossing", Shape.PERIOD, "achterstand weg: snelle oplossing, vanaf akkoord"),
    _must("termijn.antwoord_doorgeleiding", Shape.PERIOD, "antwoord op een verwijzing"),
    _may(
        "termijn.terugmelding_doorgeleiding",
        Shape.PERIOD,
        "terugmelden over een aangenomen verwijzing, vanaf het antwoord",
    ),
    _may("termijn.stilstand_nagaan", Shape.PERIOD, "nagaan of de termijn van het besluit nog moet stilstaan"),
    _must("termijn.antwoord_rechten", Shape.PERIOD, "antwoord op een verzoek van de inwoner"),
    _must("termijn.verlenging_rechten", Shape.PERIOD, "verlenging van dat antwoord"),
    _must("termijn.rechtbank[].naam", Shape.TEXT, "rechtbank"),
    _may("termijn.rechtbank[].minstens", Shape.PERIOD, "minste tijd tussen signaal en dagvaarding"),
    _may("termijn.rechtbank[].hoogstens", Shape.PERIOD, "meeste tijd tussen signaal en dagvaarding"),
    _must("opschorting.mogelijk", Shape.YES_NO, "pauzeert aanvaarde hulp de incasso"),
    _may("opschorting.duur", Shape.PERIOD, "hoe lang de incasso pauzeert"),
    _may("opschorting.controle", Shape.PERIOD, "wanneer de voortgang wordt bekeken"),
    _must("overleg.ritme", Shape.CHOICE, "hoe vaak het casuïstiekoverleg is", RHYTHMS),
    _must("overleg.deelnemers", Shape.TEXTS, "wie deelnemen: partij of rol:…"),
    _must("overleg.onderwerpen", Shape.CHOICES, "waarover het gaat", MEETING_SUBJECTS),
    _must("overleg.grondslagen", Shape.CHOICES, "waarop een zaak besproken mag worden", MEETING_BASES),
    *_conditions("overleg.agenda"),
    _may("overleg.voorstel.voorrang", Shape.TEXTS, "stel zaken voor met deze voorrangsregel"),
    _may("overleg.voorstel.langer_open_dan", Shape.PERIOD, "stel zaken voor die langer open zijn dan dit"),
    _may("overleg.voorstel.open_acties", Shape.YES_NO, "stel zaken voor met een actie die nog open is"),
    _may("overleg.voorstel.op_verzoek", Shape.YES_NO, "stel zaken voor die een deelnemer wil bespreken"),
    _must("terugkoppeling[].intern", Shape.CHOICES, "resultaten van de gemeente", Result),
    _must("terugkoppeling[].extern", Shape.CHOICE, "wat de partner hoort", (*ExternalCode, NO_FEEDBACK)),
    _must("terugkoppelbeleid.geen_contact", Shape.YES_NO, "mag 'geen contact' teruggekoppeld worden"),
    _must("terugkoppelbeleid.binnen", Shape.PERIOD, "binnen welke tijd na het resultaat"),
    _must("verantwoording.logcontrole", Shape.PERIOD, "hoe vaak het logboek wordt nagekeken"),
    _must("verantwoording.kleinste_cel", Shape.NUMBER, "kleinere aantallen worden niet getoond"),
    *_contact("verantwoording.fg"),
    _may("versheid.*", Shape.PERIOD, "hoe oud een feit hooguit mag zijn (korter dan de feitenlijst)"),
    _must("bepaling[].artikel", Shape.TEXT, "nummer van het artikel"),
    _must("bepaling[].tekst", Shape.TEXT, "de afspraak in gewone woorden"),
    _must("bepaling[].gedragen_door", Shape.TEXTS, "sleutels in dit bestand die de afspraak uitvoeren"),
)


@dataclass(slots=True)
class Node:
    """A place in the tree of keys: a table (with children), a repeating table, or a leaf (with its key)."""

    children: dict[str, Node] = field(default_factory=dict)
    key: Key | None = None
    repeats: bool = False

    @property
    def must_stand(self) -> bool:
        """Whether this table or key must be in the file: it, or something directly under it, is required."""
        if self.key is not None:
            return self.key.required
        return not self.repeats and any(
            child.must_stand for name, child in self.children.items() if name != "*"
        )


def _tree(keys: Iterable[Key]) -> Node:
    root = Node()
    for key in keys:
        node = root
        for step in key.path.split("."):
            node = node.children.setdefault(step.removesuffix("[]"), Node())
            node.repeats = node.repeats or step.endswith("[]")
        node.key = key
    return root


SCHEMA: Node = _tree(KEYS)
KEYS_BY_PATH: Mapping[str, Key] = {key.path: key for key in KEYS}
