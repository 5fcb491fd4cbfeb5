"""A receipt's proof inside its PDF (T4): an incremental update that adds one attached file and changes nothing else.

ISO 32000-1, section 7.5.6. The pages stay byte for byte as they were signed for, and what is added is written in one
way only: taken off and put on again it must give the same file, so that nothing can be hidden behind the pages.
"""

from __future__ import annotations

import re
from hashlib import md5

NAME = "tijdig-bewijs.json"
_TRAILER = re.compile(
    rb"trailer\n<</Size (?P<size>\d+)/Root (?P<root>\d+) 0 R(?P<info>/Info \d+ 0 R)?"
    rb"/ID\[(?P<id>\([^()\\]*\)|<[0-9A-Fa-f]*>)[^\]]*\]>>\nstartxref\n(?P<at>\d+)\n%%EOF\s*\Z"
)
_FILE = re.compile(
    rb"\n\d+ 0 obj\n<</Type/EmbeddedFile/Subtype/application#2Fjson/Params<<"
    rb"/ModDate\(D:\d{8}\)/Size (?P<size>\d+)>>/Length \d+>>\nstream\n"
)
_MADE = re.compile(rb"/CreationDate\s*\(D:(\d{8})")


class NotAttachable(ValueError):
    """The PDF is not built as the ones that Tijdig makes."""


def attach(pdf: bytes, content: bytes) -> bytes:
    """Return the PDF with a JSON file attached under :data:`NAME`; raises :class:`NotAttachable`.

    In the form that PDF/A-3 and PDF/UA ask of attached files: type, relation to the document, description, date.
    """
    trailer = _TRAILER.search(pdf)
    catalog = trailer and re.search(
        rb"\n%s 0 obj\n<<(/Type/Catalog/[^\n]*)>>\nendobj\n" % trailer["root"], pdf
    )
    made = _MADE.search(pdf)
    if not trailer or not catalog or not made or b"/Names" in catalog[1] or b"/AF" in catalog[1]:
        raise NotAttachable("not a PDF as Tijdig makes them")
    file, specification, root = int(trailer["size"]), int(trailer["size"]) + 1, int(trailer["root"])
    objects = {
        file: b"<</Type/EmbeddedFile/Subtype/application#2Fjson/Params<</ModDate(D:%s)/Size %d>>/Length %d>>\n"
        b"stream\n%s\nendstream" % (made[1], len(content), len(content), content),
        specification: b"<</Type/Filespec/F(%s)/UF(%s)/AFRelationship/Data/EF<</F %d 0 R/UF %d 0 R>>"
        b"/Desc(Bewijs dat de gemeente dit heeft vastgelegd)>>" % (NAME.encode(), NAME.encode(), file, file),
        root: b"<<%s/AF[%d 0 R]/Names<</EmbeddedFiles<</Names[(%s)%d 0 R]>>>>>>"
        % (catalog[1], specification, NAME.encode(), specification),
    }
    return pdf + _update(pdf, trailer, objects)


def _update(pdf: bytes, trailer: re.Match[bytes], objects: dict[int, bytes]) -> bytes:
    tail, places = b"", {}
    for number, body in objects.items():
        places[number] = len(pdf) + len(tail) + 1
        tail += b"\n%d 0 obj\n%s\nendobj" % (number, body)
    table = b"".join(b"%d 1\n%010d 00000 n\r\n" % (number, places[number]) for number in sorted(places))
    this = md5(pdf + tail, usedforsecurity=False).hexdigest().encode()
    end = b"trailer\n<</Size %d/Root %s 0 R%s/Prev %s/ID[%s<%s>]>>\nstartxref\n%d\n%%%%EOF\n" % (
        max(objects) + 1, trailer["root"], trailer["info"] or b"", trailer["at"], trailer["id"], this,
        len(pdf) + len(tail) + 1,
    )  # fmt: skip
    return tail + b"\nxref\n0 1\n0000000000 65535 f\r\n" + table + end


def detach(pdf: bytes) -> tuple[bytes, bytes] | None:
    """Return the PDF as it was before, and the content that was attached; None when there is not exactly that."""
    found = list(_FILE.finditer(pdf))
    if not found:
        return None
    before, after = pdf[: found[-1].start()], pdf[found[-1].end() :]
    content = after[: int(found[-1]["size"])]
    try:
        return (before, content) if attach(before, content) == pdf else None
    except NotAttachable:
        return None
