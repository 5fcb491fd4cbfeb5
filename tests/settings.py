"""Django settings of the tests: the real ones, with state in a temporary folder and a cheap password hash."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import tempfile
from pathlib import Path

# Before the real settings are read: nothing of a test may land in the operator's own folder.
os.environ.setdefault("TIJDIG_STATE_DIR", tempfile.mkdtemp(prefix="tijdig-test-"))
os.environ.setdefault("TIJDIG_SECRET_KEY", "only-for-tests-and-no-secret")

from tijdig.config.settings import *  # noqa: F403
from tijdig.config.settings import INSTALLED_APPS, MIDDLEWARE, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


# --- Rooms are built side by side: the tests of one run before its neighbours stand. -------------------------------
def _exists(dotted: str) -> bool:
    try:
        return importlib.util.find_spec(dotted) is not None
    except ModuleNotFoundError:
        return False


def _models_of(app: str) -> str:
    path = Path(__file__).parent.parent / "src" / app.replace(".", "/") / "models.py"
    return path.read_text() if path.exists() else ""


def _imports_stand(app: str) -> bool:
    try:
        tree = ast.parse(_models_of(app))
    except SyntaxError:
        return False
    sources = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return _exists(app) and all(_exists(name) for name in sources if name.startswith("tijdig."))


def _standing(apps: list[str]) -> list[str]:
    rooms = [app for app in apps if not app.startswith("tijdig.") or _imports_stand(app)]
    labels = {app.rpartition(".")[2] for app in rooms}
    every = {app.rpartition(".")[2] for app in INSTALLED_APPS if app.startswith("tijdig.")}
    kept = [
        app
        for app in rooms
        if {label for label in re.findall(r'"(\w+)\.\w+"', _models_of(app)) if label in every} <= labels
    ]
    return kept if kept == apps else _standing(kept)


def _room_exists(dotted: str) -> bool:
    # Of a function's path only the module is looked for: to look further would import it before the apps are there.
    return not dotted.startswith("tijdig.") or _exists(dotted.rpartition(".")[0])


INSTALLED_APPS = _standing(INSTALLED_APPS)
MIDDLEWARE = [name for name in MIDDLEWARE if _room_exists(name)]
OPTIONS: dict[str, list[str]] = TEMPLATES[0]["OPTIONS"]  # type: ignore[assignment]
OPTIONS["context_processors"] = [name for name in OPTIONS["context_processors"] if _room_exists(name)]
if "tijdig.parties" not in INSTALLED_APPS:
    AUTH_USER_MODEL = "auth.User"
