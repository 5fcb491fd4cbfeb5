"""Find what a person decided before about the people of new doubtful links (R24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tijdig.intake.models import Signal
from tijdig.linkage.models import Candidate, Link
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.linkage.rules.reusing import NOBODY, EarlierDecision, decision_to_reuse, reason_of_reuse
from tijdig.linkage.stored_reasons import stored
from tijdig.residents.queries import places_of
from tijdig.vault.keys import indexer

WRITTEN = "linkage.written"
PARTS = (
    "initials",
    "prefix",
    "surname",
    "birth_date",
    "street",
    "house_number",
    "house_letter",
    "addition",
    "postcode",
    "town",
)


def written_of(controller_id: str, signals: Sequence[Signal]) -> Sequence[str]:
    """Return for each signal the blind index of its person as the partner wrote it, capitals and spaces aside."""
    index = indexer(controller_id, WRITTEN)
    return [
        index(*(" ".join(str(getattr(signal, part)).split()).casefold() for part in PARTS))
        for signal in signals
    ]


def take_over_decisions(controller_id: str, links: Sequence[Link], candidates: Sequence[Candidate]) -> int:
    """Settle new links, not saved yet, about which a person decided before; returns how many.

    A link that the machine is certain of is left alone.
    """
    doubtful = [link for link in links if link.outcome != Outcome.CERTAIN]
    earlier = _decided(controller_id, {link.written for link in doubtful})
    taken: list[Link] = []
    for link in doubtful:
        found = earlier.get(link.written, ())
        mine = {one.person: one for one in candidates if one.link_id == link.pk} if found else {}
        person = decision_to_reuse([_told(one) for one in found], mine)
        if person is None:
            continue
        newest = max(found, key=lambda one: (one.decided_at, one.pk))
        chosen = mine.get(person)
        link.person = person
        link.register_state = chosen.register_state if chosen else RegisterState.UNKNOWN
        link.decided_by, link.decided_at = newest.decided_by, link.made_at
        link.decision_reason, link.decided_before = newest.decision_reason, newest
        link.reasons = [*stored([reason_of_reuse()]), *link.reasons]
        taken.append(link)
    places = places_of(controller_id, {link.person for link in taken} - {NOBODY})
    for link in taken:
        link.register_place = places.get(link.person, "")
    return len(taken)


def _decided(controller_id: str, written: set[str]) -> Mapping[str, Sequence[Link]]:
    """Return what people decided themselves, by the written person; what was taken over is no decision of its own."""
    links = Link.objects.filter(
        controller_id=controller_id,
        written__in=written - {""},
        decided_at__isnull=False,
        decided_before__isnull=True,
        undone_at__isnull=True,
    ).prefetch_related("candidates")
    found: dict[str, list[Link]] = {}
    for link in links.order_by("pk"):
        found.setdefault(link.written, []).append(link)
    return found


def _told(link: Link) -> EarlierDecision:
    return EarlierDecision(link.person, frozenset(one.person for one in link.candidates.all()))
