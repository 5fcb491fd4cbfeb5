"""The closed list of what a signal partner may be told about a case, and for which results (R43, R44)."""

from __future__ import annotations

from enum import StrEnum

from tijdig.ddas import Result


class ExternalCode(StrEnum):
    """All that a signal partner can ever be told about a case."""

    UNJUSTIFIED = "onterecht_signaal"
    REPEAT = "herhaalde_melding"
    NO_RESIDENT = "geen_inwoner"
    DECEASED = "overleden"
    OFFER_ACCEPTED = "aanbod_aanvaard"
    OFFER_DECLINED = "aanbod_afgewezen"
    NOT_TAKEN_UP = "niet_opgepakt"
    NO_CONTACT = "geen_contact"


NO_FEEDBACK = "geen_terugkoppeling"  # in the file: this result is not fed back, and that is on purpose

EXTERNAL_NAMES_NL = {
    ExternalCode.UNJUSTIFIED: "Het signaal voldeed niet aan de afspraken",
    ExternalCode.REPEAT: "Herhaalde melding van dezelfde achterstand",
    ExternalCode.NO_RESIDENT: "Persoon is geen inwoner (meer) van deze gemeente",
    ExternalCode.DECEASED: "Persoon is overleden",
    ExternalCode.OFFER_ACCEPTED: "Inwoner heeft het hulpaanbod aanvaard",
    ExternalCode.OFFER_DECLINED: "Inwoner heeft het hulpaanbod niet aanvaard",
    ExternalCode.NOT_TAKEN_UP: "Het signaal is niet opgepakt",
    ExternalCode.NO_CONTACT: "Er is geen contact met de inwoner gekregen",
}

# What each external code may stand for at most: anything else would tell a creditor more than R43 allows (C8).
TELLABLE: dict[ExternalCode, frozenset[Result]] = {
    ExternalCode.UNJUSTIFIED: frozenset({Result.UNJUSTIFIED}),
    ExternalCode.REPEAT: frozenset({Result.REPEAT}),
    ExternalCode.NO_RESIDENT: frozenset({Result.NOT_RESIDENT}),
    ExternalCode.DECEASED: frozenset({Result.DECEASED}),
    ExternalCode.OFFER_ACCEPTED: frozenset(
        {
            Result.ADVICE_OR_QUICK_FIX,
            Result.FOLLOW_UP,
            Result.FOLLOW_UP_FINANCIAL,
            Result.FOLLOW_UP_OTHER,
        }
    ),
    ExternalCode.OFFER_DECLINED: frozenset({Result.NO_HELP_WANTED}),
    ExternalCode.NOT_TAKEN_UP: frozenset({Result.OTHER_REASON}),
    ExternalCode.NO_CONTACT: frozenset({Result.NO_CONTACT, Result.NO_REACTION}),
}
