"""kill -9 in the middle of a rotation or of erasing: nothing is half done, and the next run finishes it (E2, E3, E7).

Real processes on a database on disk. One script makes the town, forks the work, kills it and looks at what is left.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.scripts import told_by

pytestmark = [pytest.mark.slow, pytest.mark.any_database]

BEGIN = """
import json, os, signal as signals, sys, time
import django
django.setup()
from django.db import connection
from tests.vault.world import HERE, NAME, SYSTEM, signal
from tijdig import restoring
from tijdig.intake.models import Signal
from tijdig.vault import keys
from tijdig.vault.models import ControllerKey, DataKey, Tombstone
from tijdig.vault.services import destroying, erase_rows, rotate_controller_key, rotating
from tijdig.vault.tombstone_file import kept_tombstones

for _ in range(12):
    signal()

def killed_at(module, name, times, work):
    # Fork; the child does the work and kills itself at the n-th call of this function. True: it came to that.
    connection.close()
    child = os.fork()
    if child == 0:
        whole, left = getattr(module, name), [times]
        def counting(*args, **kwargs):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signals.SIGKILL)
            return whole(*args, **kwargs)
        setattr(module, name, counting)
        work()
        os._exit(0)
    return os.waitpid(child, 0)[1] == signals.SIGKILL

def as_anew():
    keys._opened.clear()
    keys._ciphers.clear()
"""

ROTATING = """
told = {"rotating": {"kills": 0}}
while killed_at(
    rotating, "seal", 2 + told["rotating"]["kills"] % 3, lambda: rotate_controller_key(actor=SYSTEM, batch=2)
):
    told["rotating"]["kills"] += 1
    as_anew()
    assert {one.surname for one in Signal.objects.all()} == {NAME}
    assert ControllerKey.objects.filter(kind="data").count() == 2
as_anew()
told["rotating"] |= {
    "versions": list(ControllerKey.objects.filter(kind="data").values_list("version", flat=True)),
    "names": sorted({one.surname for one in Signal.objects.all()}),
}
"""

ERASING = """
def erase():
    erase_rows(actor=SYSTEM, rows=Signal.objects.all())

def left():
    return [Signal.objects.exclude(sealed=b"").count(), DataKey.objects.filter(pk__in=was).count(),
            Tombstone.objects.count(), len(list(kept_tombstones()))]

restoring.bring_up_to_date()
was = list(Signal.objects.values_list("data_key_id", flat=True))
told["erasing"] = erasing = {"before": left()}
for name in ("close_rows", "destroy_keys", "_bury", "record_event", "publish_tombstones"):
    erasing[name] = left() if killed_at(destroying, name, 0, erase) else "came to its end"
done = restoring.bring_up_to_date()
erasing["next start"] = left()
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> dict[str, dict[str, Any]]:
    """What the script saw: first of the rotation, then, in the same town, of the erasing."""
    folder = tmp_path_factory.mktemp("killed")
    answer: dict[str, dict[str, Any]] = json.loads(
        told_by(BEGIN + ROTATING + ERASING, folder, migrated_database)
    )
    return answer


def test_e7_a_rotation_that_is_killed_again_and_again_is_finished_and_everything_opens(
    told: dict[str, dict[str, Any]],
) -> None:
    rotating = told["rotating"]

    assert rotating["kills"] > 3
    assert rotating["versions"] == [2]
    assert rotating["names"] == ["Kanariepiet"]


def test_e2_e3_erasing_that_is_killed_is_done_altogether_or_not_at_all(
    told: dict[str, dict[str, Any]],
) -> None:
    erasing = told["erasing"]

    untouched = [12, 12, 0, 0]  # rows sealed, keys, tombstones in the database, tombstones outside
    assert erasing["before"] == untouched
    for moment in ("close_rows", "destroy_keys", "_bury", "record_event"):
        assert erasing[moment] == untouched, moment
    assert erasing["publish_tombstones"] == [0, 0, 12, 0]  # committed, and killed before the file was written
    assert erasing["next start"] == [0, 0, 12, 12]
