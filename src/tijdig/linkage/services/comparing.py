"""Compare what waits with the register: nothing is written here, so nobody has to wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tijdig.actors import Action, Actor, require
from tijdig.intake.models import Signal
from tijdig.linkage.engine import link_people
from tijdig.linkage.matched import signal_person
from tijdig.linkage.models import Link
from tijdig.linkage.queries_unlinked import unlinked_signals
from tijdig.linkage.rules.people import LinkResult
from tijdig.linkage.services.comparing_again import doubts_of_before
from tijdig.residents.models import RegisterExtract, Source
from tijdig.residents.queries import register_of, resident_records, source_of
from tijdig.vault.rules.sealing import SealBroken

type Version = tuple[UUID, datetime | None]  # of a signal: it is another one after each correction


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing came to, signal by signal, and what was compared: which import, which signals as they were.

    ``read`` are the new signals among them, opened.
    """

    register: tuple[int, datetime]
    signals: tuple[Version, ...]
    results: tuple[LinkResult, ...]
    read: Sequence[Signal]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What there is to compare: new signals, and doubts of before where a newer register was imported."""

    controller_id: str
    register: RegisterExtract | None
    over_the_api: bool
    signals: Sequence[Signal]
    doubts: Sequence[Link]

    @property
    def compared(self) -> Sequence[Signal]:
        """The signals to compare, those of doubts last."""
        return [*self.signals, *(link.signal for link in self.doubts)]

    @property
    def versions(self) -> tuple[Version, ...]:
        """The same signals, as they are now."""
        return tuple((signal.pk, signal.corrected_at) for signal in self.compared)

    def is_as_it_was(self, ahead: Compared) -> bool:
        """Whether the register and the signals are still what was compared before."""
        register = self.register and (self.register.pk, self.register.imported_at)
        return not self.over_the_api and ahead.register == register and ahead.signals == self.versions


def compare_ahead(*, actor: Actor) -> Compared | None:
    """Compare what waits now, for a run that begins after this; raises :class:`Refused` for a role that may not.

    None where there is nothing to compare, or the register is asked over its API: its answers may change meanwhile.
    """
    require(actor, Action.LINK_SIGNALS)
    waiting = what_waits(actor.controller_id)
    if waiting.register is None or waiting.over_the_api or not waiting.compared:
        return None
    try:
        return compare(waiting, waiting.register)
    except SealBroken:  # the run meets it too, and tells of it as an act that failed
        return None


def what_waits(controller_id: str, ahead: Compared | None = None) -> Waiting:
    """Return what waits under a controller to be compared; signals that were read ``ahead`` are not read again."""
    over_the_api = source_of(controller_id, RegisterExtract.Kind.RESIDENTS) is Source.API
    unlinked = unlinked_signals(controller_id, looked_up=True if over_the_api else None)
    known = ahead.read if ahead else ()
    versions = [(signal.pk, signal.corrected_at) for signal in known]
    same = bool(known) and versions == list(unlinked.values_list("pk", "corrected_at"))
    signals = known if same else list(unlinked)
    register = register_of(controller_id)
    doubts = [] if over_the_api or register is None else doubts_of_before(controller_id, register)
    return Waiting(controller_id, register, over_the_api, signals, doubts)


def compare(waiting: Waiting, register: RegisterExtract) -> Compared:
    """Compare these signals with everyone in the register."""
    results = link_people(
        [signal_person(signal) for signal in waiting.compared],
        resident_records(waiting.controller_id),
        municipality=waiting.controller_id,
        whole_register=not waiting.over_the_api,
    )
    return Compared((register.pk, register.imported_at), waiting.versions, results, waiting.signals)
