"""Django settings of the tests: the real ones, with state in a temporary folder and a cheap password hash."""

from __future__ import annotations

import os
import tempfile

# Before the real settings are read: nothing of a test may land in the operator's own folder. Parallel workers take
# over the environment, and with it the folder; the process that made it removes it at its end.
if "TIJDIG_STATE_DIR" not in os.environ:
    _state = tempfile.TemporaryDirectory(prefix="tijdig-test-", ignore_cleanup_errors=True)
    os.environ["TIJDIG_STATE_DIR"] = _state.name
os.environ.pop("TIJDIG_KEY_DIR", None)
os.environ.pop("TIJDIG_TOMBSTONES", None)
os.environ.setdefault("TIJDIG_SECRET_KEY", "only-for-tests-and-no-secret")

from tijdig.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each test client starts the middleware anew: files are looked up when asked for, not listed at every start.
WHITENOISE_AUTOREFRESH = True
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
