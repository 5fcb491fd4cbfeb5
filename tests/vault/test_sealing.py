"""Sealing bytes to their place, and indexes that tell nothing without their key (E1, E5, T6)."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.vault.rules.blind_index import LENGTH, blind_index, derived_key, exact_index
from tijdig.vault.rules.sealing import Place, SealBroken, cipher_for, seal, unseal

KEY, OTHER_KEY = bytes(32), bytes([1]) * 32
NONCE = bytes(12)
HERE = Place("0988", "intake_signal", "a1", "sealed")


@given(st.binary(max_size=200), st.binary(min_size=12, max_size=12))
def test_what_is_sealed_opens_at_its_place(text: bytes, nonce: bytes) -> None:
    sealed = seal(cipher_for(KEY), text, HERE, nonce=nonce)

    assert unseal(cipher_for(KEY), sealed, HERE) == text
    assert len(text) < 4 or text not in sealed[13:]


def test_e1_the_cipher_is_aes_256_gcm_siv_of_rfc_8452() -> None:
    # RFC 8452, C.2: key 0100…, nonce 0300…, plaintext 0100000000000000, no associated data.
    key, nonce = bytes([1, *[0] * 31]), bytes([3, *[0] * 11])

    sealed = cipher_for(key).encrypt(nonce, bytes([1, *[0] * 7]), b"")

    assert sealed.hex() == "c2ef328e5c71c83b843122130f7364b761e0b97427e3df28"


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("1883", "intake_signal", "a1", "sealed"),
        Place("0988", "residents_resident", "a1", "sealed"),
        Place("0988", "intake_signal", "a2", "sealed"),
        Place("0988", "intake_signal", "a1", "other"),
        Place("0988\x1fintake_signal", "a1", "sealed", ""),
    ],
)
def test_e1_a_ciphertext_of_another_place_does_not_open(elsewhere: Place) -> None:
    sealed = seal(cipher_for(KEY), b"Jansen", HERE, nonce=NONCE)

    with pytest.raises(SealBroken):
        unseal(cipher_for(KEY), sealed, elsewhere)


def test_e1_no_byte_of_a_ciphertext_can_be_changed() -> None:
    sealed = seal(cipher_for(KEY), b"Jansen", HERE, nonce=NONCE)

    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises(SealBroken):
            unseal(cipher_for(KEY), bytes(altered), HERE)
    for cut in range(len(sealed)):
        with pytest.raises(SealBroken):
            unseal(cipher_for(KEY), sealed[:cut], HERE)


def test_e1_another_key_does_not_open_and_the_refusal_tells_nothing() -> None:
    sealed = seal(cipher_for(KEY), b"Jansen", HERE, nonce=NONCE)

    with pytest.raises(SealBroken) as refused:
        unseal(cipher_for(OTHER_KEY), sealed, HERE)

    assert str(refused.value) == ""
    assert refused.value.__cause__ is None


def test_e5_an_index_finds_the_same_value_however_it_is_written() -> None:
    assert blind_index(KEY, "6001AB", 12, "a") == blind_index(KEY, "6001ab", "12", " A ")
    assert blind_index(KEY, "Müller") == blind_index(KEY, "MU\u0308LLER")
    assert len(blind_index(KEY, "x")) == LENGTH


@given(st.lists(st.text(max_size=5), max_size=3), st.lists(st.text(max_size=5), max_size=3))
def test_e5_values_that_differ_in_where_a_part_ends_differ(one: list[str], other: list[str]) -> None:
    known = [" ".join(part.split()).casefold() for part in one]
    asked = [" ".join(part.split()).casefold() for part in other]
    if known == asked:
        assert blind_index(KEY, *one) == blind_index(KEY, *other)
    assert blind_index(KEY, "1", "23") != blind_index(KEY, "12", "3")


@given(st.text(max_size=5), st.text(max_size=5))
def test_e5_an_exact_index_tells_each_text_from_any_other(one: str, other: str) -> None:
    assert (exact_index(KEY, one) == exact_index(KEY, other)) is (one == other)
    assert len(exact_index(KEY, one)) == LENGTH
    assert exact_index(KEY, "Linde") not in {
        exact_index(KEY, "linde"),
        exact_index(KEY, "Linde "),
        blind_index(KEY, "Linde"),
    }


def test_e5_each_purpose_and_each_controller_has_a_key_of_its_own() -> None:
    keys = {derived_key(secret, purpose) for secret in (KEY, OTHER_KEY) for purpose in ("bsn", "place")}

    assert len(keys) == 4
    assert len({blind_index(key, "999990019") for key in keys}) == 4


def test_t6_without_the_key_a_bsn_cannot_be_tried_out() -> None:
    index = blind_index(derived_key(KEY, "resident.bsn"), "999990019")

    assert index not in {
        digest(b"999990019").hexdigest()[: len(index)]
        for digest in (hashlib.sha256, hashlib.sha1, hashlib.md5)
    }
    assert index != blind_index(b"", "999990019")
