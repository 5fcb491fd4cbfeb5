"""Set a formal document (:mod:`papers`) as an accessible PDF."""

from __future__ import annotations

from tijdig.letters.papers import Paper
from tijdig.letters.typesetting import typeset


def set_paper(paper: Paper) -> bytes:
    """Return the document as PDF/UA: title page, contents, parts, tables with heading rows, page numbers."""
    return typeset("paper", paper, on=paper.dated, title=f"{paper.kind_name}: {paper.title}")
