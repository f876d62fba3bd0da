"""From nothing to the first screen: an environment, `pip install`, the worked example.

This one needs the network, or whatever pip is set up to install from; with pip's cache warm, as it
is after the first run, what is measured is unpacking, not the line.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, run

CHECKOUT = Path(__file__).resolve().parent.parent
BUILT_FROM = ("annot", "pyproject.toml", "README.md", "LICENSE")
PACKAGES, MEGABYTES, SECONDS = 24, 85, 25


def measure() -> Iterator[Figure]:
    """The figures; taken once, since it takes long."""
    with tempfile.TemporaryDirectory(prefix="annot-install-") as folder:
        home = Path(folder)
        source, environment = _copied_checkout(home / "source"), home / "environment"
        python = str(environment / "bin" / "python")
        made = _seconds(sys.executable, "-m", "venv", str(environment))
        before, empty = _packages(python), _megabytes(environment)
        installed = _seconds(python, "-m", "pip", "install", "--quiet", str(source))
        more = _packages(python) - before
        size = _megabytes(environment) - empty
        shown = _seconds(str(environment / "bin" / "annot"), "demo", "--directory", folder)
    yield Figure("pip install . (floor: an empty environment)", installed, "s", made)
    yield Figure("packages, annot among them", len(more), "count", limit=PACKAGES)
    yield Figure("size over an empty environment", size, "MB", limit=MEGABYTES)
    yield Figure("annot demo, the first run", shown, "s")
    what = "from nothing to the worked example: venv, pip, demo"
    yield Figure(what, made + installed + shown, "s", limit=SECONDS)


def _copied_checkout(target: Path) -> Path:
    """What the package is built from: building leaves files behind, so not in the checkout."""
    target.mkdir()
    skipped = shutil.ignore_patterns("__pycache__")
    for name in BUILT_FROM:
        if (CHECKOUT / name).is_dir():
            shutil.copytree(CHECKOUT / name, target / name, ignore=skipped)
        elif (CHECKOUT / name).exists():
            shutil.copy(CHECKOUT / name, target / name)
    return target


def _seconds(*command: str) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    return time.perf_counter() - begun


def _packages(python: str) -> set[str]:
    command = (python, "-m", "pip", "list", "--format=json", "--disable-pip-version-check")
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {package["name"] for package in json.loads(listed)}


def _megabytes(folder: Path) -> float:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1e6


if __name__ == "__main__":
    run(measure)
