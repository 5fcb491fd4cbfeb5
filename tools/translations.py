"""The English catalogue: texts are written in Dutch in code and templates, this keeps their English beside them.

``extract`` brings ``django.po`` up to date and keeps what was translated; ``check`` fails on a text that is missing,
not translated or no longer used, and on placeholders that differ; ``compile`` writes ``django.mo``. Needs no gettext
on the machine.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "tijdig"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
HEADER = "# English for the Dutch texts of Tijdig. `make translations` brings it up to date."
KEYWORDS = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")

type MsgId = str | tuple[str, str]
type Key = tuple[str | None, MsgId]


@dataclass
class Found:
    """One text, and the files that use it."""

    places: set[str] = field(default_factory=set)


def _python_of(path: Path) -> str:
    """Return Python source; of a template, the calls that its tags stand for, on the lines where they stood."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    from django.utils.translation.template import templatize  # noqa: PLC0415, needs settings

    # What is not a text becomes X's, whose indentation would not be Python's.
    return "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())


def source_files() -> list[Path]:
    """Return every file whose texts a person reads on a page."""
    files = [path for suffix in ("*.py", "*.html", "*.txt") for path in SOURCE.rglob(suffix)]
    return sorted(path for path in files if "migrations" not in path.parts and "static" not in path.parts)


def _texts_in(path: Path) -> Iterator[Key]:
    source = io.BytesIO(_python_of(path).encode())
    for _line, message, _comments, context in babel_extract("python", source, keywords=KEYWORDS):
        if isinstance(message, tuple):
            singular, plural = message[0], message[1]
            yield context, (singular, plural)
        elif message:
            yield context, message


def vocabulary() -> Iterator[tuple[str, str]]:
    """Return the words that the rules have for fields, facts, tasks and referrals, each with its file.

    Rules know no gettext; the pages translate these words when they show them.
    """
    from tijdig import ddas  # noqa: PLC0415
    from tijdig.casework.rules import (  # noqa: PLC0415
        authority,
        helper_entries,
        progress,
        reasons,
        reminders,
        results,
        states,
        terms,
    )
    from tijdig.contact.rules import appointments, messages  # noqa: PLC0415
    from tijdig.covenant.rules import facts, fields  # noqa: PLC0415

    tables: dict[str, Iterable[str]] = {
        "covenant/rules/fields.py": (field.description for field in fields.FIELDS.values()),
        "covenant/rules/facts.py": (fact.description for fact in facts.FACTS.values()),
        "ddas.py": (
            *(code.value for code in ddas.SignalStatus),
            *(code.value for code in ddas.AttemptKind),
            *(code.value for code in ddas.PartOfDay),
            *(code.value for code in ddas.Result),
        ),
        "casework/rules/reminders.py": reminders.PART_NAMES_NL.values(),
        "casework/rules/terms.py": sorted({ground.law for ground in terms.GROUNDS.values() if ground.law}),
        "casework/rules/authority.py": authority.REASON_NAMES_NL.values(),
        "casework/rules/helper_entries.py": helper_entries.ENTRY_NAMES_NL.values(),
        "casework/rules/progress.py": progress.STEP_NAMES_NL.values(),
        "contact/rules/appointments.py": appointments.WHERE_NAMES_NL.values(),
        "contact/rules/messages.py": (
            *messages.KIND_NAMES_NL.values(),
            *messages.CHANNEL_NAMES_NL.values(),
            *messages.STATE_NAMES_NL.values(),
        ),
        "casework/rules/results.py": (reason.value for reason in results.SubReason),
        "casework/rules/reasons.py": reasons.SOURCE_NAMES_NL.values(),
        "casework/rules/states.py": (
            *states.STATE_NAMES_NL.values(),
            *states.TASK_NAMES_NL.values(),
            *states.REFERRAL_NAMES_NL.values(),
            *states.OUTCOME_NAMES_NL.values(),
        ),
    }
    for path, words in tables.items():
        yield from ((word, f"src/tijdig/{path}") for word in words)


