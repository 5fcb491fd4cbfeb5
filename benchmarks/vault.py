"""What sealing costs: a register imported, read back and linked, with and without the vault.

Run: ``python -m benchmarks.vault [--residents N] [--signals N]``. Prints a Markdown table with the ratio; ``make
bench`` puts it in the docs. The same invented people go through the room's own import and a table of plain columns.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

GOAL = 1.5


def main() -> None:
    """Measure both ways in a database of its own and print the table."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--residents", type=int, default=100_000)
    arguments.add_argument("--signals", type=int, default=10_000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="tijdig-bench-", ignore_cleanup_errors=True) as folder:
        _set_up(Path(folder))
        _measure(given.residents, given.signals)


def _set_up(folder: Path) -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tijdig.config.settings", "TIJDIG_STATE_DIR": str(folder)}
    for name in ("TIJDIG_DATABASE_URL", "TIJDIG_KEY_DIR", "TIJDIG_TOMBSTONES"):
        os.environ.pop(name, None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def _measure(residents: int, signals: int) -> None:
    from django.db import transaction
    from django.utils import timezone

    from benchmarks.linkage_data import ledger
    from benchmarks.linkage_register import HERE, invented_register
    from tijdig.linkage.engine import link_people
    from tijdig.parties.models import Controller
    from tijdig.residents.models import RegisterExtract
    from tijdig.residents.queries import resident_records
    from tijdig.residents.services.importing import _keep_residents

    records = list(invented_register(residents))
    people = [line.person for line in ledger(records, signals)]
    Controller.objects.create(code=HERE, name="Duinrode")
    extract = RegisterExtract.objects.create(
        controller_id=HERE,
        kind="residents",
        as_of=date(2026, 1, 1),
        imported_at=timezone.now(),
        people=residents,
    )
    keep_plain, read_plain = _plain(HERE)

    def both(sealed: Callable[[], object], plain: Callable[[], object]) -> tuple[float, float]:
        return _seconds(sealed), _seconds(plain)

    with transaction.atomic():
        figures = {
            "import": both(
                lambda: _keep_residents(extract, records, lambda _: None), lambda: keep_plain(records)
            ),
            "read back": both(lambda: list(resident_records(HERE)), lambda: list(read_plain())),
            f"link {signals:,} signals": both(
                lambda: link_people(people, resident_records(HERE), municipality=HERE),
                lambda: link_people(people, read_plain(), municipality=HERE),
            ),
        }
    together = [sum(figures[name][which] for name in ("import", "read back")) for which in (0, 1)]
    figures["import and read back"] = (together[0], together[1])
    print(f"{residents:,} residents; processor seconds.\n")
    print("| work | with the vault | without | ratio |\n|---|---:|---:|---:|")
    for name, (sealed, plain) in figures.items():
        print(f"| {name} | {sealed:.1f} | {plain:.1f} | {sealed / plain:.2f} |")
    print(f"\nThe goal is a ratio of at most {GOAL}.")


def _seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def _plain(code: str) -> tuple[Callable[[Iterable[object]], object], Callable[[], Iterator[object]]]:
    """Return how to keep and to read records in a table of plain columns, as it was before there was a vault."""
    from django.db import connection, models

    from tijdig.residents import queries
    from tijdig.residents.models import Resident
    from tijdig.residents.services import _personal
    from tijdig.vault.fields import personal_fields

    names = list(personal_fields(Resident))
    as_json, as_number = {"previous_addresses", "child_birth_dates"}, {"house_number"}
    flags = {"secrecy", "under_investigation"}

    def column(name: str) -> models.Field:  # type: ignore[type-arg]
        if name in as_json:
            return models.JSONField(default=list)
        if name in as_number:
            return models.PositiveIntegerField(null=True)
        return models.BooleanField(default=False) if name in flags else models.CharField(max_length=200)

    meta = type("Meta", (), {"app_label": "residents", "indexes": [
        models.Index(fields=["controller_code", "bsn"], name="plain_person"),
        models.Index(fields=["controller_code", "postcode", "house_number"], name="plain_place"),
    ]})  # fmt: skip
    model = type(
        "PlainResident",
        (models.Model,),
        {
            "__module__": __name__, "Meta": meta, "controller_code": models.CharField(max_length=4),
            "extract_id": models.IntegerField(db_index=True), **{name: column(name) for name in names},
        },
    )  # fmt: skip
    with connection.schema_editor() as editor:
        editor.create_model(model)

    def keep(records: Iterable[object]) -> object:
        rows = (
            model(controller_code=code, extract_id=1, **_personal(record))  # type: ignore[arg-type]
            for record in records
        )
        return model.objects.bulk_create(rows, batch_size=1_000)  # type: ignore[attr-defined]

    def read() -> Iterator[object]:
        for row in model.objects.iterator(chunk_size=5_000):  # type: ignore[attr-defined]
            yield queries._record({name: getattr(row, name) for name in names})

    return keep, read


if __name__ == "__main__":
    main()
