"""After the daily work no file of the database holds a byte of what was erased (E8): real files, real processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.vault.scripts import told_by

pytestmark = pytest.mark.slow

# Runs in a process of its own, with a database of its own on disk. ``keep`` goes without the protection under test.
SCRIPT = """
import json, sys
from datetime import date
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", interactive=False, verbosity=0)
from tests.vault.world import HERE, SYSTEM, extract, resident, signal
from tijdig.daily import do_daily_work
from tijdig.intake.models import Delivery, Signal
from tijdig.residents.models import Resident
from tijdig.residents.services import forget_extract
from tijdig.vault.models import DataKey
from tijdig.vault.services import erase_rows

folder, keep = Path(sys.argv[1]), sys.argv[2]
canaries = ["Kanariepiet", "999990019", "Kanariestraat", "6001ZZ", "987654321", "kanarie@voorbeeld.nl"]
for _ in range(20):
    signal(street="Kanariestraat", postcode="6001ZZ", amount_cents=987654321, email="kanarie@voorbeeld.nl")
people = extract()
resident(of=people, street="Kanariestraat", postcode="6001ZZ")
gone = [bytes(one.sealed)[13:] for model in (Signal, Resident, Delivery) for one in model.objects.all()]
gone += [bytes(key.wrapped)[13:] for key in DataKey.objects.all()]

def found(needles):
    texts = [path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".py"]
    return sorted({needle.hex() if isinstance(needle, bytes) else needle for needle in needles for text in texts
                   if (needle if isinstance(needle, bytes) else needle.encode()) in text})

before = {"canaries": found(canaries), "sealed": len(found(gone))}
for model in (Signal, Delivery):
    erase_rows(actor=SYSTEM, rows=model.objects.all())
forget_extract(actor=SYSTEM, extract=people)
if keep != "unpurged":
    do_daily_work(date(2026, 3, 5))
after = {"canaries": found(canaries), "sealed": len(found(gone))}
print(json.dumps({"before": before, "after": after, "gone": len(set(gone))}))
"""


def scanned(folder: Path, keep: str) -> dict[str, dict[str, object]]:
    answer: dict[str, dict[str, object]] = json.loads(told_by(SCRIPT, folder, str(folder), keep))
    return answer


def test_e8_after_the_daily_work_no_file_holds_a_canary_nor_a_byte_that_a_key_could_open(
    tmp_path: Path,
) -> None:
    told = scanned(tmp_path, "purged")

    assert told["before"]["canaries"] == []  # sealed: not even a copy of the living database tells
    assert told["before"]["sealed"] == told["gone"]  # the scan does find what is there
    assert told["after"] == {"canaries": [], "sealed": 0}


def test_e8_without_the_purge_the_log_of_the_database_still_holds_what_was_erased(tmp_path: Path) -> None:
    told = scanned(tmp_path, "unpurged")

    assert int(str(told["after"]["sealed"])) > 0
