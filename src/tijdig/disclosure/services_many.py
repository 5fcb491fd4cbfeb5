"""An act on the data of very many people, such as a whole register: their rows are written as they come (L2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.disclosure.models import ProcessingRecord
from tijdig.disclosure.services_processing import Act, RowMaker, Status, begin_act_on
from tijdig.disclosure.subjects import surrogates_with
from tijdig.ledger.trace import new_span, new_span_id, some_trace


class ActOnMany:
    """An act under way; see :func:`act_on_many`."""

    def __init__(self, actor: Actor, act: Act, kind: str, activity: str) -> None:
        self._actor, self._act, self._kind, self._activity = actor, act, kind, activity

    def touch(self, ciphers: Mapping[str, AESGCMSIV]) -> None:
        """Record that this was done with the data of these people, by the id of the row that was just stored."""
        surrogates = surrogates_with(self._actor.controller_id, self._kind, ciphers)
        about = RowMaker(self._actor, self._act, surrogates)
        ProcessingRecord.objects.insert_alike(
            same=about.common_to_children(self._kind, self._activity),
            each={"span_id": [new_span_id() for _one in surrogates], "subject": list(surrogates.values())},
        )


@contextmanager
def act_on_many(*, actor: Actor, name: str, kind: str, activity: str) -> Iterator[ActOnMany]:
    """Run an act on data subjects of one kind in a span of its own, and record it; in the transaction of the act.

    ``activity`` is the URI of the register's entry, empty when there is none. The row of the act itself comes last.
    When the act fails all rows go with it, and one says that it failed: of whom it was about there is nothing left.
    """
    with transaction.atomic(savepoint=False), some_trace(), new_span() as span:
        act = Act(name, timezone.now(), span)
        begin_act_on(actor=actor, act=act, touched=())
        yield ActOnMany(actor, act, kind, activity)
        about = RowMaker(actor, act, {})
        ProcessingRecord.objects.bulk_create([about.record(about.of_act(Status.OK))])
