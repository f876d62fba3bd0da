"""What the screen reads, on a ledger and without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import annot
from annot.errors import NotFoundError
from annot.store.claim_filter import ClaimFilter
from annot.store.list_reading import PAGE_ROWS
from annot.store.models import Article
from annot.store.reading import Reader
from annot.tui import acts, showing
from annot.tui.desk import Library
from annot.tui.showing import Changed
from annot.vocabulary import Status, Verdict

EVERYTHING = ClaimFilter()


@pytest.fixture
def library(path: Path, workspace: annot.Workspace, article: Article) -> Iterator[Library]:
    for quote in ("opened in 1998", "12 of its 30 readings"):
        workspace.claims.add(article, quote=quote)
    found = Library(path, "dana", Reader(path))
    yield found
    found.close()


def after(
    library: Library, work: acts.Work, wanted: ClaimFilter = EVERYTHING, claim: int | None = 1
) -> Changed:
    article = library.reader.article("mill-street")
    return showing.performed(work, article=article, wanted=wanted, claim=claim)(library)


def test_an_article_opens_with_its_marks_its_list_and_its_first_claim(library: Library) -> None:
    opened = showing.open_article(library.reader, "mill-street", EVERYTHING)
    assert opened.article is not None
    text = opened.article.text
    words = {text[start:end] for start, end, *_ in opened.marks.spans}
    assert words == {"opened in 1998", "12 of its 30 readings"}
    whole = showing.whole(opened.article)(library)
    assert [text[start:end][:11] for start, end in whole.division.repeated] == ["The library"]
    assert (opened.head, whole.marks) == (len(text), opened.marks)
    assert (opened.total, [row.number for row in opened.first_page]) == (2, [1, 2])
    assert opened.detail is not None
    assert opened.detail.number == 1


def test_a_long_article_opens_with_its_beginning_up_to_the_first_claim(
    library: Library, workspace: annot.Workspace
) -> None:
    line = "The pool has two lanes, which are of the same length."
    text = "\n".join(f"{number}. {line}" for number in range(2_000))
    pool = workspace.articles.add(text, title="The pool")
    for number in (900, 901, 1_900):
        workspace.claims.add(pool, quote=f"{number}. {line}")
    opened = showing.open_article(library.reader, "the-pool", EVERYTHING)
    assert opened.article is not None
    assert text.index("901. ") < opened.head < text.index("1900. ")
    assert text[opened.head - 1] == "\n"
    assert [text[start:end][:4] for start, end, *_ in opened.marks.spans] == ["900.", "901."]
    whole = showing.whole(opened.article)(library)
    assert len(whole.marks.spans) == 3


def test_without_a_name_the_article_last_worked_on_opens(
    library: Library, workspace: annot.Workspace
) -> None:
    workspace.articles.add("The pool has two lanes.", title="The pool")
    workspace.claims.set(1, verdict="refuted")
    opened = showing.open_article(library.reader, "", EVERYTHING)
    assert opened.article is not None
    assert opened.article.slug == "mill-street"
    with pytest.raises(NotFoundError):
        showing.open_article(library.reader, "no-such", EVERYTHING)


def test_a_verdict_changes_rows_and_moves_nothing(library: Library) -> None:
    changed = after(library, acts.set_verdict([2], Verdict.REFUTED))
    assert [(row.number, row.verdict, matches) for row, matches in changed.rows] == [
        (2, Verdict.REFUTED, True)
    ]
    assert (changed.marks, changed.is_listed_anew, changed.claim) == (None, False, 1)


def test_a_claim_that_the_filter_no_longer_lets_through_is_told(library: Library) -> None:
    changed = after(
        library, acts.set_verdict([1], Verdict.REFUTED), ClaimFilter.parse("no:verdict")
    )
    assert [matches for _, matches in changed.rows] == [False]


def test_a_dropped_claim_leaves_the_text(library: Library) -> None:
    before = showing.open_article(library.reader, "mill-street", EVERYTHING).marks
    after(library, acts.set_status([1], Status.DROPPED))
    now = showing.open_article(library.reader, "mill-street", EVERYTHING).marks
    assert {span[2] for span in before.spans} == {1, 2}
    assert {span[2] for span in now.spans} == {2}


def test_a_new_claim_is_in_hand_in_a_list_made_anew(library: Library) -> None:
    changed = after(library, acts.add_claim(library.reader.article("mill-street"), (0, 11)))
    assert (changed.claim, changed.is_listed_anew) == (3, True)
    assert changed.marks is not None
    assert changed.detail is not None
    assert changed.detail.text == "The library"


def test_a_removed_claim_is_gone_even_without_a_place(
    library: Library, workspace: annot.Workspace
) -> None:
    number = workspace.claims.add(text="One is so.").id
    changed = after(library, acts.remove_claims([number]), claim=number)
    assert (changed.rows, changed.is_listed_anew, changed.detail) == ([], True, None)


def test_evidence_changes_the_row_of_its_claim(library: Library) -> None:
    values = {
        "source": "Report", "stance": "supports", "passage": "", "locator": "", "note": "",
        "title": "", "publisher": "", "published": "", "kind": "page",
    }  # fmt: skip
    changed = after(library, acts.add_evidence(1, values))
    assert [(row.number, row.evidence) for row, _ in changed.rows] == [(1, 1)]
    assert changed.detail is not None
    assert changed.detail.evidence[0].source.title == "Report"


def test_the_undo_of_a_great_import_reads_no_row_singly(
    library: Library, workspace: annot.Workspace
) -> None:
    with workspace.operation("import"):
        for number in range(300):
            workspace.claims.add(text=f"Claim {number}")
    changed = after(library, acts.undo)
    assert (changed.rows, changed.is_listed_anew) == ([], True)


@pytest.mark.parametrize(
    ("wanted", "claim", "cursor", "expected"),
    [
        ("", 2, 0, 1), ("", None, 1, 1), ("", None, 99, 1), ("", 99, 0, 0),
        ("verdict:refuted", 1, 1, 0), ("zebra", 1, 5, 0),
    ],
)  # fmt: skip
def test_a_list_is_made_anew_around_a_claim_or_else_a_row(
    library: Library, workspace: annot.Workspace,
    wanted: str, claim: int | None, cursor: int, expected: int,
) -> None:  # fmt: skip
    workspace.claims.set(2, verdict="refuted")
    chosen = ClaimFilter.parse(wanted)
    listed = showing.listed(chosen, claim=claim, cursor=cursor)(library)
    assert (listed.cursor, listed.page) == (expected, 0)
    assert len(listed.rows) == listed.total == library.reader.count(chosen)


def test_a_claim_outside_the_list_is_taken_without_a_place(
    library: Library, workspace: annot.Workspace
) -> None:
    workspace.claims.set(2, verdict="refuted")
    refuted = ClaimFilter.parse("verdict:refuted")
    assert showing.taken(refuted, 2, is_listed=False)(library).row == 0
    assert showing.taken(refuted, 1, is_listed=False)(library).row is None
    assert showing.taken(EVERYTHING, 2, is_listed=True)(library).row is None
    assert showing.taken(EVERYTHING, 99, is_listed=False)(library).detail is None


def test_progress_counts_what_nobody_has_to_act_on(
    library: Library, workspace: annot.Workspace
) -> None:
    workspace.claims.set(2, verdict="refuted")
    assert showing.tally(EVERYTHING)(library) == (2, 1)
    assert showing.tally(ClaimFilter.parse("no:verdict"))(library) == (1, 0)


def test_a_list_goes_to_a_claim_together_with_the_page_it_stands_on(
    library: Library, workspace: annot.Workspace, tmp_path: Path
) -> None:
    table = tmp_path / "claims.csv"
    table.write_text("claim\n" + "".join(f"Berth {number} was dredged\n" for number in range(700)))
    workspace.import_file(table)
    wanted = ClaimFilter.parse("berth")
    rows = [row.number for row in library.reader.page(wanted, limit=700)]
    found = showing.counted(wanted, rows[600])(library)
    assert (found.total, found.cursor, found.page) == (700, 600, 600 // PAGE_ROWS)
    assert [row.number for row in found.rows] == rows[found.page * PAGE_ROWS :]
    assert showing.counted(wanted, 1)(library)[:2] == (700, None)
