"""On which address and under which names a signal is matched, once it is known whom it is about (R19, R21, R25)."""

from __future__ import annotations

from tijdig.linkage.rules.normalising import address_key, signal_name, spell
from tijdig.linkage.rules.people import SignalPerson
from tijdig.residents.rules.record import ResidentRecord


def matching_address(signal: SignalPerson, record: ResidentRecord | None, municipality: str) -> str:
    """Return the address to match on: where the person is registered in this municipality, else as delivered.

    So a slip in a ledger does not split a household, and someone who moved is met at the new address (R25). Empty
    when neither is known. ``municipality`` is the controller's CBS code.
    """
    if record is not None and record.lives_in(municipality) and record.address.is_known:
        home = record.address
        suffix = (home.house_letter, home.addition, home.designation)
        return address_key(home.postcode, home.house_number or 0, *suffix)
    if not signal.postcode:
        return ""
    return address_key(signal.postcode, signal.house_number, signal.house_letter, signal.addition)


def names_of(signal: SignalPerson, record: ResidentRecord | None) -> frozenset[str]:
    """Return the surnames that belong to a signal: as delivered, and those of the resident and the partner."""
    written = signal_name(signal.prefix, signal.surname)
    names = {written.spelling.core, *written.halves}
    if record is not None:
        names.add(spell(record.prefix, record.surname).core)
        names.add(spell(record.partner_prefix, record.partner_surname).core)
    return frozenset(names - {""})
