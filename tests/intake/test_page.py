"""The page about deliveries lists the columns as the code knows them, and every problem has its place in the docs."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT
from tijdig.problems import problem_kinds


def test_the_list_of_columns_is_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "intake_page.py"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_every_problem_of_intake_says_what_to_do() -> None:
    told_only = {"intake.column-not-read"}
    kinds = [kind for kind in problem_kinds().values() if kind.code.startswith("intake.")]

    assert kinds
    assert {kind.code for kind in kinds if not (kind.remedy_nl and kind.remedy_en)} <= told_only
