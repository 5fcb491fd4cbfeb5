"""``tijdig covenant sign``: sign a fetched statement on the party's own machine, with its own certificate.

Needs no database and no network, so that the key never has to leave the machine that it is on.
"""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from tijdig.covenant.rules.certificates import sign_with_certificate


def sign_statement_file(statement: Path, key: Path, certificate: Path, out: TextIO, errors: TextIO) -> int:
    """Write the signature (a compact JWS) to ``out``; 0 done, 2 a file cannot be opened or holds something else."""
    try:
        token = sign_with_certificate(statement.read_bytes(), key.read_bytes(), certificate.read_bytes())
    except OSError as error:
        print(f"{error.filename}: niet te openen / cannot be opened ({error.strerror})", file=errors)
        return 2
    except (TypeError, ValueError):  # TypeError: the key has a password
        print(
            "De sleutel of het certificaat is niet te lezen: PEM zonder wachtwoord, EC (P-256, P-384, P-521) of RSA.\n"
            "The key or certificate cannot be read: PEM without a password, EC (P-256, P-384, P-521) or RSA.",
            file=errors,
        )
        return 2
    print(token, file=out)
    return 0
