"""A valid file of every format that can be imported, to be damaged."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import zstandard
from exports import fill
from test_corpora_in import AVERITEC, FACTS, FEVER, SCIFACT, TWEETS

from annot.workspace import Workspace

LINES = [
    {
        "key": "a",
        "claim": "The bridge was built in 1931 – “so they say”.",
        "verdict": "refuted",
        "tags": ["one", "two"],
        "evidence": [
            {"source_url": "https://example.org/a", "stance": "refutes", "passage": "1934"}
        ],
        "notes": [{"kind": "query", "text": "Who says so?", "to": "author"}],
        "desk": 7,
    },
    {"claim": "Two workers died.", "status": "checked", "source_title": "Record"},
]
REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "claimReviewed": "The bridge was built in 1931.",
    "itemReviewed": {"@type": "Claim", "appearance": {"url": "https://example.org/a"}},
    "reviewRating": {"@type": "Rating", "alternateName": "False", "ratingValue": 1},
    "url": "https://example.org/check",
    "datePublished": "2024-02-29",
}
PAGE = (
    "<!doctype html><html><head><title>Ü</title>\n"
    f'<script type="application/ld+json">{json.dumps(REVIEW, indent=1)}</script>\n'
    f'<script type="application/ld+json">{json.dumps([REVIEW])}</script></head></html>\n'
)
MADE: dict[str, str] = {
    "claims.jsonl": "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in LINES),
    "page.html": PAGE,
    "fever.jsonl": f"{json.dumps(FEVER)}\n" * 2,
    "scifact.jsonl": f"{json.dumps(SCIFACT)}\n",
    "averitec.json": json.dumps([AVERITEC, AVERITEC | {"claim": "Ü"}], ensure_ascii=False),
    "tweets.tsv": TWEETS,
    "facts.tsv": FACTS.replace("HALF-TRUE", "FALSE"),
}
WRITTEN = {
    "claims.csv": "", "claims.tsv": "", "claims.json": "", "claims.xlsx": "", "ledger.jsonl": "",
    "sources.bib": "", "sources.ris": "", "sources.csljson": "", "review.json": "claimreview",
    "annotations.json": "webannotation", "ours.json": "averitec",
}  # fmt: skip
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "zst": zstandard.ZstdCompressor().compress,
}
NAMES = (*MADE, *WRITTEN, *(f"claims.csv.{ending}" for ending in PACKED), "ledger.jsonl.gz")


def valid_files(workspace: Workspace, folder: Path) -> dict[str, bytes]:
    """The files by name; what annot writes is written of a workspace that is filled for it."""
    fill(workspace)
    files = {name: text.encode() for name, text in MADE.items()}
    for name, format_ in WRITTEN.items():
        workspace.export(folder / name, format=format_)
        files[name] = (folder / name).read_bytes()
    for name in NAMES:
        if name not in files:
            inner, _, ending = name.rpartition(".")
            files[name] = PACKED[ending](files[inner])
    return files
