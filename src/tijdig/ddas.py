"""The code lists of the national standard (DDAS, VNG/CBS), in their exact spelling (R3, R14, R35, R41)."""

from __future__ import annotations

from enum import StrEnum


class Sector(StrEnum):
    """What kind of creditor a signal comes from (R3)."""

    RENT = "Huur"
    ENERGY = "Energie"
    WATER = "Water"
    HEALTH = "Zorg"
    MORTGAGE = "Hypotheek"
    TAX = "Belastingdienst"
    STUDENT_LOANS = "DUO"
    ALLOWANCES = "Dienst Toeslagen"
    CAK_CONTRIBUTION = "CAK Eigen bijdrage"
    CAK_INSURANCE = "CAK Zorgverzekeringen"
    OTHER = "Overige"


STATUTORY_SECTORS = frozenset({Sector.RENT, Sector.ENERGY, Sector.WATER, Sector.HEALTH})


class SignalStatus(StrEnum):
    """What has become of a signal (R14)."""

    OPEN = "Nog niet opgepakt"
    TAKEN_UP = "Opgepakt"
    ALREADY_KNOWN = "Inwoner al bekend bij schuldhulpverlening"
    DECEASED = "Inwoner is overleden"
    NOT_RESIDENT = "Persoon is geen inwoner (meer) in de gemeente"
    REPEAT = "Niet opgepakt: herhaalde melding"
    UNJUSTIFIED = "Niet opgepakt: onterecht signaal"
    OTHER_REASON = "Niet opgepakt: andere reden"


class AttemptKind(StrEnum):
    """How contact was sought (R35)."""

    ADMINISTRATIVE = "Administratief"
    APPOINTMENT = "Afspraak op locatie"
    LETTER = "Brief"
    HOME_VISIT = "Huisbezoek"
    CARD = "Kaartje"
    MAIL = "Mail"
    UNKNOWN = "Onbekend"
    OTHER = "Overige"
    MESSAGE = "SMS/Whatsapp"
    PHONE = "Telefoon"


class PartOfDay(StrEnum):
    """When on the day contact was sought: morning before 12:00, evening from 18:00 (R35)."""

    MORNING = "Ochtend"
    AFTERNOON = "Middag"
    EVENING = "Avond"


class Result(StrEnum):
    """How a case ended (R41). An open case has none."""

    ADVICE_OR_QUICK_FIX = "(Budget)advies en/of quick fix"
    NO_CONTACT = "Definitief geen contact kunnen krijgen"
    NO_REACTION = "Geen reactie na eerder contact"
    ALREADY_KNOWN = "Inwoner al bekend bij schuldhulpverlening"
    OTHER_PROGRAMME = "Inwoner heeft al een ander lopend traject"
    PAID_OR_ARRANGED = "Inwoner heeft zelf al betaald/betalingsregeling getroffen"
    DECEASED = "Inwoner is overleden"
    NO_HELP_WANTED = "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering"
    OTHER_REASON = "Niet opgepakt: andere reden"
    REPEAT = "Niet opgepakt: herhaalde melding"
    UNJUSTIFIED = "Niet opgepakt: onterecht signaal"
    NOT_RESIDENT = "Persoon is geen inwoner (meer) in de gemeente"
    FOLLOW_UP = "Vervolghulp en/of verwijzing"
    FOLLOW_UP_FINANCIAL = "Vervolghulp en/of verwijzing financieel"
    FOLLOW_UP_OTHER = "Vervolghulp en/of verwijzing niet financieel"
    REFERRED_WITHOUT_TENANT = "Verwijzing zonder tussenkomst inwoner"
