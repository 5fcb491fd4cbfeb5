"""Keep links up to date with what became of the people they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.disclosure.services_processing import record_change
from tijdig.linkage.models import Link
from tijdig.linkage.on_record import about_signals
from tijdig.linkage.rules.following import is_news, state_now
from tijdig.linkage.rules.outcomes import RegisterState
from tijdig.residents.queries import places_of, records_of

BATCH = 1_000


@transaction.atomic
def follow_residents(*, actor: Actor, links: Sequence[Link]) -> Mapping[UUID, RegisterState]:
    """Note on these settled links what the register says now, and return what is news, by link id (R25, R26).

    The links come with their signal. A link about nobody is passed by; a second look finds no news.
    """
    require(actor, Action.LINK_SIGNALS)
    about = [link for link in links if link.person]
    people = {link.person for link in about}
    records, places = records_of(actor.controller_id, people), places_of(actor.controller_id, people)
    changed: list[Link] = []
    news: dict[UUID, RegisterState] = {}
    for link in about:
        before, place = RegisterState(link.register_state), places.get(link.person, "")
        moved = bool(link.register_place and place and place != link.register_place)
        now = state_now(before, records.get(link.person), municipality=actor.controller_id, moved=moved)
        if is_news(before, now, moved=moved):
            news[link.pk] = now
        if now is not before or (place and place != link.register_place):
            link.register_state, link.register_place = now, place or link.register_place
            changed.append(link)
    Link.objects.bulk_update(changed, ["register_state", "register_place"], batch_size=BATCH)
    if news:
        told = list(news.values())
        record_change(
            actor=actor,
            action="follow-residents",
            object_kind="controller",
            object_id=actor.controller_id,
            processings=about_signals(
                actor.controller_id, [link.signal for link in about if link.pk in news]
            ),
            details={
                "died": told.count(RegisterState.DECEASED),
                "moved_away": told.count(RegisterState.MOVED_AWAY),
                "moved_within": told.count(RegisterState.MOVED_WITHIN),
                "signals": len(told),
            },
        )
    return news
