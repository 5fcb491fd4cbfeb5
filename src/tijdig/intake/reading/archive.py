"""Judge a workbook's archive before anything parses it: entries, sizes, names, and what hides in it (S2)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from tijdig.intake.reading.limits import Limits
from tijdig.intake.reading.problems import (
    CORRUPT_WORKBOOK,
    NOT_A_TABLE_FILE,
    OLD_OR_PROTECTED_WORKBOOK,
    TOO_MUCH_TO_READ,
    UNSAFE_WORKBOOK,
)
from tijdig.problems import Problem, Refused

_ENCRYPTED = 0x1
_CHUNK = 64 * 1024
_SMALL = 64 * 1024  # below this a high ratio is only a short, repetitive part
_MARKUP = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OVERLAP = 32
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*?TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_MACROS = ("een macro", "a macro")
_LINKS = ("een koppeling naar een ander bestand", "a link to another file")
_EMBEDDED = ("een ingesloten bestand", "an embedded file")
_DOCTYPE = ("een documenttype-verklaring", "a document type declaration")
_NAMES = ("een vreemde bestandsnaam", "a strange file name")
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def _unsafe(what: tuple[str, str]) -> Refused:
    return Refused(UNSAFE_WORKBOOK(what=what[0], what_en=what[1]))


def check_archive(content: bytes, limits: Limits) -> None:
    """Raise :class:`Refused` unless this is an XLSX archive that is small, honest and without active content."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive, limits)
            for entry in archive.infolist():
                _check_entry(archive, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError):
        raise Refused(CORRUPT_WORKBOOK()) from None


def _check_directory(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    problem = _size_problem(entries, limits)
    if problem:
        raise Refused(problem)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Refused(OLD_OR_PROTECTED_WORKBOOK())
    if len(set(names)) != len(names) or any(_is_strange(name) for name in names):
        raise _unsafe(_NAMES)
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Refused(NOT_A_TABLE_FILE(what="een ander soort archief", what_en="another kind of archive"))
    for name in names:
        _check_name(name.lower())


def _size_problem(entries: list[zipfile.ZipInfo], limits: Limits) -> Problem | None:
    total = sum(entry.file_size for entry in entries)
    too_dense = any(
        entry.file_size > _SMALL and entry.file_size > limits.archive_ratio * max(entry.compress_size, 1)
        for entry in entries
    )
    if len(entries) > limits.archive_entries or total > limits.archive_bytes or too_dense:
        return TOO_MUCH_TO_READ()
    return None


def _is_strange(name: str) -> bool:
    return (
        name.startswith(("/", "\\"))
        or ".." in name.replace("\\", "/").split("/")
        or "\x00" in name
        or ":" in name
    )


def _check_name(name: str) -> None:
    if "vbaproject" in name or "macrosheets" in name or name.startswith("xl/activex"):
        raise _unsafe(_MACROS)
    if "externallinks/" in name or name == "xl/connections.xml" or name.startswith("xl/querytables"):
        raise _unsafe(_LINKS)
    if "embeddings/" in name or name.endswith((".zip", ".xlsx", ".exe", ".dll", ".docx")):
        raise _unsafe(_EMBEDDED)


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack one entry in pieces: its size must be what the directory says, and it may hold no declarations."""
    is_markup = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    is_relations = entry.filename.lower().endswith(".rels")
    seen, tail, kept = 0, b"", []
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            if is_markup and seen == 0 and chunk.startswith(_UTF_16_MARKS):
                raise _unsafe(_DOCTYPE)
            seen += len(chunk)
            if is_markup and _MARKUP.search(tail + chunk):
                raise _unsafe(_DOCTYPE)
            tail = chunk[-_OVERLAP:]
            if is_relations:
                kept.append(chunk)
    if seen != entry.file_size:
        raise Refused(CORRUPT_WORKBOOK())
    if is_relations and any(b"/hyperlink" not in found for found in _EXTERNAL.findall(b"".join(kept))):
        raise _unsafe(_LINKS)
