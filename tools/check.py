"""Every check of the code, one line each; what fails shows its output. Runs all of them before it gives up."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TEMPLATES = "src/tijdig/web/templates"

CHECKS: dict[str, list[str]] = {
    "style": ["ruff", "check", "--quiet", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "types": ["mypy", "--no-error-summary"],
    "direction of imports": ["lint-imports", "--no-cache"],
    "migrations": ["django-admin", "makemigrations", "--check", "--dry-run"],
    "translations": ["python", "tools/translations.py", "check"],
    "templates": ["djlint", "--quiet", "--lint", TEMPLATES],
    "columns of a delivery": ["python", "tools/intake_page.py"],
}


def generated_pages() -> dict[str, list[str]]:
    """Return a check for every tool that writes a part of the docs."""
    tools = [
        path
        for path in sorted((ROOT / "tools").glob("*.py"))
        if "\n    sys.exit(write_or_check(" in path.read_text()
    ]
    return {f"docs: {path.stem}": ["python", f"tools/{path.name}"] for path in tools}


def run(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Run one check and print its line; True when it is clean."""
    done = subprocess.run(
        [BIN / command[0], *command[1:]],
        cwd=ROOT, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'}  {name}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def main() -> int:
    """Run all checks; 1 when any of them fails."""
    with tempfile.TemporaryDirectory(prefix="tijdig-check-") as state:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tijdig.config.settings",
            "TIJDIG_STATE_DIR": state,
            "TIJDIG_SECRET_KEY": "only-for-checks-and-no-secret",
        }
        results = [run(name, command, environment) for name, command in (CHECKS | generated_pages()).items()]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
