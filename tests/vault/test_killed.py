"""kill -9 in the middle of a rotation or of erasing: nothing is half done, and the next run finishes it (E2, E3, E7).

Real processes on a database on disk. One script makes the town, forks the work, kills it and looks at what is left.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.vault.scripts import told_by

pytestmark = pytest.mark.slow

BEGIN = """
import json, os, signal as signals, sys, time
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", interactive=False, verbosity=0)
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
kills = 0
while killed_at(rotating, "seal", 2 + kills % 3, lambda: rotate_controller_key(actor=SYSTEM, batch=2)):
    kills += 1
    as_anew()
    assert {one.surname for one in Signal.objects.all()} == {NAME}
    assert ControllerKey.objects.filter(kind="data").count() == 2
as_anew()
print(json.dumps({
    "kills": kills,
    "versions": list(ControllerKey.objects.filter(kind="data").values_list("version", flat=True)),
    "names": sorted({one.surname for one in Signal.objects.all()}),
}))
"""

ERASING = """
def erase():
    erase_rows(actor=SYSTEM, rows=Signal.objects.all())

def left():
    return [Signal.objects.exclude(sealed=b"").count(), DataKey.objects.filter(pk__in=was).count(),
            Tombstone.objects.count(), len(list(kept_tombstones()))]

restoring.bring_up_to_date()
was = list(Signal.objects.values_list("data_key_id", flat=True))
told = {"before": left()}
for name in ("close_rows", "destroy_keys", "_bury", "record_event", "publish_tombstones"):
    assert killed_at(destroying, name, 0, erase), name
    told[name] = left()
done = restoring.bring_up_to_date()
told["next start"] = left()
print(json.dumps(told))
"""


def test_e7_a_rotation_that_is_killed_again_and_again_is_finished_and_everything_opens(
    tmp_path: Path,
) -> None:
    told = json.loads(told_by(BEGIN + ROTATING, tmp_path))

    assert told["kills"] > 3
    assert told["versions"] == [2]
    assert told["names"] == ["Kanariepiet"]


def test_e2_e3_erasing_that_is_killed_is_done_altogether_or_not_at_all(tmp_path: Path) -> None:
    told = json.loads(told_by(BEGIN + ERASING, tmp_path))

    untouched = [12, 12, 0, 0]  # rows sealed, keys, tombstones in the database, tombstones outside
    assert told["before"] == untouched
    for moment in ("close_rows", "destroy_keys", "_bury", "record_event"):
        assert told[moment] == untouched, moment
    assert told["publish_tombstones"] == [0, 0, 12, 0]  # committed, and killed before the file was written
    assert told["next start"] == [0, 0, 12, 12]
