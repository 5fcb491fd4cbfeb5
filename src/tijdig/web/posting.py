"""What a form is bound to (the posted values, also when there are none; nothing on a GET), and how it is answered."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from tijdig.problems import Problem


def posted(request: HttpRequest) -> QueryDict | None:
    """Return the posted values; None when nothing was sent, so that a form is not checked yet."""
    return request.POST if request.method == "POST" else None


def say_version(form: BaseForm, version: int) -> None:
    """Let who sends this form again be taken to have seen this version (K6); all that was typed stays as it was.

    Copied as what it is: unpacked into a dictionary, each posted value would become the list that it is kept in.
    """
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["version"] = str(version)
    form.data = data


def posted_files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[bytes]] | None:
    """Return the posted files; None when nothing was sent."""
    return request.FILES if request.method == "POST" else None


def status_of(problems: Sequence[Problem] = (), *, incomplete: bool) -> int:
    """Return the status of a page with its form: 409 when what was asked was refused, 422 when it is incomplete."""
    return 409 if problems else 422 if incomplete else 200
