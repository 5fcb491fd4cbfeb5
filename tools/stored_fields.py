"""The stored fields with personal data as a table in ``docs/vault.md``, from the models (C9); ``--write`` writes it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402

from tijdig.covenant.rules.fields import FIELDS  # noqa: E402
from tijdig.vault.categories import Standing, StoredField, stored_fields  # noqa: E402
from tools.generated_text import write_or_check  # noqa: E402

PAGE = ROOT / "docs" / "vault.md"


def register() -> str:
    """Return one line per table, way of storing and set of data categories."""
    rows = ["| table | data | how it stands | fields |", "|---|---|---|---|"]
    for model in apps.get_models():
        found = stored_fields(model)
        for standing in Standing:
            grouped: dict[tuple[str, ...], list[StoredField]] = {}
            for field in found:
                if field.standing is standing:
                    grouped.setdefault(field.categories, []).append(field)
            rows += [_line(categories, each) for categories, each in grouped.items()]
    return "\n".join(rows)


def _line(categories: tuple[str, ...], found: list[StoredField]) -> str:
    told = "; ".join(FIELDS[category].description for category in categories)
    names = ", ".join(f"`{field.name}`" for field in found)
    return f"| `{found[0].model}` | {told} | {found[0].standing} | {names} |"


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, "stored-fields", register()))
