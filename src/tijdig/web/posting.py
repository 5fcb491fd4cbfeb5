"""What a form is bound to: the posted values, also when there are none, and nothing on a GET."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict


def posted(request: HttpRequest) -> QueryDict | None:
    """Return the posted values; None when nothing was sent, so that a form is not checked yet."""
    return request.POST if request.method == "POST" else None


def posted_files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[bytes]] | None:
    """Return the posted files; None when nothing was sent."""
    return request.FILES if request.method == "POST" else None
