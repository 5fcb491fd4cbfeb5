"""T5: a line of an export is written in one way only; every other line is refused or stands for another leaf."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tijdig.ledger.rules.checkpoint import Malformed
from tijdig.ledger.rules.lines import Entry, Part, entry_of, read_line, write_line
from tijdig.ledger.rules.record import canonical_json

SALT = bytes(range(32))
RECORD = canonical_json({"kind": "event", "n": 1, "text": 'a "parts":{ é'})
PLAIN = entry_of(7, SALT, RECORD)
OPENED = entry_of(7, SALT, RECORD, {"outcomes": Part(SALT, canonical_json({"U3#0": True}))})
ERASED = Entry(7, bytes(range(32)))


@pytest.mark.parametrize("entry", [PLAIN, OPENED, ERASED], ids=["record", "with a part", "erased"])
def test_t5_what_is_written_is_read_back(entry: Entry) -> None:
    assert read_line(write_line(entry)) == entry


def test_t5_the_three_forms_of_a_line() -> None:
    salt = SALT.hex().encode()

    assert write_line(PLAIN) == b'{"position":7,"record":%s,"salt":"%s"}' % (RECORD, salt)
    assert write_line(OPENED) == (
        b'{"parts":{"outcomes":{"salt":"%s","value":{"U3#0":true}}},"position":7,"record":%s,"salt":"%s"}'
        % (salt, RECORD, salt)
    )
    assert write_line(ERASED) == b'{"commitment":"%s","position":7}' % salt
    assert (PLAIN.is_erased, OPENED.is_erased, ERASED.is_erased) == (False, False, True)


@pytest.mark.parametrize("entry", [PLAIN, OPENED, ERASED], ids=["record", "with a part", "erased"])
@given(st.data())
def test_t5_no_changed_byte_of_a_line_is_overlooked(entry: Entry, data: st.DataObject) -> None:
    line = write_line(entry)
    at = data.draw(st.integers(0, len(line) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != line[at]))
    changed = (
        line[:at]
        + data.draw(st.sampled_from([b"", bytes([other]), bytes([other, line[at]])]))
        + line[at + 1 :]
    )

    try:
        read = read_line(changed)
    except Malformed:
        return
    same_parts = {name: part.commitment for name, part in read.parts.items()} == {
        name: part.commitment for name, part in entry.parts.items()
    }
    assert (read.position, read.commitment) != (entry.position, entry.commitment) or not same_parts


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"position":7}',
        b'{"commitment":"00","position":7}',
        write_line(ERASED).replace(b":7", b":-1"),
        write_line(ERASED).replace(b":7", b": 7"),
        write_line(ERASED).replace(b":7", b":true"),
        write_line(ERASED).upper(),
        write_line(PLAIN).replace(b":7", b":07"),
        write_line(PLAIN)[:-70] + write_line(PLAIN)[-70:].replace(b"0a", b"0A"),
        write_line(OPENED).replace(b'{"outcomes"', b'{"outcomes":{},"outcomes"'),
        write_line(OPENED).replace(b"true", b"1.5"),
        b"[" * 100_000,
    ],
)
def test_t5_a_line_in_any_other_form_is_refused(line: bytes) -> None:
    with pytest.raises(Malformed):
        read_line(line)
