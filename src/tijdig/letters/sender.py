"""Who writes: the municipality as it stands at the head and foot of every document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Municipality:
    """The controller as a letter shows it; empty strings are left out. ``logo`` is a drawing (SVG)."""

    name: str
    address: str = ""
    telephone: str = ""
    email: str = ""
    privacy_officer: str = ""
    privacy_officer_contact: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a letter goes: name, and the lines of the address from street to town."""

    name: str
    address_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CovenantMark:
    """Which signed agreement a document rests on: title, version and content hash (``sha256:…``)."""

    title: str
    version: str
    hash: str
