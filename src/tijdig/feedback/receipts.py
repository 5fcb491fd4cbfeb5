"""From stored signal or delivery to the values of its receipt (R1, R15); what stands on it passed ``disclosure``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date

from django.utils import timezone

from tijdig.actors import Actor
from tijdig.covenant.queries import governing
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.sender import municipality_of
from tijdig.disclosure.services import Request, Value
from tijdig.feedback.rules.purposes import narrowest_purpose
from tijdig.intake.models import Delivery, Signal
from tijdig.letters.receipts import Arrears, DeliveryReceipt, Effort, SignalReceipt, receipt_number
from tijdig.letters.sender import CovenantMark, Municipality

# The four duties of the Besluit gemeentelijke schuldhulpverlening art. 2, in its order (R5); the announcement (R17).
EFFORTS_NL = {
    "signaal.contact_gezocht": "Persoonlijk contact gezocht om de achterstand te voorkomen en op te lossen",
    "signaal.gewezen_op_hulp": "Gewezen op mogelijkheden van schuldhulpverlening",
    "signaal.herinnering": "Schriftelijke herinnering gestuurd",
    "signaal.aanbod_doorgeven": "Daarbij aangeboden om gegevens aan de gemeente door te geven",
    "signaal.geinformeerd": "De huurder over deze melding geïnformeerd",
}


def receipt_fields(signal: Signal) -> Mapping[str, Value]:
    """Return what a receipt shows of a signal, by the covenant's field names; a field that is empty is not asked.

    Days in arrears are no field of a covenant, so no receipt shows them; the day on which the arrears began is.
    """
    fields: dict[str, Value] = {
        "signaal.kenmerk": signal.reference,
        "signaal.ontvangen_op": signal.received_on,
        "signaal.bedrag": signal.amount_cents,
        "signaal.maanden": signal.months,
        "signaal.ontstaansdatum": signal.onset_on,
        "signaal.contact_gezocht": signal.contact_sought_on,
        "signaal.gewezen_op_hulp": signal.pointed_to_help_on,
        "signaal.herinnering": signal.reminder_on,
        "signaal.aanbod_doorgeven": signal.offer_to_share_on,
        "signaal.geinformeerd": signal.informed_on,
    }
    return {name: value for name, value in fields.items() if value is not None}


def receipt_request(actor: Actor, signal: Signal) -> Request:
    """Return the request with which a landlord reads back what it reported itself, as the covenant says it today."""
    fields = receipt_fields(signal)
    standing = governing(signal.controller_id, signal.covenant_hash, timezone.localdate())
    purpose = narrowest_purpose(standing.covenant, actor.party, actor.party, fields) if standing else ""
    return Request(
        subject_kind="signal",
        subject_id=str(signal.pk),
        sender=actor.party,
        purpose=purpose,
        covenant_hash=signal.covenant_hash,
        fields=fields,
        facts={},
    )


def signal_receipt_of(
    signal: Signal, released: Mapping[str, Value], covenant: Covenant, issued_on: date
) -> SignalReceipt:
    """Return the receipt's values from what disclosure released."""
    return SignalReceipt(
        number=receipt_number(signal.controller_id, signal.received_on, signal.pk),
        municipality=municipality_of(covenant),
        landlord=covenant.name_of(signal.party_code),
        collection_agent=_agent(covenant, signal.delivery.agent_code),
        reference=str(released.get("signaal.kenmerk", "")),
        received_on=signal.received_on,
        arrears=Arrears(
            amount_cents=_whole(released, "signaal.bedrag") or 0,
            months=_whole(released, "signaal.maanden"),
            onset_on=_day(released, "signaal.ontstaansdatum"),
        ),
        efforts=tuple(Effort(what, _day(released, name)) for name, what in EFFORTS_NL.items()),
        covenant=_mark(covenant),
        issued_on=issued_on,
    )


def delivery_receipt_of(delivery: Delivery, covenant: Covenant, issued_on: date) -> DeliveryReceipt:
    """Return the values of a delivery's receipt: counts and the file's fingerprint, nothing of a tenant."""
    return DeliveryReceipt(
        number=receipt_number(delivery.controller_id, delivery.received_on, delivery.pk),
        municipality=municipality_of(covenant),
        landlord=covenant.name_of(delivery.party_code),
        collection_agent=_agent(covenant, delivery.agent_code),
        received_on=delivery.received_on,
        file_name=delivery.file_name,
        content_sha256=delivery.content_sha256,
        rows=delivery.rows,
        accepted=delivery.accepted,
        unchanged=delivery.unchanged,
        corrected=delivery.corrected,
        refused=delivery.refused,
        covenant=_mark(covenant),
        issued_on=issued_on,
    )


def content_of(receipt: SignalReceipt | DeliveryReceipt) -> dict[str, object]:
    """Return what a receipt says, as the log commits to it (T4): plain values by name, days as ``2026-03-04``.

    Not the day on which it was made, nor how to reach the municipality: asked for again, it says the same.
    """
    told = asdict(replace(receipt, municipality=Municipality(receipt.municipality.name)))
    told["municipality"] = receipt.municipality.name
    told["efforts"] = [[effort["what"], effort["on"]] for effort in told.get("efforts", ())]
    content = {name: value for name, value in told.items() if name not in {"issued_on", "seal"}}
    return {"kind": _KINDS[type(receipt)], **{name: _plain(value) for name, value in content.items()}}


_KINDS = {SignalReceipt: "signal-receipt", DeliveryReceipt: "delivery-receipt"}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _mark(covenant: Covenant) -> CovenantMark:
    return CovenantMark(covenant.title, covenant.version, covenant.hash)


def _agent(covenant: Covenant, code: str) -> str:
    return covenant.name_of(code) if code else ""


def _day(released: Mapping[str, Value], name: str) -> date | None:
    value = released.get(name)
    return value if isinstance(value, date) else None


def _whole(released: Mapping[str, Value], name: str) -> int | None:
    value = released.get(name)
    return value if isinstance(value, int) else None
