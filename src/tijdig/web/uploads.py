"""Uploads stay in memory: nothing a landlord sends ever lies in a temporary file on disk (E8)."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler


class InMemoryOrRefused(MemoryFileUploadHandler):
    """Django's own in-memory handler, but a request that is too large is refused instead of losing its file."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin a file; raises ``RequestDataTooBig``, which becomes a page that says how large a file may be."""
        if not self.activated:
            raise RequestDataTooBig
        super().new_file(*args, **kwargs)
