"""Whether a test notices when a line is changed: mutmut over the files named in `files.toml`.

    python -m tests.mutation [FILE …] [--sample DIGITS] [--children N] [--brief]

Each file is mutated in a folder of its own under `build/mutation`, where the results stay: a second
run tries again what changed, and what no test noticed. Prints the score of each file and what no
test noticed, and exits with 1 if the whole is below `LEAST`. `--sample 03` tries only those whose
number ends in 0 or 3. The decision record 0070 says why it is done so.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORK = ROOT / "build" / "mutation"
LEAST = 85.0
"""Of a hundred mutants, how many tests have to notice."""

_MUTMUT = Path(sys.executable).with_name("mutmut")
# What stands around the package and is read by it or by its tests.
_BESIDE = ("tests", "docs", "data", "README.md", "CHANGELOG.md", "benchmarks")
_NOTICED = ("killed", "timeout", "segfault", "suspicious")
_MISSED = ("survived", "no tests")


@dataclass(frozen=True)
class Result:
    """What became of the mutants of one file: how many of which kind, and those nobody noticed."""

    file: str
    counts: Counter[str]
    missed: tuple[str, ...]

    @property
    def by_tests(self) -> int:
        """How many made a test fail, or hang."""
        return sum(self.counts[kind] for kind in _NOTICED)

    @property
    def by_types(self) -> int:
        """How many the type checker refuses, and with it `make check`."""
        return self.counts["caught by type check"]

    @property
    def all(self) -> int:
        """How many were tried."""
        return self.by_tests + self.by_types + len(self.missed)


def main() -> int:
    """Run mutmut over the files asked for, or all; 0 if enough was noticed."""
    asked = _asked()
    table = tomllib.loads(Path(__file__).with_name("files.toml").read_text())
    unknown = [name for name in asked.files if name not in table]
    if unknown:
        print(f"{unknown[0]} is not listed in tests/mutation/files.toml.")
        return 2
    if not _MUTMUT.exists():
        print("mutmut is not installed: pip install -e '.[dev,mutation]'")
        return 2
    results = []
    for file in asked.files or table:
        result = examine(file, table[file]["tests"], asked.sample, asked.children)
        told = [] if asked.brief else _survivors(result)
        print("\n".join([_line(result), *told]), flush=True)
        results.append(result)
    whole = Result(
        "all of them",
        sum((result.counts for result in results), Counter()),
        tuple(name for result in results for name in result.missed),
    )
    print(_line(whole))
    return 0 if _score(whole.by_tests + whole.by_types, whole.all) >= LEAST else 1


def examine(file: str, tests: list[str], sample: str, children: int) -> Result:
    """Mutate one file and run its tests against each mutant.

    Args:
        file: Its path from the root of the project.
        tests: The tests that are to notice, as pytest is told them.
        sample: Last digits of the numbers of the mutants that are tried; empty for all.
        children: How many are tried at the same time.
    """
    folder = _folder(file, tests)
    before = {name for name, kind in _kinds(folder) if kind in _MISSED}
    _run(folder, "--max-children", str(children), *([f"*__mutmut_*[{sample}]"] if sample else []))
    # Tests may have come since; and what took too long is not condemned by one bad minute.
    again = [
        name
        for name, kind in _kinds(folder)
        if kind == "timeout" or (kind in _MISSED and name in before)
    ]
    if again and not sample:
        _run(folder, "--max-children", str(children), *again)
    kinds = {name: kind for name, kind in _kinds(folder) if kind != "not checked"}
    missed = tuple(name for name, kind in kinds.items() if kind in _MISSED)
    return Result(file, Counter(kinds.values()), missed)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--sample", default="", metavar="DIGITS")
    parser.add_argument("--brief", action="store_true", help="the scores without the survivors")
    parser.add_argument("--children", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def _folder(file: str, tests: list[str]) -> Path:
    """Where a file is mutated: the settings for it, and the project by links."""
    folder = WORK / Path(file).with_suffix("").as_posix().replace("/", ".")
    # It has to be there before Python starts, or nothing is imported from it.
    (folder / "mutants").mkdir(parents=True, exist_ok=True)
    for name in ("annot", *_BESIDE):
        link = folder / name
        if not link.is_symlink():
            link.symlink_to(ROOT / name)
    shutil.rmtree(folder / "mutants" / "tests", ignore_errors=True)
    settings = {
        "source_paths": ["annot"],
        "only_mutate": [file],
        "also_copy": list(_BESIDE),
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "--hypothesis-seed=0"],
        "pytest_add_cli_args_test_selection": [
            *tests,
            "-m",
            "not browser and not terminal",
        ],
        "type_check_command": [
            *("mypy", "--output", "json", "--cache-dir", "../../.mypy"),
            *("--disable-error-code", "unused-ignore", "--no-warn-unused-ignores", file),
        ],
        # By the clock, on a machine that may have other things to do.
        "timeout_constant": 10.0,
        "timeout_multiplier": 3.0,
        "use_git_change_detection": False,
        "on_dependency_change": "ignore",
        "track_dependencies": False,
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    (folder / "pyproject.toml").write_text(
        "\n".join([(ROOT / "pyproject.toml").read_text(), "[tool.mutmut]", *lines, ""])
    )
    return folder


def _run(folder: Path, *arguments: str) -> None:
    # Which test reaches which function is found out anew.
    (folder / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    ran = _mutmut(folder, "run", *arguments)
    if ran.returncode != 0:
        sys.exit(f"{folder.name}: mutmut did not run.\n{ran.stdout[-4000:]}{ran.stderr[-4000:]}")


def _mutmut(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run mutmut in a folder; programs that tests start import the mutant, too."""
    return subprocess.run(
        [str(_MUTMUT), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "mutants")},
        capture_output=True,
        text=True,
        check=False,
    )


