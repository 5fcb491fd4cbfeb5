"""What the operator sets, read once from environment variables (all start with ``TIJDIG_``).

Every name read here is documented in ``docs/for/operator.md``; a test holds the two together.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from tijdig.config.mail import MailServer, read_mail_server
from tijdig.config.wrong import NO_CERTIFICATES, NO_FILE, number
from tijdig.problems import Refused


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "ja"}


def _names(name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in os.environ.get(name, "").split(",") if part.strip())


def _path(name: str) -> Path | None:
    value = os.environ.get(name, "").strip()
    return Path(value).resolve() if value else None


def secret_from_file(path: Path) -> str:
    """Return the secret kept in ``path``, making it (mode 600) the first time.

    The file is created with ``O_EXCL`` under its final mode, so that no other user can read it in between and two
    processes that start together end up with the same secret.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret


def root_certificates(path: Path | None) -> tuple[bytes, ...]:
    """Return the certificates (DER) in a PEM file; none without a path. :class:`Refused` for a file without any."""
    if path is None:
        return ()
    # Read here and not at the top: a node without certificates starts without the library.
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())
    except OSError:
        raise Refused(NO_FILE(name="TIJDIG_SIGNING_ANCHORS", path=path)) from None
    except ValueError:
        raise Refused(NO_CERTIFICATES(name="TIJDIG_SIGNING_ANCHORS")) from None
    return tuple(one.public_bytes(Encoding.DER) for one in found)


@dataclass(frozen=True, slots=True)
class Environment:
    """The operator's settings: where state lives, which database, which hosts, and whether this is the demo.

    ``key_dir`` is the secret store that the operator named; None means a folder of Tijdig's own in ``state_dir``.
    ``app_role`` is the PostgreSQL role as which pages and work connect; ``migrate`` lays down the policies for it (A7).
    ``step_up_minutes`` is how long ago the second factor may have been shown for an act that asks it again (A4).
    ``signing_anchors`` is a PEM file of trusted root certificates; with one, parties sign with certificates only.
    ``connections`` is the folder with a file per municipality that says where its registers are asked.
    ``house_styles`` is the folder with a file per municipality with its colours and logo.
    ``mail`` is the server by which mail leaves; without one it is written to a folder.
    """

    state_dir: Path
    database_url: str
    hosts: tuple[str, ...]
    trusted_origins: tuple[str, ...]
    demo: bool
    debug: bool
    secret_key: str
    mail: MailServer | None
    behind_https: bool
    key_dir: Path | None
    tombstone_file: Path | None
    signing_anchors: Path | None
    step_up_minutes: int
    app_role: str
    connections: Path | None
    house_styles: Path | None


def read_environment() -> Environment:
    """Read ``os.environ``; state defaults to ``var/`` under the working directory, the database to SQLite in it."""
    state_dir = Path(os.environ.get("TIJDIG_STATE_DIR", "var")).resolve()
    demo = _flag("TIJDIG_DEMO")
    return Environment(
        state_dir=state_dir,
        database_url=os.environ.get("TIJDIG_DATABASE_URL", f"sqlite:///{state_dir / 'tijdig.sqlite3'}"),
        hosts=_names("TIJDIG_HOSTS") or ("localhost", "127.0.0.1", "[::1]"),
        trusted_origins=_names("TIJDIG_TRUSTED_ORIGINS"),
        demo=demo,
        debug=_flag("TIJDIG_DEBUG"),
        secret_key=os.environ.get("TIJDIG_SECRET_KEY") or secret_from_file(state_dir / "secret-key"),
        mail=read_mail_server(),
        behind_https=_flag("TIJDIG_HTTPS"),
        key_dir=_path("TIJDIG_KEY_DIR"),
        tombstone_file=_path("TIJDIG_TOMBSTONES"),
        signing_anchors=_path("TIJDIG_SIGNING_ANCHORS"),
        connections=_path("TIJDIG_CONNECTIONS"),
        house_styles=_path("TIJDIG_HOUSE_STYLES"),
        app_role=os.environ.get("TIJDIG_APP_ROLE", "").strip(),
        step_up_minutes=number(
            "TIJDIG_STEP_UP_MINUTES", os.environ.get("TIJDIG_STEP_UP_MINUTES", "").strip() or "5", most=60
        ),
    )
