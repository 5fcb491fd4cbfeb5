"""K2: kill -9 at a random moment of a month. What was acknowledged is there once, nothing is half there, all goes on.

Too long for every run of the suite: ``make kills`` tries two hundred moments on SQLite and as many on PostgreSQL. That
a step is kept as a whole or not at all has tests of its own in each room.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path

import pytest
from django.db import connection

from tests.scripts import DATABASE, run_python

KILLS = int(os.environ.get("TIJDIG_KILLS", "0"))


@pytest.mark.skipif(not KILLS, reason="`make kills` runs this, two hundred times on each database")
def test_k2_a_month_that_is_killed_comes_to_the_same_end(migrated_database: Path, tmp_path: Path) -> None:
    seed = random.randrange(1_000_000)
    on_server = connection.vendor == "postgresql"
    if not on_server:
        shutil.copyfile(migrated_database, tmp_path / DATABASE)
    told = run_python(tmp_path, "-m", "tests.storage.killing", str(KILLS), str(seed), on_server=on_server)

    found = json.loads(told)
    assert found["wrong"] == [], f"seed {seed}: {found}"
    assert sum(found["killed during"].values()) == KILLS
    assert found["signals"] > 50
    print(f"killed during: {found['killed during']}")
