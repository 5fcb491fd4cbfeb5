"""Decisions per second: of the evaluator alone, and of the door with its log, for one view and for a page of views.

Run: ``python benchmarks/deciding.py``. Prints a Markdown table; ``make bench`` puts it in the docs. Weert's covenant, a
case director's fields of a signal; the door goes through the shipped settings on SQLite, from the covenant's signatures
to the committed records.
"""

from __future__ import annotations

import contextlib
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

if TYPE_CHECKING:
    from tijdig.actors import Actor
    from tijdig.disclosure.services import Request

TIMES = 40
PAGE_OF_VIEWS = 50
CATEGORIES = ("kenmerk", "contact", "achterstand", "dreiging", "hulpverloop", "doorgeleiding")


def main() -> None:
    """Put Weert's covenant in force in a database of its own, and measure."""
    with tempfile.TemporaryDirectory(prefix="tijdig-bench-", ignore_cleanup_errors=True) as folder:
        _set_up(Path(folder))
        covenant_hash = _in_force()
        rows = [_row("`decide()`: one question", *_evaluator())]
        for name, views in (
            ("the door: one view", 1),
            (f"the door: a page of {PAGE_OF_VIEWS}", PAGE_OF_VIEWS),
        ):
            rows.append(_row(name, *_door(covenant_hash, views)))
    print("| what | views | fields decided | ms (median) | views per second | fields per second |")
    print("|---|---:|---:|---:|---:|---:|")
    print("\n".join(rows))
    print(
        "\nA view is what one person sees of one signal; the door writes a decision record of each, in one transaction."
    )


def _row(name: str, views: int, fields: int, seconds: float) -> str:
    per_second = f"{views / seconds:,.0f} | {fields / seconds:,.0f}"
    return f"| {name} | {views} | {fields} | {1000 * seconds:,.3f} | {per_second} |"


def _median(act: Callable[[], object], times: int = TIMES) -> float:
    act()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def _evaluator() -> tuple[int, int, float]:
    from tests.covenant.samples import TODAY, facts_for
    from tijdig.covenant.profiles import profile
    from tijdig.covenant.rules.deciding import decide

    weert = profile("weert")
    referral = next(one for one in weert.exchanges if one.id == "U3")
    fields, facts = sorted(weert.fields_of(referral.categories)), facts_for(referral.conditions)

    def many() -> None:
        for _ in range(1_000):
            decided = decide(
                weert, sender="gemeente-weert", recipient="amw", purpose="hulpverlening", fields=fields,
                facts=facts, on=TODAY,
            )  # fmt: skip
            assert decided.permitted

    return 1, len(fields), _median(many, times=10) / 1_000


def _door(covenant_hash: str, views: int) -> tuple[int, int, float]:
    from tijdig.disclosure.services import disclose

    actor = _helper()
    asked = [_request(covenant_hash) for _ in range(views)]
    released = disclose(actor=actor, requests=asked)
    assert all(len(one.values) == len(asked[0].fields) for one in released)
    return views, views * len(asked[0].fields), _median(lambda: disclose(actor=actor, requests=asked))


def _request(covenant_hash: str) -> Request:
    from django.utils import timezone

    from tijdig.covenant.profiles import profile
    from tijdig.covenant.rules.facts import FACTS, KnownFact
    from tijdig.disclosure.services import Request

    names = ("uitkering.participatiewet", "huurder.bezwaar")
    today = timezone.localdate()
    return Request(
        subject_kind="signal",
        subject_id=str(uuid4()),
        sender="gemeente-weert",
        purpose="hulpverlening",
        covenant_hash=covenant_hash,
        fields=dict.fromkeys(sorted(profile("weert").fields_of(CATEGORIES)), "x"),
        facts={name: KnownFact(False, today, min(FACTS[name].sources)) for name in names},
    )


def _helper() -> Actor:
    from tijdig.actors import Actor, Role

    return Actor(uuid4(), uuid4(), "0988", "amw", Role.SOCIAL_WORKER)


def _in_force() -> str:
    """Propose, sign and activate Weert's covenant as people do; return its hash."""
    from tijdig.actors import Actor, Role, system_actor
    from tijdig.covenant.profiles import profile, profile_text
    from tijdig.covenant.rules.in_force import Verdict
    from tijdig.covenant.services import activate_covenant, propose_covenant, sign_covenant

    def someone(party: str, role: Role) -> Actor:
        return Actor(uuid4(), uuid4(), "0988", party, role)

    version: UUID = propose_covenant(actor=system_actor("0988"), text=profile_text("weert")).pk
    for party in profile("weert").parties:
        sign_covenant(
            actor=someone(party, Role.ORGANISATION_ADMIN), version_id=version, verdict=Verdict.ACCEPT,
            person_name="A. Tekenaar",
        )  # fmt: skip
    officer = someone("gemeente-weert", Role.PRIVACY_OFFICER)
    return activate_covenant(actor=officer, version_id=version, person_name="F. Tweede").hash


def _set_up(folder: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tijdig.config.settings",
        "TIJDIG_STATE_DIR": str(folder),
        "TIJDIG_SECRET_KEY": "only-for-measuring-and-no-secret",
    }
    import django
    from django.core.management import call_command

    django.setup()
    with contextlib.redirect_stdout(io.StringIO()):
        call_command("migrate", verbosity=0)


if __name__ == "__main__":
    main()
