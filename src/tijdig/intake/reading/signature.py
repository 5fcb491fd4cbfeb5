"""What a file is, from its first bytes; its name is not believed (S2)."""

from __future__ import annotations

from tijdig.intake.reading.limits import MEGABYTE, Limits
from tijdig.intake.reading.problems import (
    EMPTY_FILE,
    FILE_TOO_LARGE,
    NOT_A_TABLE_FILE,
    OLD_OR_PROTECTED_WORKBOOK,
    UTF_16,
)
from tijdig.intake.rules.table import FileKind
from tijdig.problems import Refused

_ARCHIVE = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "een PDF", "a PDF"),
    (b"PK\x05\x06", "een leeg archief", "an empty archive"),
    (b"\x1f\x8b", "een gecomprimeerd bestand", "a compressed file"),
    (b"Rar!", "een gecomprimeerd bestand", "a compressed file"),
    (b"7z\xbc\xaf", "een gecomprimeerd bestand", "a compressed file"),
    (b"\x89PNG", "een afbeelding", "an image"),
    (b"\xff\xd8\xff", "een afbeelding", "an image"),
    (b"GIF8", "een afbeelding", "an image"),
    (b"{\\rtf", "een tekstdocument", "a text document"),
    (b"\x7fELF", "een programma", "a program"),
    (b"MZ\x90", "een programma", "a program"),
)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<script")


def kind_of_file(content: bytes, limits: Limits) -> FileKind:
    """Return CSV or XLSX; raises :class:`Refused` for anything else, for nothing, and for too much."""
    if not content.strip():
        raise Refused(EMPTY_FILE())
    if len(content) > limits.file_bytes:
        raise Refused(FILE_TOO_LARGE(most=limits.file_bytes // MEGABYTE))
    if content.startswith(_ARCHIVE):
        return FileKind.XLSX
    _check_is_text(content)
    return FileKind.CSV


def _check_is_text(content: bytes) -> None:
    if content.startswith(_OLD_WORKBOOK):
        raise Refused(OLD_OR_PROTECTED_WORKBOOK())
    if content.startswith(_UTF_16_MARKS):
        raise Refused(UTF_16())
    for mark, what, what_en in _OTHERS:
        if content.startswith(mark):
            raise Refused(NOT_A_TABLE_FILE(what=what, what_en=what_en))
    if content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        raise Refused(NOT_A_TABLE_FILE(what="een webpagina of XML", what_en="a web page or XML"))
