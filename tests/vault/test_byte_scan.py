"""After the daily work no file of the database holds a byte of what was erased (E8): real files, real processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.scripts import told_by

pytestmark = [pytest.mark.slow, pytest.mark.any_database]

# Runs in a process of its own, with a database of its own on disk.
SCRIPT = """
import json, sys
from datetime import date
from pathlib import Path
import django
django.setup()
from tests.vault.world import HERE, SYSTEM, extract, resident, signal
from tijdig.daily import do_daily_work
from tijdig.intake.models import Delivery, Signal
from tijdig.residents.models import Resident
from tijdig.residents.services import forget_extract
from tijdig.vault.models import DataKey
from tijdig.vault.services import erase_rows

folder = Path(sys.argv[1])
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

def look():
    return {"canaries": found(canaries), "sealed": len(found(gone))}

told = {"before": look(), "gone": len(set(gone))}
for model in (Signal, Delivery):
    erase_rows(actor=SYSTEM, rows=model.objects.all())
forget_extract(actor=SYSTEM, extract=people)
told["erased"] = look()
do_daily_work(date(2026, 3, 5))
told["purged"] = look()
print(json.dumps(told))
"""


def test_e8_after_the_daily_work_no_file_holds_a_canary_nor_a_byte_that_a_key_could_open(
    tmp_path: Path, migrated_database: Path
) -> None:
    told = json.loads(told_by(SCRIPT, tmp_path, migrated_database, str(tmp_path)))

    assert told["before"]["canaries"] == []  # sealed: not even a copy of the living database tells
    assert told["before"]["sealed"] == told["gone"]  # the scan does find what is there
    assert told["erased"]["sealed"] > 0  # without the purge the log of the database still holds it
    assert told["purged"] == {"canaries": [], "sealed": 0}
