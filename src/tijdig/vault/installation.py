"""Seal what belongs to the installation and to no tenant: the seeds of second factors."""

from __future__ import annotations

import base64
import os
from uuid import UUID

from tijdig.vault.keys import newest_key, wrapping_cipher
from tijdig.vault.models import ControllerKey
from tijdig.vault.rules.sealing import NONCE_BYTES, Place, SealBroken, seal, unseal

_INSTALLATION = ""


def seal_text(text: str, purpose: str) -> str:
    """Return ``text`` sealed for one purpose, as text: the id of the key, and the ciphertext."""
    key = newest_key(_INSTALLATION, ControllerKey.Kind.DATA)
    sealed = seal(wrapping_cipher(key.pk), text.encode(), _place(purpose), nonce=os.urandom(NONCE_BYTES))
    return f"{key.pk.hex}.{base64.urlsafe_b64encode(sealed).decode()}"


def open_text(sealed: str, purpose: str) -> str:
    """Return what :func:`seal_text` sealed for this purpose; :class:`SealBroken` for anything else."""
    key_id, _, content = sealed.partition(".")
    try:
        cipher = wrapping_cipher(UUID(key_id))
        return unseal(cipher, base64.urlsafe_b64decode(content), _place(purpose)).decode()
    except (ValueError, ControllerKey.DoesNotExist):
        raise SealBroken from None


def _place(purpose: str) -> Place:
    return Place(_INSTALLATION, "installation", purpose, "text")
