"""Which rows of a sheet are hidden, by a filter or by hand.

Who looks at the workbook does not see them, so nobody meant to report those tenants; the reader of cells gives them all
the same.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

from tijdig.intake.reading.workbook_parts import WORKBOOK, elements

_PIECE, _OVERLAP = 256 * 1024, 16
_RELATIONS = "xl/_rels/workbook.xml.rels"
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d{1,7})[\"']")


def hidden_rows(content: bytes, sheet: str) -> frozenset[int]:
    """Return the numbers of the sheet's hidden rows, from 1; the archive was checked before (S2)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        path = _path(archive, sheet)
        if path not in archive.namelist() or not _speaks_of_hiding(archive, path):
            return frozenset()
        rows = _ROW.finditer(archive.read(path))
    found, number = set(), 0
    for row in rows:
        told = _NUMBER.search(row[0])
        number = int(told[1]) if told else number + 1
        if _HIDDEN.search(row[0]):
            found.add(number)
    return frozenset(found)


def _speaks_of_hiding(archive: zipfile.ZipFile, path: str) -> bool:
    """Whether anything may be hidden in this part, found in pieces: few sheets hide anything, and some are large."""
    tail = b""
    with archive.open(path) as stream:
        while piece := stream.read(_PIECE):
            if b"hidden" in tail + piece:
                return True
            tail = piece[-_OVERLAP:]
    return False


def _path(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return where in the archive this sheet stands, or an empty string."""
    relation = next(
        (
            value
            for element in elements(archive, WORKBOOK, "sheet")
            if element.get("name") == sheet
            for key, value in element.items()
            if key.endswith("}id")
        ),
        "",
    )
    target = next(
        (
            element.get("Target", "")
            for element in elements(archive, _RELATIONS, "Relationship")
            if element.get("Id") == relation
        ),
        "",
    )
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") if target else ""
