"""What a workbook says of itself beside its cells; the archive was checked before (S2)."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

WORKBOOK = "xl/workbook.xml"


def counts_from_1904(content: bytes) -> bool:
    """Whether a day number in this workbook counts from 1904 (ISO/IEC 29500-1, 18.2.28: ``date1904``)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = (element.get("date1904", "") for element in elements(archive, WORKBOOK, "workbookPr"))
        return any(one in {"1", "true", "on"} for one in told)


def elements(archive: zipfile.ZipFile, part: str, name: str) -> list[ET.Element]:
    """Return the elements of this name, in any namespace, of one part of the archive; none where it is not there."""
    if part not in archive.namelist():
        return []
    # No declarations or entities can stand in it: the archive's check refuses those.
    root = ET.fromstring(archive.read(part))  # noqa: S314
    return [element for element in root.iter() if element.tag.rpartition("}")[2] == name]
