"""C3, C14: a signature counts for one statement, one text, one key, and in one spelling."""

from __future__ import annotations

import base64
from dataclasses import fields, replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OctKey, OKPKey

from tijdig.covenant.rules.signing import (
    TYPE,
    b64,
    is_canonical,
    is_signed,
    public_part,
    sign_statement,
    thumbprint,
    unb64,
)
from tijdig.covenant.rules.statement import Statement, file_hash

SAID = Statement(
    covenant_hash="sha256:" + "a" * 64, file_hash="sha256:" + "b" * 64, urn="urn:uuid:1", version="1.0.0",
    controller="0988", party="amw", verdict="accept", person_id="00000000-0000-0000-0000-000000000001",
    person_name="Jiří Ångström", at="2026-03-02T09:00:00+00:00",
)  # fmt: skip
PRIVATE = Ed25519PrivateKey.generate().private_bytes_raw()
PUBLIC = public_part(PRIVATE)
TOKEN = sign_statement(SAID, PRIVATE)


def test_c3_what_was_signed_verifies() -> None:
    assert is_signed(TOKEN, SAID, PUBLIC)


def test_the_signed_bytes_are_canonical_json() -> None:
    """RFC 8785: keys in order, no spaces, UTF-8 as it is."""
    assert SAID.to_bytes().decode() == (
        '{"at":"2026-03-02T09:00:00+00:00","controller":"0988","file":"sha256:' + "b" * 64 + '",'
        '"hash":"sha256:' + "a" * 64 + '","party":"amw",'
        '"person":{"id":"00000000-0000-0000-0000-000000000001","name":"Jiří Ångström"},'
        '"urn":"urn:uuid:1","verdict":"accept","version":"1.0.0"}'
    )


def test_the_fingerprint_is_that_of_rfc_8037() -> None:
    """RFC 8037, appendix A.3: the thumbprint of the key of A.1."""
    public = unb64("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
    assert thumbprint(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@given(position=st.integers(0, len(TOKEN) - 1), bit=st.integers(0, 7))
def test_c3_any_flipped_bit_of_the_token_spoils_it(position: int, bit: int) -> None:
    flipped = TOKEN[:position] + chr(ord(TOKEN[position]) ^ (1 << bit)) + TOKEN[position + 1 :]
    assert not is_signed(flipped, SAID, PUBLIC)


@pytest.mark.parametrize("name", [field.name for field in fields(Statement)])
def test_c3_a_signature_counts_for_no_other_statement(name: str) -> None:
    assert not is_signed(TOKEN, replace(SAID, **{name: getattr(SAID, name) + "x"}), PUBLIC)


def test_c3_another_key_signs_something_else() -> None:
    other = public_part(Ed25519PrivateKey.generate().private_bytes_raw())
    assert not is_signed(TOKEN, SAID, other)


def test_c3_the_same_signature_in_another_spelling_does_not_count() -> None:
    """The last letter of 64 bytes in base64 carries two bits; the other four may be anything to a lenient reader."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twin = alphabet[alphabet.index(TOKEN[-1]) ^ 1]
    respelled = TOKEN[:-1] + twin
    pad = "=="
    assert base64.urlsafe_b64decode(respelled.split(".")[2] + pad) == base64.urlsafe_b64decode(
        TOKEN.split(".")[2] + pad
    )
    assert not is_canonical(respelled.split(".")[2])
    assert not is_signed(respelled, SAID, PUBLIC)


@pytest.mark.parametrize("text", ["QUJD\n", "QU JD", "QUJD*", "*QUJD", "Q+JD", "Q/JD", "QUI="])
def test_c3_base64_is_read_strictly(text: str) -> None:
    """A lenient reader drops what is no base64, and so reads one signature out of many texts."""
    with pytest.raises(ValueError):  # noqa: PT011 - binascii says it in words of its own
        unb64(text)
    assert unb64("QUJD") == b"ABC"


@pytest.mark.parametrize(
    "token", ["", ".", "..", "a.b", TOKEN + ".", TOKEN + "\n", TOKEN + ".x", " " + TOKEN]
)
def test_c3_what_is_no_token_does_not_count(token: str) -> None:
    assert not is_signed(token, SAID, PUBLIC)


def _token(header: dict[str, object], key: object, algorithm: str) -> str:
    return jws.serialize_compact(header, SAID.to_bytes(), key, algorithms=[algorithm])


def test_c3_no_other_algorithm_is_taken() -> None:
    """A public key is no shared secret: HS256 "signed" with it must not count, nor must no algorithm at all."""
    kid = thumbprint(PUBLIC)
    shared = _token({"alg": "HS256", "kid": kid, "typ": TYPE}, OctKey.import_key(PUBLIC), "HS256")
    none = ".".join(
        (b64(b'{"alg":"none","kid":"%s","typ":"%s"}' % (kid.encode(), TYPE.encode())), *TOKEN.split(".")[1:])
    )
    assert not is_signed(shared, SAID, PUBLIC)
    assert not is_signed(none, SAID, PUBLIC)


@pytest.mark.parametrize(
    "header",
    [{"kid": "other"}, {"typ": "JWT"}, {"typ": TYPE, "x": 1}, {"jku": "https://elders.example/keys"}],
)
def test_c3_the_header_says_what_it_is_and_nothing_else(header: dict[str, object]) -> None:
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": b64(PUBLIC), "d": b64(PRIVATE)})
    told = {"alg": "Ed25519", "kid": thumbprint(PUBLIC), "typ": TYPE} | header
    registry = jws.JWSRegistry(algorithms=["Ed25519"], strict_check_header=False)
    token = jws.serialize_compact(told, SAID.to_bytes(), key, registry=registry)
    assert not is_signed(token, SAID, PUBLIC)


def test_c3_the_hash_of_the_file_sees_what_the_hash_of_its_content_does_not() -> None:
    assert file_hash("a = 1 # eens") != file_hash("a = 1 # anders")
