"""Django settings of the tests: the real ones, with state in a temporary folder and a cheap password hash."""

from __future__ import annotations

import importlib.util
import os
import tempfile

# Before the real settings are read: nothing of a test may land in the operator's own folder.
os.environ.setdefault("TIJDIG_STATE_DIR", tempfile.mkdtemp(prefix="tijdig-test-"))
os.environ.setdefault("TIJDIG_SECRET_KEY", "only-for-tests-and-no-secret")

from tijdig.config.settings import *  # noqa: F403
from tijdig.config.settings import INSTALLED_APPS, MIDDLEWARE, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def _exists(dotted: str) -> bool:
    try:
        return importlib.util.find_spec(dotted) is not None
    except ModuleNotFoundError:
        return False


def _room_exists(dotted: str) -> bool:
    return not dotted.startswith("tijdig.") or _exists(dotted) or _exists(dotted.rpartition(".")[0])


# Rooms are built side by side: the tests of one run before its neighbours stand.
INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith("tijdig.") or _exists(app)]
MIDDLEWARE = [name for name in MIDDLEWARE if _room_exists(name)]
TEMPLATES[0]["OPTIONS"]["context_processors"] = [
    name for name in TEMPLATES[0]["OPTIONS"]["context_processors"] if _room_exists(name)
]
if not _exists("tijdig.parties.models"):
    AUTH_USER_MODEL = "auth.User"
