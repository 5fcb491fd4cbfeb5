"""Keep what a seed came to, so that a run goes on where it was broken off; anew when rules or towns changed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path

from benchmarks.linkage_quality.running import ROOT
from benchmarks.linkage_quality.scoring import Share, Tally
from tijdig.linkage.rules.decision_table import TABLE

LINKAGE, HERE = ROOT / "src" / "tijdig" / "linkage", Path(__file__).parent
ENGINE = ("engine", "written", "given_files", "files", "loading", "couples_sql", "comparison_sql")
TOWNS = ("files", "ledgers", "names", "scoring", "slips", "town")
MEASURED = "measured.py"  # its numbers come out of the runs; what they switch off is in the mark


def mark() -> str:
    """Return what stands for the engine, its rules and the invented towns as they are now."""
    rules = sorted(path for path in (LINKAGE / "rules").glob("*.py") if path.name != MEASURED)
    paths = [*(LINKAGE / f"{name}.py" for name in ENGINE), *rules, *(HERE / f"{name}.py" for name in TOWNS)]
    off = " ".join(line.rule_id for line in TABLE if line.is_switched_off)
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths) + off.encode()).hexdigest()[:16]


def kept_tally(path: Path) -> Tally | None:
    """Return the counts that stand in this file, or None when they are of other rules, or there are none."""
    if not path.exists():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    if found.pop("mark") != mark():
        return None
    tally = Tally(**found)
    for name in ("tiers", "links", "wrong_household", "wrong_person"):
        setattr(tally, name, Counter(getattr(tally, name)))
    tally.all = Share(**found["all"])
    tally.kinds = {
        kind: {value: Share(**share) for value, share in shares.items()}
        for kind, shares in found["kinds"].items()
    }
    return tally


def keep_tally(path: Path, tally: Tally) -> None:
    """Keep the counts of one seed at one noise."""
    kinds = {
        kind: {value: asdict(share) for value, share in shares.items()}
        for kind, shares in tally.kinds.items()
    }
    counts = {each.name: getattr(tally, each.name) for each in fields(tally)}
    path.write_text(
        json.dumps({**counts, "mark": mark(), "all": asdict(tally.all), "kinds": kinds}), encoding="utf-8"
    )


def kept_parts(path: Path) -> Mapping[str, str]:
    """Return the tables that were kept of the same rules, by name; none when there are none."""
    if not path.exists():
        return {}
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found if found.pop("mark") == mark() else {}


def keep_parts(path: Path, parts: Mapping[str, str]) -> None:
    """Keep tables of one seed."""
    path.write_text(json.dumps({"mark": mark(), **parts}), encoding="utf-8")
