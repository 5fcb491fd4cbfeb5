"""T2: a checkpoint is a signed note of C2SP form; nothing but its own text under its own key is believed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tijdig.ledger.rules import ed25519
from tijdig.ledger.rules.checkpoint import (
    Checkpoint,
    Malformed,
    VerifierKey,
    open_checkpoint,
    read_checkpoint,
    read_verifier_key,
    sign_checkpoint,
    signed_text,
)

# The example of the note format's first implementation.
PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
PUBLISHED_NOTE = (
    f"{PUBLISHED_TEXT}\n— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# RFC 8032, section 7.1, tests 1 to 3: public key, message, signature.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0"
            "595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eae"
            "b4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9"
            "716ed28dc027beceea1ec40a"
        ),
    ),
]
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = SIGNER.public_key().public_bytes_raw()
KEY = VerifierKey("tijdig/0988", PUBLIC)
CHECKPOINT = Checkpoint("tijdig/0988", 1234, bytes(range(32)), datetime(2026, 3, 4, 9, 30, tzinfo=UTC), 1200)
NOTE = sign_checkpoint(CHECKPOINT, PUBLIC, SIGNER.sign)


def test_t2_the_published_note_is_believed() -> None:
    key = read_verifier_key(PUBLISHED_KEY)

    assert str(key) == PUBLISHED_KEY
    assert signed_text(PUBLISHED_NOTE, key) == PUBLISHED_TEXT


def test_t2_a_checkpoint_is_origin_size_root_moment_and_the_size_before() -> None:
    assert CHECKPOINT.text == (
        "tijdig/0988\n1234\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
        "time 2026-03-04T09:30:00Z\nprevious 1200\n"
    )
    assert NOTE.startswith(f"{CHECKPOINT.text}\n— tijdig/0988 ")
    assert open_checkpoint(NOTE, KEY) == CHECKPOINT


@given(st.data())
def test_t2_no_changed_character_of_a_checkpoint_is_overlooked(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(NOTE) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda one: one != NOTE[at]))
    cut = data.draw(st.booleans())

    changed = NOTE[:at] + ("" if cut else other) + NOTE[at + 1 :]

    assert open_checkpoint(changed, KEY) is None


def test_t2_a_signature_of_another_key_or_for_another_log_is_not_believed() -> None:
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    by_stranger = sign_checkpoint(CHECKPOINT, PUBLIC, stranger.sign)
    elsewhere = VerifierKey("tijdig/1883", PUBLIC)

    assert open_checkpoint(by_stranger, KEY) is None
    assert open_checkpoint(NOTE, elsewhere) is None
    assert open_checkpoint(NOTE, VerifierKey(KEY.name, bytes(32))) is None


def test_a_witness_may_sign_below_the_log() -> None:
    assert open_checkpoint(f"{NOTE}— partner.example AAAAAA==\n", KEY) == CHECKPOINT
    forged = NOTE.splitlines(keepends=True)[-1].replace("A", "B", 1)
    assert open_checkpoint(NOTE + forged, KEY) in {None, CHECKPOINT}


@pytest.mark.parametrize(
    "text",
    [
        CHECKPOINT.text.replace("1234", "01234"),
        CHECKPOINT.text.replace("1234", "-1"),
        CHECKPOINT.text.replace("dHh8=", "dHh9="),  # the same bytes, written another way
        CHECKPOINT.text.replace("AAEC", ""),
        CHECKPOINT.text.replace("AAEC", "AA C"),
        CHECKPOINT.text.replace("03-04", "02-30"),
        CHECKPOINT.text + "more\n",
        CHECKPOINT.text[:-1],
        CHECKPOINT.text.replace("\n", "\r\n"),
    ],
)
def test_a_checkpoint_is_written_in_one_way_only(text: str) -> None:
    with pytest.raises(Malformed):
        read_checkpoint(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        PUBLISHED_KEY.replace("c74f", "c74e"),
        PUBLISHED_KEY.replace("Peter", "Pieter"),
        PUBLISHED_KEY.replace("+ARp", "+Ahp"),
        PUBLISHED_KEY[:-4],
        f"{PUBLISHED_KEY}\n",
        PUBLISHED_KEY.replace("PeterNeumann", ""),
    ],
)
def test_a_key_must_fit_its_name_and_identifier(text: str) -> None:
    with pytest.raises(Malformed):
        read_verifier_key(text)


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_signatures_of_rfc_8032_with_and_without_the_library(
    public: str, message: str, signature: str
) -> None:
    key, text, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)

    for is_signed in (ed25519.is_signed, ed25519.is_signed_plainly):
        assert is_signed(key, text, signed)
        assert not is_signed(key, text + b"x", signed)
        assert not is_signed(key, text, signed[:63] + bytes([signed[63] ^ 1]))
        assert not is_signed(key, text, bytes([signed[0] ^ 1]) + signed[1:])
        assert not is_signed(key, text, signed[:-1])
        assert not is_signed(key[:-1], text, signed)


@settings(max_examples=30)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=64), st.integers(0, 511))
def test_the_plain_arithmetic_says_what_the_library_says(seed: bytes, message: bytes, bit: int) -> None:
    signer = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = signer.public_key().public_bytes_raw(), signer.sign(message)
    changed = (int.from_bytes(signature) ^ 1 << bit).to_bytes(64)

    assert ed25519.is_signed_plainly(public, message, signature)
    assert not ed25519.is_signed_plainly(public, message, changed)
    assert not ed25519.is_signed(public, message, changed)


def test_without_the_library_the_plain_arithmetic_does_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ed25519, "HAS_LIBRARY", False)

    assert open_checkpoint(NOTE, KEY) == CHECKPOINT
    assert open_checkpoint(NOTE.replace("1234", "1235"), KEY) is None
