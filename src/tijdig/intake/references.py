"""Find a partner's own signal by the reference under which it delivered it, without reading a signal (E5)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tijdig.actors import Actor
from tijdig.covenant.queries import covenants_in_force
from tijdig.intake.models import Signal
from tijdig.intake.rules.identity import IDENTITY, identities_since
from tijdig.intake.rules.values.reading import tidy
from tijdig.problems import NotFound
from tijdig.vault.keys import exact_indexer


def own_signal_with_reference(actor: Actor, reference: str, on: date) -> UUID:
    """Return the partner's latest signal with its reference, of the month of day ``on`` or the covenant's look-back.

    :class:`NotFound` when it has none such, or takes part in no covenant in force.
    """
    covenants = [one for one in covenants_in_force(actor.controller_id, on) if actor.party in one.parties]
    if not covenants:
        raise NotFound
    since = min(one.delivery.lookback.before(on) for one in covenants)
    keyed = exact_indexer(actor.controller_id, IDENTITY)
    found = (
        Signal.objects.filter(
            controller_id=actor.controller_id,
            party_code=actor.party,
            identity__in=[keyed(one) for one in identities_since(tidy(reference), since, on)],
        )
        .order_by("-received_on", "-id")
        .values_list("pk", flat=True)
        .first()
    )
    if found is None:
        raise NotFound
    return found
