"""What a logo may be: a drawing (SVG) that does nothing and fetches nothing."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

MOST_BYTES = 60_000
_SVG = "{http://www.w3.org/2000/svg}"
_DRAWING = frozenset(
    {
        "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
        "tspan", "use", "symbol", "clipPath", "mask", "linearGradient", "radialGradient", "stop", "style",
    }
)  # fmt: skip
# A backslash too: in a style it writes any letter of these words.
_FETCHES = re.compile(r"url\((?!\s*['\"]?#)|(?:image-set|image|src)\(|@import|javascript:|\\", re.IGNORECASE)


def is_harmless_drawing(text: str) -> bool:
    """Whether ``text`` is an SVG of shapes only: no document type, script, event, or anything from elsewhere.

    A page shows it as an image, where no script would run; this keeps the file clean when someone opens it by itself.
    """
    if len(text.encode()) > MOST_BYTES or "<!" in text or "<?xml-" in text:
        return False
    try:
        root = ET.fromstring(text)  # noqa: S314 - without a document type there are no entities to expand
    except ET.ParseError:
        return False
    return root.tag == f"{_SVG}svg" and all(map(_is_shape, root.iter()))


def _is_shape(element: ET.Element) -> bool:
    # A style goes on behind an element within it, and reads as one.
    text = "".join((element.text or "", *(child.tail or "" for child in element)))
    return (
        element.tag.removeprefix(_SVG) in _DRAWING
        and not any(name.lower().startswith("on") for name in element.attrib)
        and all(value.startswith("#") for name, value in element.attrib.items() if name.endswith("href"))
        and not any(map(_FETCHES.search, (text, *element.attrib.values())))
    )
