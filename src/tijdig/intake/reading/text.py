"""The encoding of a text file: UTF-8 with or without mark, or Windows-1252; strictly, nothing is replaced (S3)."""

from __future__ import annotations

import re

from tijdig.intake.reading.problems import CONTROL_SIGNS, MIXED_ENCODING, UNKNOWN_ENCODING, UTF_16
from tijdig.problems import Problem, Refused

UTF_8, UTF_8_MARK, WINDOWS_1252 = "utf-8", "utf-8-sig", "windows-1252"

# Two bytes that in UTF-8 are an accented Latin letter; in Windows-1252 a capital with a tilde followed by a sign.
_UTF_8_LETTER = re.compile(rb"[\xc3-\xc5][\x80-\xbf]")
# Signs without width that copying from web pages and reports leaves in cells: nobody sees them, and a reference with
# one would be another tenant's.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _line(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


def visible(text: str) -> str:
    """Return the text as a reader sees it, without signs that have no width."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def has_control_signs(text: str) -> bool:
    """Whether signs stand in a text that no ledger writes; tabs and line ends are none."""
    return _CONTROL.search(text) is not None


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and its encoding; raises :class:`Refused` for UTF-16, mixed or unknown encodings, NULs."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content:
        raise Refused(_zeros(content))
    text, encoding = _decoded(content)
    control = _CONTROL.search(text)
    if control:
        raise Refused(CONTROL_SIGNS(line=text.count("\n", 0, control.start()) + 1))
    return visible(text), encoding


def _zeros(content: bytes) -> Problem:
    """Tell UTF-16, where every other byte is zero, from a file with stray zeros."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content.count(0) * 3 > len(content):
        return UTF_16()
    return CONTROL_SIGNS(line=_line(content, content.index(0)))


def _decoded(content: bytes) -> tuple[str, str]:
    marked = content.startswith(b"\xef\xbb\xbf")
    try:
        return content.decode("utf-8-sig"), UTF_8_MARK if marked else UTF_8
    except UnicodeDecodeError as error:
        bad_byte = error.start
    if marked:
        raise Refused(UNKNOWN_ENCODING(line=_line(content, bad_byte)))
    mixed = _UTF_8_LETTER.search(content)
    if mixed:
        raise Refused(MIXED_ENCODING(line=_line(content, mixed.start())))
    try:
        return content.decode("cp1252"), WINDOWS_1252
    except UnicodeDecodeError as error:
        raise Refused(UNKNOWN_ENCODING(line=_line(content, error.start))) from None
