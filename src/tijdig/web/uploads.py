"""Uploads stay in memory: nothing a landlord sends ever lies in a temporary file on disk (E8)."""

from __future__ import annotations

from typing import override

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler


class InMemoryOrRefused(MemoryFileUploadHandler):
    """Django's own in-memory handler, but a request that is too large is refused instead of losing its file."""

    @override
    def new_file(
        self,
        field_name: str,
        file_name: str,
        content_type: str,
        content_length: int | None,
        charset: str | None = None,
        content_type_extra: dict[str, bytes] | None = None,
    ) -> None:
        """Begin a file; raises ``RequestDataTooBig``, which becomes a page that says how large a file may be."""
        if not self.activated:
            raise RequestDataTooBig
        super().new_file(field_name, file_name, content_type, content_length, charset, content_type_extra)
