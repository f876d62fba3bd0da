"""The page for the public says to search engines what it says to readers; no other page does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import annot


def linked(page: str) -> list[object]:
    return re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)


def test_the_public_page_holds_its_claim_reviews_and_no_markup_in_them(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    article = workspace.articles.add("It has 31 trams </script><b>. So it is.", title="Trams")
    claim = workspace.claims.add(article, quote="31 trams </script><b>")
    workspace.claims.set(claim, verdict="refuted", reasoning="There are 29 <trams> & no more.")
    workspace.claims.add(article, quote="So it is")
    for audience in ("public", "editor", "lawyer"):
        workspace.report(tmp_path / "r.html", audience=audience)
        found = linked((tmp_path / "r.html").read_text())
        if audience != "public":
            assert found == []
            continue
        (data,) = found
        (review,) = json.loads(str(data))["@graph"]
        assert review["@type"] == "ClaimReview"
        assert review["claimReviewed"] == "31 trams </script><b>"
        assert review["reviewBody"] == "There are 29 <trams> & no more."
        assert "<" not in str(data)


def test_the_lawyer_reads_of_persons_and_organisations_first(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    article = workspace.articles.add("It has 31 trams. The mayor lied. So it is.", title="Trams")
    workspace.claims.add(article, quote="It has 31 trams")
    workspace.claims.add(article, quote="The mayor lied", tags=["person"])
    for audience, order in (("lawyer", [2, 1]), ("editor", [1, 2])):
        workspace.report(tmp_path / "r.html", audience=audience)
        page = (tmp_path / "r.html").read_text()
        assert [int(n) for n in re.findall(r'id="claim-(\d+)"', page)] == order