def extracted() -> dict[Key, Found]:
    """Return every marked text with the files that hold it."""
    found: dict[Key, Found] = {}
    for word, place in vocabulary():
        found.setdefault((None, word), Found()).places.add(place)
    for path in source_files():
        for key in _texts_in(path):
            found.setdefault(key, Found()).places.add(path.relative_to(ROOT).as_posix())
    return found


def read_catalogue() -> Catalog:
    """Return the catalogue as it stands; an empty one when there is none yet."""
    if not CATALOGUE.exists():
        return Catalog(locale="en")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def _key(message: Message) -> Key:
    identifier = message.id
    return message.context, (identifier[0], identifier[1]) if isinstance(
        identifier, tuple | list
    ) else identifier


def _entries(catalogue: Catalog) -> dict[Key, Message]:
    return {_key(message): message for message in catalogue if message.id}


def write_catalogue(found: dict[Key, Found]) -> None:
    """Write the catalogue with exactly these texts, keeping the translations that there are."""
    old = _entries(read_catalogue())
    new = Catalog(locale="en", project="Tijdig", header_comment=HEADER, fuzzy=False)
    for (context, identifier), place in sorted(
        found.items(), key=lambda item: (str(item[0][1]), str(item[0][0]))
    ):
        known = old.get((context, identifier))
        new.add(
            identifier,
            string=known.string if known else None,
            locations=[(name, 0) for name in sorted(place.places)],
            context=context,
        )
    text = io.BytesIO()
    write_po(text, new, width=110, include_lineno=False, omit_header=False)
    # The moment of writing says nothing and would make every run a change.
    dated = re.compile(
        rb'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Generated-By): .*\n', re.MULTILINE
    )
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(dated.sub(b"", text.getvalue()))


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


def _faults_of(key: Key, message: Message) -> Iterator[str]:
    identifier = key[1]
    first = identifier[0] if isinstance(identifier, tuple) else identifier
    last = identifier[-1] if isinstance(identifier, tuple) else identifier
    if not all(_strings(message)):
        yield f"not translated: {first!r}"
    elif message.fuzzy:
        yield f"marked as doubtful (fuzzy): {first!r}"
    elif _placeholders(_strings(message)[-1]) != _placeholders(last):
        yield f"other placeholders than the Dutch: {first!r}"


def faults() -> list[str]:
    """Return what is wrong between the texts and the catalogue, one sentence each; empty when they agree."""
    found, entries = extracted(), _entries(read_catalogue())
    missing = [
        f"not in the catalogue: {key[1]!r} ({min(found[key].places)})"
        for key in found.keys() - entries.keys()
    ]
    unused = [f"no longer used: {key[1]!r}" for key in entries.keys() - found.keys()]
    wrong = [fault for key, message in entries.items() for fault in _faults_of(key, message)]
    return sorted(missing) + sorted(unused) + sorted(wrong)


def extract() -> int:
    """Bring the catalogue up to date with code and templates."""
    found = extracted()
    write_catalogue(found)
    open_ones = sum(not all(_strings(message)) for message in _entries(read_catalogue()).values())
    print(f"{CATALOGUE.relative_to(ROOT)}: {len(found)} texts, {open_ones} to translate")
    return 0


def check() -> int:
    """Print the faults; 1 when there are any."""
    found = faults()
    print("\n".join(found) if found else "translations: complete", file=sys.stderr if found else sys.stdout)
    return 1 if found else 0


def compile_catalogue() -> int:
    """Write ``django.mo``, which is what the pages read."""
    catalogue = read_catalogue()
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    with COMPILED.open("wb") as file:
        write_mo(file, catalogue)
    return 0


COMMANDS = {"extract": extract, "check": check, "compile": compile_catalogue}


def main() -> int:
    """Carry out the one command that was given."""
    from django.conf import settings  # noqa: PLC0415

    if not settings.configured:
        settings.configure(USE_I18N=True)
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in COMMANDS:
        print(f"usage: translations.py {'|'.join(COMMANDS)}", file=sys.stderr)
        return 2
    return COMMANDS[name]()


if __name__ == "__main__":
    sys.exit(main())
