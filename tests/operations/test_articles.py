"""Articles come in whole, and every sentence of theirs is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

import annot
from annot.errors import InputFileError, InvalidValueError, NotFoundError, QuoteNotFoundError
from annot.store.models import Article


def test_a_file_is_kept_whole_as_revision_one(workspace: annot.Workspace, tmp_path: Path) -> None:
    path = tmp_path / "Mill Street.md"
    path.write_bytes("# Größe\r\n\r\nEs sind 40 000 Bücher.\r\n".encode("utf-8-sig"))

    article = workspace.articles.add_file(
        path, byline="A. Writer", publication="The Paper", published="2025-10"
    )
    revision = workspace.articles.revision(article)

    assert (article.slug, article.title, article.published) == ("große", "Größe", "2025-10")
    assert (revision.number, revision.filename, revision.encoding) == (
        1,
        "Mill Street.md",
        "utf-8-sig",
    )
    assert workspace.articles.content(revision.file_sha256) == path.read_bytes()
    assert workspace.articles.text(article) == "# Größe\n\nEs sind 40 000 Bücher.\n"


def test_slugs_are_readable_and_never_given_twice(workspace: annot.Workspace) -> None:
    titles = ["Convention", "Convention", "The vice-chair’s “report”", "1984", "!!!", "条約の話"]

    slugs = [workspace.articles.add("Text.", title=title, again=True).slug for title in titles]

    assert slugs == [
        "convention",
        "convention-2",
        "the-vice-chairs-report",
        "n1984",
        "untitled",
        "条約の話",
    ]


def test_the_same_text_is_not_taken_in_twice_unless_told_so(
    workspace: annot.Workspace, article: Article, tmp_path: Path
) -> None:
    path = tmp_path / "copy.md"
    path.write_bytes(workspace.articles.text(article).replace("\n", "\r\n").encode("utf-8-sig"))

    for add in (
        lambda: workspace.articles.add_file(path, title="A copy"),
        lambda: workspace.articles.add(workspace.articles.text(article)),
    ):
        with pytest.raises(InvalidValueError, match=r"already.* 'mill-street'") as refused:
            add()
        assert "annot article show mill-street" in refused.value.hint
        assert "--again" in refused.value.hint
    assert [item.slug for item in workspace.articles.list()] == ["mill-street"]

    assert workspace.articles.add_file(path, title="A copy", again=True).slug == "a-copy"


def test_a_text_whose_article_was_removed_comes_in_again(
    workspace: annot.Workspace, article: Article
) -> None:
    text = workspace.articles.text(article)
    workspace.articles.remove(article)

    assert workspace.articles.text(workspace.articles.add(text)) == text


@pytest.mark.parametrize("published", ["2025-13", "10/2/2025", "2025-02-30", "soon"])
def test_a_date_that_is_none_is_refused(workspace: annot.Workspace, published: str) -> None:
    with pytest.raises(InvalidValueError, match="date of publication"):
        workspace.articles.add("Text.", published=published)
    assert workspace.articles.list() == []


def test_an_article_is_found_by_slug_id_and_itself(
    workspace: annot.Workspace, article: Article
) -> None:
    assert workspace.articles.get("mill-street") == workspace.articles.get(article.id) == article
    for handle in ("other", 99, 0):
        with pytest.raises(NotFoundError):
            workspace.articles.get(handle)


def test_set_changes_what_is_given_and_keeps_the_rest(
    workspace: annot.Workspace, article: Article
) -> None:
    workspace.articles.set(article, byline="A. Writer")
    changed = workspace.articles.set(article, title="Another")

    assert (changed.title, changed.byline, changed.slug) == ("Another", "A. Writer", "mill-street")


def test_repeats_are_noticed(workspace: annot.Workspace, article: Article) -> None:
    (repeat,) = workspace.articles.repeats(article)

    assert (repeat.paragraph, repeat.first_paragraph) == (3, 1)


def test_coverage_counts_claims_acceptances_and_repeats(
    workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.add(article, quote="40,000 books")
    workspace.articles.accept(article, sentence=1, reason="well known")
    dropped = workspace.claims.add(article, quote="12 of its 30 readings")
    workspace.claims.drop(dropped)

    covered = workspace.articles.coverage(article)

    assert [(s.number, bool(s.claims), s.accepted, s.repeated) for s in covered] == [
        (1, False, True, False),
        (2, True, False, False),
        (3, False, False, False),
        (4, False, False, False),
        (5, False, True, True),
        (6, True, False, True),
    ]
    assert [s.covered for s in covered] == [True, True, False, False, True, True]


def test_acceptance_covers_the_copies_and_is_taken_back_with_them(
    workspace: annot.Workspace, article: Article
) -> None:
    accepted = workspace.articles.accept(article, quote="opened in 1998")
    assert len(accepted) == 2

    assert workspace.articles.unaccept(article, span=(accepted[0].start, accepted[0].end)) == 2
    assert not any(s.accepted for s in workspace.articles.coverage(article))
    with pytest.raises(NotFoundError, match="Nothing is accepted"):
        workspace.articles.unaccept(article, span=(accepted[0].start, accepted[0].end))


def test_what_cannot_be_accepted_is_told(workspace: annot.Workspace, article: Article) -> None:
    with pytest.raises(NotFoundError, match="6 sentences, no 7"):
        workspace.articles.accept(article, sentence=7)
    with pytest.raises(QuoteNotFoundError):
        workspace.articles.accept(article, quote="no such words here at all")
    with pytest.raises(InvalidValueError, match="outside the text"):
        workspace.articles.accept(article, span=(0, 10_000))
    with pytest.raises(InvalidValueError, match="empty"):
        workspace.articles.accept(article)


def test_a_passage_stands_for_the_sentences_it_touches(
    workspace: annot.Workspace, article: Article
) -> None:
    accepted = workspace.articles.accept(article, quote="readings")

    assert [item.exact for item in accepted] == ["Last year 12 of its 30 readings were recorded."]


def test_a_sentence_with_a_claim_is_not_accepted_as_making_none(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")

    with pytest.raises(InvalidValueError, match="makes a claim already: 1"):
        workspace.articles.accept(article, sentence=2)
    workspace.claims.drop(claim)
    assert workspace.articles.accept(article, sentence=2)


@pytest.mark.parametrize("how", ["report", "export", "rejects"])
def test_the_file_of_an_article_is_not_overwritten(
    workspace: annot.Workspace, tmp_path: Path, how: str
) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("# Mill Street\n\nIt opened in 1998.\n")
    workspace.articles.add_file(draft)
    rows = tmp_path / "rows.csv"
    rows.write_text("claim,verdict\nOne is so.,nearly\n")
    acts = {
        "report": lambda: workspace.report(draft),
        "export": lambda: workspace.export(draft, format="csv"),
        "rejects": lambda: workspace.import_file(rows, skip_bad=draft),
    }

    with pytest.raises(InvalidValueError, match="would be overwritten"):
        acts[how]()
    assert draft.read_text().startswith("# Mill Street")


def test_removing_an_article_takes_all_with_it_and_undo_brings_it_back(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")
    source = workspace.sources.add(title="Yearbook")
    workspace.evidence.add(claim, source)
    workspace.notes.add(claim, "Seen.")
    workspace.articles.accept(article, sentence=1)

    workspace.articles.remove(article)
    assert workspace.articles.list() == []
    assert workspace.claims.list() == []

    workspace.history.undo()
    assert workspace.claims.get(claim.id).evidence_count == 1
    assert workspace.articles.text(article).startswith("The library")
    assert workspace.history.verify().breaks == ()


def test_a_text_that_is_none_is_refused(workspace: annot.Workspace) -> None:
    for text in ("", " \n", "a\0b", "a\udfffb"):
        with pytest.raises(InputFileError):
            workspace.articles.add(text)
    assert workspace.history.list() == []
