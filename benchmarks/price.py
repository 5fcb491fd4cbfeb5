"""What the vault and the logs cost together: a delivery taken in and pages opened, with and without them.

Run: ``python -m benchmarks.price [--rows N] [--cases N]``. Prints a Markdown table with the ratios; ``make bench`` puts
it in the docs. *Without* is the same code on the same rows with personal fields in plain text in their column, no keys,
and no record written to any log; what a page shows of its own history is then less.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from benchmarks.pages import Page, _open, _pages, _set_up, _visitors
from benchmarks.pages_data import multiply

GOAL = 1.5
TIMES, SHORT = 15, 500  # three times what takes over half a second
PEOPLE, BESIDE = 5_000, "9901"
PLAIN_PREFIX = b"\x01" + bytes(12)  # where version and nonce stand in a sealed column
MEASURED = (
    "work list: all",
    "work list: mine",
    "case",
    "review queue",
    "deliveries",
    "signals of a delivery",
)


def main() -> None:
    """Measure both ways on the demo's month, multiplied, and print the table."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--rows", type=int, default=2_000)
    arguments.add_argument("--cases", type=int, default=10_000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="tijdig-bench-", ignore_cleanup_errors=True) as folder:
        _set_up(Path(folder))
        _measure(Path(folder), given.rows, given.cases)


def _measure(folder: Path, rows: int, cases: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from tijdig.daily import renew_statistics

    total, _open_ones = multiply(folder / "tijdig.sqlite3", cases, timezone.localdate().isoformat())
    renew_statistics()
    visitors = _visitors()
    pages = [page for page in _pages() if page.name in MEASURED]
    on = timezone.localdate()
    work: dict[str, Callable[[], object]] = {
        f"import of {PEOPLE:,} residents": _importing(PEOPLE, on),
        f"delivery of {rows:,} rows": lambda: _deliver(rows, on),
        **{page.name: _opening(visitors[page.player], page) for page in pages},
    }
    dear = {name: _milliseconds(one) for name, one in work.items()}
    connection.close()
    with without_vault_and_logs():
        cheap = {name: _milliseconds(one) for name, one in work.items()}
    print(
        f"{total:,} cases; milliseconds of the processor, the least of {TIMES} times "
        "(of an import and a delivery: of three).\n"
    )
    print("| work | with vault and logs | without | ratio |\n|---|---:|---:|---:|")
    for name in work:
        print(f"| {name} | {dear[name]:,.0f} | {cheap[name]:,.0f} | {dear[name] / cheap[name]:.2f} |")
    print(f"\nThe goal is a ratio of at most {GOAL}.")


def _opening(visitor: Any, page: Page) -> Callable[[], object]:
    return lambda: _open(visitor, page)


def _milliseconds(work: Callable[[], object]) -> float:
    """Return the least of several times: what it takes when nothing else asks for the machine."""
    spent = [_once(work)]
    return min(_once(work) for _ in range(TIMES if spent[0] < SHORT else 3))


def _once(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return (time.process_time() - before) * 1000


def _importing(people: int, on: date) -> Callable[[], object]:
    """Take in a register extract of a municipality beside the town, so that its own people stay who they are."""
    from benchmarks.country_files import EXTRACT, write_files
    from tijdig.actors import system_actor
    from tijdig.parties.models import Controller
    from tijdig.residents.services import import_register_extract

    Controller.objects.create(code=BESIDE, name="Elders")
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder) / BESIDE, BESIDE, signals=1, people=people, on=on)
        content = (Path(folder) / BESIDE / EXTRACT).read_bytes()
    return lambda: import_register_extract(actor=system_actor(BESIDE), content=content, on=on)


