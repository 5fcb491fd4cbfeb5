"""What an operator can set that cannot work; the command line says so before anything starts."""

from __future__ import annotations

from pathlib import Path

from tijdig.problems import ProblemKind, Refused

OF_OTHERS = 0o077

NUMBER_OUT_OF_RANGE = ProblemKind(
    code="setting.number",
    rule="S3",
    nl="{name} is een getal van {least} tot en met {most}.",
    en="{name} is a number from {least} to {most}.",
)
SENDER_MISSING = ProblemKind(
    code="setting.sender",
    rule="S3",
    nl="TIJDIG_MAIL_FROM is het adres waarvan e-mail komt. Dat is nodig bij een mailserver.",
    en="TIJDIG_MAIL_FROM is the address that e-mail comes from. A mail server needs one.",
    remedy_nl="Geef alleen het adres, zonder naam: tijdig@gemeente.nl.",
    remedy_en="Give the address alone, without a name: tijdig@gemeente.nl.",
)
GO_TOGETHER = ProblemKind(
    code="setting.go-together",
    rule="S3",
    nl="{one} en {other} horen bij elkaar.",
    en="{one} and {other} go together.",
    remedy_nl="Geef ze allebei, of geen van beide.",
    remedy_en="Give both, or neither.",
)
READ_BY_OTHERS = ProblemKind(
    code="setting.read-by-others",
    rule="S3",
    nl="Ook anderen op deze computer kunnen het bestand van {name} lezen.",
    en="Others on this machine can read the file of {name} as well.",
    remedy_nl="Geef het bestand mode 600.",
    remedy_en="Give the file mode 600.",
)
NO_FILE = ProblemKind(
    code="setting.no-file",
    rule="S3",
    nl="Het bestand van {name} is niet te lezen: {path}.",
    en="The file of {name} cannot be read: {path}.",
)
NO_CERTIFICATES = ProblemKind(
    code="setting.no-certificates",
    rule="C1",
    nl="In het bestand van {name} staan geen certificaten.",
    en="The file of {name} holds no certificates.",
    remedy_nl="Geef een PEM-bestand met de hoofdcertificaten die u vertrouwt.",
    remedy_en="Give a PEM file with the root certificates that you trust.",
)


def number(name: str, text: str, *, least: int = 1, most: int) -> int:
    """Return a whole number within these bounds; :class:`Refused` for anything else."""
    if not text.isdecimal() or not least <= int(text) <= most:
        raise Refused(NUMBER_OUT_OF_RANGE(name=name, least=least, most=most))
    return int(text)


def kept_secret(name: str, path: Path) -> str:
    """Return what a secret file says; :class:`Refused` when it cannot be read, or by others too."""
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise Refused(NO_FILE(name=name, path=path)) from None
    if mode & OF_OTHERS:
        raise Refused(READ_BY_OTHERS(name=name))
    return text.strip()
