"""The closed list of purposes that the software acts for; a covenant gives each its words and its ground."""

from __future__ import annotations

from enum import StrEnum


class PurposeCode(StrEnum):
    """For what data is used. A page or service asks for fields under exactly one of these."""

    EARLY_SIGNAL = "vroegsignalering"
    LINKAGE = "koppeling"
    TRIAGE = "triage"
    HELP = "hulpverlening"
    FEEDBACK = "terugkoppeling"
    MEETING = "overleg"
    ACCOUNT = "verantwoording"


DISCIPLINES = (
    "schulddienstverlening",
    "participatie",
    "maatschappelijk-werk",
    "welzijnswerk",
    "schuldregeling",
)