def _kinds(folder: Path) -> Iterator[tuple[str, str]]:
    """Every mutant of a folder with what became of it."""
    for line in _mutmut(folder, "results", "--all", "true").stdout.splitlines():
        name, _, kind = line.strip().partition(": ")
        if kind:
            yield name, kind


def _score(noticed: int, judged: int) -> float:
    return 100.0 * noticed / judged if judged else 100.0


def _line(result: Result) -> str:
    score = _score(result.by_tests + result.by_types, result.all)
    let_through = result.all - result.by_types
    return (
        f"{score:5.1f} % of {result.all:4} noticed; by tests alone, of {let_through:4} that types "
        f"let through, {_score(result.by_tests, let_through):5.1f} %  {result.file}"
    )


def _survivors(result: Result) -> Iterator[str]:
    """What nobody noticed, with its line in the file."""
    folder = WORK / Path(result.file).with_suffix("").as_posix().replace("/", ".")
    source = (ROOT / result.file).read_text().splitlines()
    for name in result.missed:
        diff = _mutmut(folder, "show", name).stdout.splitlines()
        yield f"\n{result.file}:{_place(source, diff)}  {name.rpartition('.')[2]}"
        yield from _changed(diff)


def _changed(diff: Iterable[str]) -> Iterator[str]:
    for line in diff:
        if line.startswith(("+", "-")) and not line.startswith(("+++", "---")):
            yield f"  {line[0]} {line[1:].strip()}"


def _place(source: list[str], diff: list[str]) -> int:
    """The line of the file at which the diff of one of its functions changes something."""
    hunk = diff[next(n for n, line in enumerate(diff) if line.startswith("@@")) + 1 :]
    offset = next(n for n, line in enumerate(hunk) if line[:1] in ("+", "-"))
    wanted = [line[1:].strip() for line in hunk if line[:1] in (" ", "-")]
    there = [line.strip() for line in source]
    for at in range(len(there)):
        if there[at : at + len(wanted)] == wanted:
            return at + offset + 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
