"""What is committed works on every machine: no registry addresses, no paths of one computer, no personal numbers."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

from tests.house.source import ROOT, text_of, tracked_files

# Written in parts, so that this file does not find itself.
REGISTRIES = [
    r"pypi\." + r"org",
    r"files\.python" + r"hosted\.org",
    r"registry\.npm" + r"js\.org",
    r"registry\.yarn" + r"pkg\.com",
    r"(?<![\w-])npm" + r"js\.com",
]
MACHINE_PATHS = [
    r"(?<![\w.])/" + name for name in ("work/", "root/", "home/[a-z]", "Users/", "opt/pypi", "opt/wheels")
]
# Where a path of the system itself is meant, on every Debian machine.
FINDS = re.compile("|".join(REGISTRIES + MACHINE_PATHS))


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    files = tracked_files()
    if not files:
        pytest.skip("not a git clone: what is committed is not known")
    found = {path.relative_to(ROOT).as_posix(): text_of(path) for path in files}
    return {name: text for name, text in found.items() if text is not None}


def test_no_committed_file_names_a_registry_or_one_machine(texts: dict[str, str]) -> None:
    found = [
        f"{name}:{number}: {match.group(0)}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (match := FINDS.search(line))
    ]

    assert not found


def test_the_npm_lockfile_holds_hashes_and_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: entry for name, entry in packages.items() if name}

    assert all("resolved" not in entry for entry in installed.values())
    assert all(entry["integrity"].startswith("sha512-") for entry in installed.values())


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt", "bench.txt"])
def test_requirements_are_pinned_with_hashes_and_without_addresses(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    pins = [block for block in re.split(r"\n(?=\S)", text.strip()) if not block.startswith("#")]

    assert all(re.match(r"[a-z0-9._-]+==\S+", pin) for pin in pins)
    assert all("--hash=sha256:" in pin for pin in pins)
    assert "://" not in text


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    pins = {
        name: set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements" / name).read_text(), re.MULTILINE))
        for name in ("runtime.txt", "dev.txt", "bench.txt")
    }

    def names(wanted: list[str]) -> set[str]:
        return {re.split(r"[\[<>=~!; ]", each, maxsplit=1)[0].lower().replace("_", "-") for each in wanted}

    assert names(project["project"]["dependencies"]) <= pins["runtime.txt"], "run: make requirements"
    assert names(project["dependency-groups"]["dev"]) <= pins["dev.txt"], "run: make requirements"
    assert names(project["dependency-groups"]["bench"]) <= pins["bench.txt"], "run: make requirements"


def test_every_dependency_says_why(texts: dict[str, str]) -> None:
    lines = texts["pyproject.toml"].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("dependencies = ["))
    end = lines.index("]", start)
    packages = [number for number in range(start, end) if lines[number].strip().startswith('"')]

    assert all(lines[number - 1].strip().startswith("# WHY") for number in packages)