def _deliver(rows: int, on: date) -> object:
    """Take in a file of the landlord whose columns are known, of tenants who were never reported before."""
    from tijdig.actors import Actor, Role
    from tijdig.demo.deliveries import WIDE
    from tijdig.demo.month import deliver
    from tijdig.parties.models import RoleAssignment

    clerk = RoleAssignment.objects.select_related("organisation").get(
        role=Role.LANDLORD_CLERK, organisation__name__icontains="limburg"
    )
    actor = Actor(
        clerk.person_id, clerk.organisation_id, clerk.controller_id, "wonen-limburg", Role.LANDLORD_CLERK
    )
    mark = uuid4().hex[:6]
    lines = [WIDE, *(_line(f"{mark}-{number}", number, on) for number in range(rows))]
    accepted, refused = deliver(actor, "prijs.csv", "\r\n".join(lines).encode(), on)
    if accepted != rows or refused:
        raise SystemExit(f"of {rows} rows {accepted} were accepted and {refused} refused")
    return accepted


def _line(reference: str, number: int, on: date) -> str:
    step, onset = f"{on - timedelta(days=20):%d-%m-%Y}", f"{on - timedelta(days=120):%d-%m-%Y}"
    cells = (
        reference, "A.B.", "van", f"Proef{number}", "04-11-1971", "Maaspoort", str(number % 400 + 1), "", "",
        "6001 AB", "Weert", "0612345678", "proef@voorbeeld.nl", "1.234,56", "4", onset, step, step, step, step, step,
        "N", "N", "N",
    )  # fmt: skip
    return ";".join(cells)


@contextmanager
def without_vault_and_logs() -> Iterator[None]:
    """Turn every sealed column into plain text, and let the body seal nothing and record nothing."""
    _open_every_row()
    with ExitStack() as patched:
        for target, replacement in _replacements().items():
            patched.enter_context(patch(target, replacement))
        yield


def _open_every_row() -> None:
    """Put the plain text of every sealed row where its ciphertext stood."""
    from django.db import connection, transaction

    from tijdig.vault.rows import sealed_models

    with transaction.atomic(), connection.cursor() as cursor:
        for model in sealed_models():
            key = model._meta.pk
            rows = model._base_manager.select_related("data_key").exclude(sealed=b"").order_by()
            plain = [
                (PLAIN_PREFIX + row.opened().plaintext, key.get_db_prep_value(row.pk, connection))
                for row in rows.iterator(chunk_size=5_000)
            ]
            cursor.executemany(
                f'UPDATE "{model._meta.db_table}" SET sealed = %s WHERE "{key.column}" = %s', plain
            )


def _replacements() -> Mapping[str, Callable[..., object]]:
    from tijdig.vault.keys import NewKey
    from tijdig.vault.personal_values import values_in

    def no_keys(_controller: str, count: int, _group: str = "") -> Sequence[NewKey]:
        return [NewKey(uuid4(), None) for _ in range(count)]  # type: ignore[arg-type]

    def nothing_pointed_to(_controller: str, subjects: Collection[Any]) -> Mapping[Any, str]:
        return dict.fromkeys(subjects, "")

    def nothing_touched(_act: object, _rows: object) -> None:
        """Point to nobody."""

    def opened_rows(rows: Any, *columns: str, chunk: int = 5_000) -> Iterator[tuple[Mapping[str, Any], Any]]:
        for sealed, *others in rows.values_list("sealed", *columns).iterator(chunk_size=chunk):
            yield (values_in(rows.model, bytes(sealed)[len(PLAIN_PREFIX) :]) if sealed else {}), others

    def not_written(_manager: object, objs: Iterable[Any]) -> list[Any]:
        return list(objs)

    return {
        "tijdig.vault.rows.seal": lambda _cipher, plain, _place, *, nonce: PLAIN_PREFIX + plain,
        "tijdig.vault.rows.unseal": lambda _cipher, sealed, _place: sealed[len(PLAIN_PREFIX) :],
        "tijdig.vault.rows.SealedRow._cipher": lambda _row: None,
        "tijdig.vault.rows.new_data_keys": no_keys,
        "tijdig.residents.queries.opened_rows": opened_rows,
        "tijdig.disclosure.services_processing.surrogates_of": nothing_pointed_to,
        "tijdig.disclosure.services_many.ActOnMany.touch": nothing_touched,
        "tijdig.ledger.models.LogManager.bulk_create": not_written,
        "tijdig.ledger.models.LogRecord.save": lambda _record, *_args, **_kwargs: None,
    }


if __name__ == "__main__":
    main()
