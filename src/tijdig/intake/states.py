"""The states of a delivery and the DDAS statuses of a signal (R14)."""

from __future__ import annotations

from django.db.models import TextChoices


class DeliveryState(TextChoices):
    """Where a delivery stands: waiting for its columns to be confirmed, checked and kept, or withdrawn."""

    WAITING = "waiting", "wacht op kolommen"
    ACCEPTED = "accepted", "verwerkt"
    WITHDRAWN = "withdrawn", "ingetrokken"


class SignalStatus(TextChoices):
    """DDAS signal status, in the standard's exact spelling (R14)."""

    OPEN = "Nog niet opgepakt"
    TAKEN_UP = "Opgepakt"
    ALREADY_KNOWN = "Inwoner al bekend bij schuldhulpverlening"
    DECEASED = "Inwoner is overleden"
    NOT_RESIDENT = "Persoon is geen inwoner (meer) in de gemeente"
    REPEAT = "Niet opgepakt: herhaalde melding"
    UNJUSTIFIED = "Niet opgepakt: onterecht signaal"
    OTHER_REASON = "Niet opgepakt: andere reden"
