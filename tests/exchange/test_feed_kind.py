from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from feed_files import file_of, lines_of
from hypothesis import given
from hypothesis import strategies as st
from test_claim_review_in import REVIEW
from test_corpora_in import AVERITEC, FACTS, FEVER, SCIFACT, TWEETS
from test_web_annotation_in import ANNOTATION, HYPOTHESIS

from annot.errors import InputFileError
from annot.exchange.feed_kind import feed_of
from annot.exchange.input import Input, input_of
from annot.workspace import Workspace


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (REVIEW, "claimreview"),
        (lines_of(REVIEW, REVIEW), "claimreview"),
        ({"@graph": [{"@type": "WebSite"}, REVIEW]}, "claimreview"),
        ({"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem"}]}, "claimreview"),
        ({"claims": [{"text": "x", "claimReview": []}]}, "claimreview"),
        ("\ufeff\n<!DOCTYPE html><title>x</title>", "claimreview"),
        (ANNOTATION, "webannotation"),
        ({"type": "AnnotationCollection", "first": "https://a.example.org"}, "webannotation"),
        ({"total": 1, "rows": [HYPOTHESIS]}, "webannotation"),
        (json.dumps([AVERITEC]).encode("utf-16"), "averitec"),
        (lines_of(FEVER), "fever"),
        (lines_of(SCIFACT), "scifact"),
        (TWEETS, "checkthat"),
        (FACTS, "checkthat"),
        ("70\tMAYOR\tLong ago.\tN/A\n", "checkthat"),
    ],
)
def test_a_feed_is_known_by_its_begin(data: Any, kind: str) -> None:
    assert feed_of(file_of(data)) == kind


@pytest.mark.parametrize(
    "data",
    [
        "",
        "[]",
        "{",
        "nope",
        b"PK\x03\x04",
        b"\xff\xfe\x00",
        [{"claim": "Two died.", "verdict": "refuted", "evidence": [{"source_url": "https://a"}]}],
        lines_of({"id": 1, "claim": "Two died."}),
        lines_of({"type": "claim", "text": "Two died."}),
        "claim\tsource_url\tnote\nTwo died.\t\t\n",
        "key,claim\n1,Two died.\n",
        "1\tTwo died.\n",
    ],
)
def test_a_plain_table_is_no_feed(data: Any) -> None:
    assert feed_of(file_of(data)) == ""


@pytest.mark.parametrize("name", ["ledger.jsonl", "claims.csv", "claims.tsv"])
def test_what_annot_writes_as_a_table_is_no_feed(
    workspace: Workspace, tmp_path: Path, name: str
) -> None:
    workspace.claims.add("bridge", quote="Two workers died")
    workspace.export(tmp_path / name)
    assert feed_of(input_of(tmp_path / name)) == ""


def test_a_packed_feed_is_known_and_a_damaged_one_is_told(tmp_path: Path) -> None:
    packed = gzip.compress(json.dumps([AVERITEC]).encode())
    path = tmp_path / "dev.json.gz"
    path.write_bytes(packed)
    assert feed_of(input_of(path)) == "averitec"
    path.write_bytes(packed[:20])
    with pytest.raises(InputFileError, match="unpacked"):
        feed_of(input_of(path))


class Counted(io.BytesIO):
    """A file that knows how much of it was read."""

    total = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        Counted.total += len(found)
        return found


@pytest.mark.parametrize("element", [FEVER, {"claim": "Two died."}])
def test_little_of_a_large_file_is_read(element: dict[str, Any]) -> None:
    data = lines_of(*[element] * 50_000).encode()

    def opened() -> BinaryIO:
        return Counted(data)

    Counted.total = 0
    feed_of(Input("large", opened))
    assert Counted.total <= 1 << 17 < len(data)


@given(st.binary(max_size=50) | st.text(alphabet='{}[]",:\t\n<1a', max_size=50).map(str.encode))
def test_any_begin_has_an_answer(data: bytes) -> None:
    assert feed_of(file_of(data)) in ("", "claimreview", "checkthat")
