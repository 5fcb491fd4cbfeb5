"""K5: two transactions wait for each other. The one that lost is done again, a few times, and only if it may be."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import OperationalError, connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from psycopg.errors import DeadlockDetected, DiskFull, SerializationFailure

from tests.web.cases import FAMILY, Cases, build_cases
from tijdig import storage
from tijdig.actors import Role
from tijdig.casework import services
from tijdig.casework.models import Case
from tijdig.ledger.models import AuditEvent
from tijdig.ledger.services import record_event
from tijdig.parties.models import Controller
from tijdig.storage import ATTEMPTS, again_when_lost

LOST = (DeadlockDetected, SerializationFailure)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "_PAUSE", 0)


def failing(
    times: int, kind: type[Exception] = DeadlockDetected, first: Callable[[], object] = int
) -> Callable[[], int]:
    """Work that the database refuses so many times; returns the number of the attempt that went through."""
    attempts = 0

    def work() -> int:
        nonlocal attempts
        attempts += 1
        if attempts <= times:
            first()
            raise OperationalError from kind()
        return attempts

    return work


class TestAgain:
    @pytest.mark.parametrize("kind", LOST)
    def test_k5_what_lost_from_another_is_done_again(self, kind: type[Exception]) -> None:
        assert again_when_lost(failing(2, kind)) == 3

    def test_k5_the_number_of_attempts_is_bounded(self) -> None:
        assert again_when_lost(failing(ATTEMPTS - 1)) == ATTEMPTS
        with pytest.raises(OperationalError):
            again_when_lost(failing(ATTEMPTS))

    def test_k5_another_failure_is_not_tried_again(self) -> None:
        work = failing(1, DiskFull)
        with pytest.raises(OperationalError):
            again_when_lost(work)
        assert work() == 2

    def test_k5_what_was_kept_in_part_is_not_done_again(self) -> None:
        work = failing(1)
        with pytest.raises(OperationalError):
            again_when_lost(work, may_repeat=lambda: False)
        assert work() == 2

    @pytest.mark.django_db(transaction=True)
    def test_k5_inside_a_transaction_there_is_one_attempt(self) -> None:
        work = failing(1)
        with pytest.raises(OperationalError), transaction.atomic():
            again_when_lost(work)
        assert work() == 2

    @pytest.mark.django_db(transaction=True)
    def test_k5_two_who_wait_for_each_other_both_come_to_their_end(self) -> None:
        """A real deadlock: each holds what the other wants. PostgreSQL lets one of them lose."""
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has one writer at a time")
        codes = ("0988", "1883")
        Controller.objects.bulk_create([Controller(code=code, name=code) for code in codes])
        both_hold_one = threading.Barrier(2)
        attempts: list[str] = []

        def lengthen(code: str) -> None:
            Controller.objects.filter(code=code).update(name=Concat(F("name"), Value("+")))

        def work(mine: str, other: str) -> None:
            with transaction.atomic():
                lengthen(mine)
                attempts.append(mine)
                if len(attempts) <= 2:
                    both_hold_one.wait(timeout=20)
                lengthen(other)

        def run(mine: str, other: str) -> None:
            try:
                again_when_lost(lambda: work(mine, other))
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=pair) for pair in (codes, codes[::-1])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(attempts) == 3
        assert {one.code: one.name for one in Controller.objects.all()} == {
            code: f"{code}++" for code in codes
        }


@pytest.mark.django_db(transaction=True)
class TestPage:
    @pytest.fixture
    def cases(self) -> Iterator[Cases]:
        with time_machine.travel("2026-04-07 10:00+02:00", tick=False):
            yield build_cases()

    def take_up(self, cases: Cases) -> int:
        case = cases.by_person[FAMILY]
        answer = cases.browser(Role.CASE_DIRECTOR).post(
            f"/zaken/{case.pk}/oppakken/", {"version": str(case.version)}
        )
        return answer.status_code

    def taken_up(self, cases: Cases) -> tuple[int, int]:
        case = Case.objects.get(pk=cases.by_person[FAMILY].pk)
        return case.version, AuditEvent.objects.filter(action="case.take-up").count()

    def let_it_lose(
        self, monkeypatch: pytest.MonkeyPatch, times: int, first: Callable[[], object] = int
    ) -> None:
        in_earnest, lose = services.take_up_case, failing(times, first=first)

        def take_up_case(**target: object) -> object:
            lose()
            return in_earnest(**target)  # type: ignore[arg-type]

        monkeypatch.setattr(services, "take_up_case", take_up_case)

    def test_k5_a_request_that_lost_is_done_again_and_its_person_notices_nothing(
        self, cases: Cases, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        version = cases.by_person[FAMILY].version
        self.let_it_lose(monkeypatch, ATTEMPTS - 1)
        assert self.take_up(cases) == 302
        assert self.taken_up(cases) == (version + 1, 1)

    def test_k5_a_request_that_keeps_losing_is_answered_and_nothing_is_kept(
        self, cases: Cases, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        version = cases.by_person[FAMILY].version
        self.let_it_lose(monkeypatch, ATTEMPTS)
        assert self.take_up(cases) == 503
        assert self.taken_up(cases) == (version, 0)

    def test_k5_a_request_of_which_something_was_kept_is_not_done_again(
        self, cases: Cases, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        director = cases.world.town.actor(Role.CASE_DIRECTOR)

        def keep_something() -> None:
            with transaction.atomic():
                record_event(actor=director, action="count", object_kind="number", object_id="1")

        self.let_it_lose(monkeypatch, 1, first=keep_something)
        assert self.take_up(cases) == 503
        assert AuditEvent.objects.filter(action="count").count() == 1
