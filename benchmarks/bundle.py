"""A sealed bundle of 100,000 events, checked by its own script."""

from __future__ import annotations

import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from uuid import UUID

import annot
from annot.operations.snapshots import Look
from annot.store import chain
from annot.store.columns import canonical_json, time_to_text
from benchmarks.figures import Figure, median, run
from benchmarks.report import MEMORY

EVENTS, ROUNDS, SECONDS = 100_000, 3, 10.0
SNAPSHOTS = 100
_AT = datetime(2025, 10, 2, tzinfo=UTC)


def measure() -> Iterator[Figure]:
    """The seconds of the processors that the script takes; the floor only reads the JSON."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder)
        taken = median(_seconds(folder / "verify.py", folder) for _ in range(ROUNDS))
        reads = "import json, sys; [json.loads(line) for line in open(sys.argv[1])]"
        floor = median(_seconds("-c", reads, folder / "ledger.jsonl") for _ in range(ROUNDS))
    what = f"a bundle of {EVENTS:,} events, checked by its script, CPU (floor: reading its JSON)"
    yield Figure(what, taken, "s", floor, limit=SECONDS)
    few, many = (_memory(count) for count in (1, SNAPSHOTS))
    what = f"memory of writing a bundle with {SNAPSHOTS} snapshots of 1 MB (floor: with one)"
    yield Figure(what, many, "MB", few, ratio_limit=1.5)


def _memory(snapshots: int) -> float:
    """How many MB it takes to write a bundle of so many snapshots, over the open workspace."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "annot.db"
        with annot.open(path, actor="dana") as workspace:
            source = workspace.sources.add(title="Fleet list")
            workspace.claims.add(text="It is so.")
            for number in range(snapshots):
                data = random.Random(number).randbytes(1_000_000)
                workspace.snapshots.keep(source, Look(at=_AT, filename="page.bin", data=data))
        command = [sys.executable, "-c", MEMORY, str(path), str(Path(name) / "case.zip")]
        return float(subprocess.run(command, check=True, capture_output=True).stdout)


def _seconds(*command: object) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *map(str, command)], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _write(folder: Path) -> None:
    """A ledger of one claim that was set again and again, and its manifest."""
    workspace = UUID(int=1)
    lines = [{"type": "workspace", "uid": str(workspace)}]
    before, previous = None, chain.genesis(workspace, 1)
    image: dict[str, object] = {}
    for seq in range(1, EVENTS + 1):
        operation = UUID(int=seq)
        image = {"article_id": 1, "id": 1, "text": f"Claim {seq}", "version": str(operation)}
        after = canonical_json(image)
        digest = chain.change_digest(0, "claim", 1, 1, before, after)
        event = {"article_id": 1, "seq": seq, "actor": "dana", "action": "claim.set", "reason": ""}
        sealed = chain.event_hash(
            **event, operation=operation, at=_AT, undoes=None, previous=previous, digests=[digest]
        )
        lines.append(
            {
                "type": "event",
                **event,
                "operation": str(operation),
                "at": time_to_text(_AT),
                "undoes": None,
                "previous": previous.hex(),
                "hash": sealed.hex(),
            }
        )
        told = {"before": before and json.loads(before), "after": image}
        lines.append(
            {"type": "change", "article_id": 1, "seq": seq, "position": 0, "noun": "claim",
             "row_id": 1, "rows": 1, **told}
        )  # fmt: skip
        before, previous = after, sealed
    lines.append({"type": "claim", **image})
    ledger = "".join(f"{canonical_json(line)}\n" for line in lines).encode()
    script = files("annot.sealing").joinpath("verify.txt").read_bytes()
    found = {"ledger.jsonl": ledger, "verify.py": script}
    manifest = {
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in found.items()},
        "root": chain.merkle_root([(1, EVENTS, previous)]).hex(),
        "texts": {},
    }
    for name, data in {**found, "manifest.json": json.dumps(manifest).encode()}.items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    run(measure)
