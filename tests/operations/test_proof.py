"""Sources are found again, evidence links them to claims, questions get answers."""

from __future__ import annotations

from pathlib import Path

import pytest

import annot
from annot.errors import ConflictError, InvalidValueError, NotFoundError
from annot.operations.addresses import doi, url_key
from annot.store.models import Article
from annot.vocabulary import SourceKind, Status


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "http://www.example.org/a/"),
        ("https://example.org/a?b=1&c=2", "https://EXAMPLE.org/a?c=2&b=1#part"),
        ("https://example.org/a", "https://example.org/a?utm_source=x&utm_medium=y"),
        ("https://example.org/a?id=7", "https://example.org/a?id=7&fbclid=abc"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://example.org/%7Ea", "https://example.org/~a"),
    ],
)
def test_the_same_page_is_found_again(workspace: annot.Workspace, one: str, other: str) -> None:
    first = workspace.sources.add(url=one, title="A page")

    again = workspace.sources.add(url=other, publisher="Somebody")

    assert again.id == first.id
    assert (again.url, again.title, again.publisher) == (one, "A page", "Somebody")
    assert workspace.sources.get(other).id == first.id


@pytest.mark.parametrize(
    "url", ["urn:isbn:9780306406157", "mailto:press@example.org", "file:/reports/a b.pdf"]
)
def test_an_address_without_a_normal_form_is_found_as_it_is(
    workspace: annot.Workspace, url: str
) -> None:
    first = workspace.sources.add(url=url)
    again = workspace.sources.add(url=url, title="A page")
    assert (again.id, again.title, again.url) == (first.id, "A page", url)
    assert workspace.sources.add(url=f"{url}x").id != first.id


@pytest.mark.parametrize(
    "title",
    ["“The  town’s”—Oﬃce… Straße 7", "the town's office 7 strasse", "7", "ÆÖ", "A\u00adB. 7"],
)
def test_a_source_without_an_address_is_found_by_its_title_however_it_is_typed(
    workspace: annot.Workspace, title: str
) -> None:
    for other in ("7 towns", "Office", "A"):
        workspace.sources.add(title=other, publisher="P", published="2024")
    first = workspace.sources.add(title=title, publisher="P", published="2024")
    typed = title.upper().replace("’", "'").replace("—", "--").replace("…", "...")
    again = workspace.sources.add(
        title=typed.replace("\u00ad", ""), publisher="p", published="2024"
    )
    assert again.id == first.id
    assert workspace.sources.add(title=title, publisher="Q", published="2024").id != first.id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://example.org/a", "https://example.net/a"),
    ],
)
def test_other_pages_are_other_sources(workspace: annot.Workspace, one: str, other: str) -> None:
    assert workspace.sources.add(url=one).id != workspace.sources.add(url=other).id


def test_a_doi_is_found_in_every_habit(workspace: annot.Workspace) -> None:
    first = workspace.sources.add(url="https://doi.org/10.1000/ABC.1")

    for identifiers in ({"doi": "10.1000/abc.1"}, {"DOI": "doi:10.1000/Abc.1"}):
        again = workspace.sources.add(title="A paper", identifiers=identifiers)
        assert again.id == first.id
    assert doi("no doi") == ""


def test_without_an_address_title_publisher_and_date_decide(workspace: annot.Workspace) -> None:
    first = workspace.sources.add(title="Yearbook", publisher="The town", published="2024")

    assert (
        workspace.sources.add(title="YEARBOOK", publisher="The Town", published="2024").id
        == first.id
    )
    assert (
        workspace.sources.add(title="Yearbook", publisher="The town", published="2025").id
        != first.id
    )


def test_what_is_known_stays_and_what_was_empty_is_filled(workspace: annot.Workspace) -> None:
    workspace.sources.add(url="https://example.org/a", title="First title")

    again = workspace.sources.add(
        url="https://example.org/a",
        title="Second title",
        kind="report",
        confidential=True,
        authors=["A. Writer"],
    )

    assert again.title == "First title"
    assert (again.kind, again.confidential, again.authors) == (
        SourceKind.REPORT,
        True,
        ["A. Writer"],
    )
    assert len(workspace.history.list()) == 2


def test_the_same_again_changes_nothing(workspace: annot.Workspace) -> None:
    workspace.sources.add(url="https://example.org/a", title="A")
    workspace.sources.add(url="https://example.org/a", title="A")

    assert len(workspace.history.list()) == 1


def test_what_is_no_url_has_no_key() -> None:
    assert [url_key(text) for text in ("", "a page", "javascript:alert(1)", "http:// x")] == [
        ""
    ] * 4


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("htp://example.org", "https://"),
        ("example.org/a", "https://example.org/a"),
        ("not a url", "--title"),
        ("javascript:alert(1)", "https://"),
    ],
)
def test_a_slip_of_the_pen_is_no_address(workspace: annot.Workspace, url: str, hint: str) -> None:
    with pytest.raises(InvalidValueError, match="not a web address") as raised:
        workspace.sources.add(url=url)
    assert hint in raised.value.hint


def test_a_source_is_changed_but_does_not_become_another(workspace: annot.Workspace) -> None:
    first = workspace.sources.add(url="https://example.org/a")
    second = workspace.sources.add(url="https://example.org/b")

    with pytest.raises(ConflictError, match="already"):
        workspace.sources.set(second, url="https://www.example.org/a")
    with pytest.raises(InvalidValueError, match="no name"):
        workspace.sources.add(publisher="Nobody")
    changed = workspace.sources.set(first, published="2024-05", rank="primary")

    assert (changed.published, changed.rank) == ("2024-05", "primary")


def test_a_cited_source_cannot_be_removed(workspace: annot.Workspace) -> None:
    source = workspace.sources.add(title="Yearbook")
    claim = workspace.claims.add(text="One is so.")
    evidence = workspace.evidence.add(claim, source)

    with pytest.raises(ConflictError, match="still depends"):
        workspace.sources.remove(source)
    workspace.evidence.remove(evidence)
    workspace.sources.remove(source)

    assert workspace.sources.list() == []


def test_evidence_says_what_and_where(workspace: annot.Workspace, article: Article) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")
    source = workspace.sources.add(url="https://example.org/yearbook")

    evidence = workspace.evidence.add(
        claim,
        "https://www.example.org/yearbook/",
        stance="refutes",
        passage="39,000\nvolumes",
        locator="p. 3",
    )

    assert (evidence.source_id, evidence.stance, evidence.added_by) == (
        source.id,
        "refutes",
        "dana",
    )
    assert evidence.passage == "39,000\nvolumes"
    with pytest.raises(NotFoundError, match="no source 'unknown'"):
        workspace.evidence.add(claim, "unknown")
    with pytest.raises(NotFoundError, match="no claim 99"):
        workspace.evidence.add(99, source)


def test_evidence_of_another_version_is_a_conflict(workspace: annot.Workspace) -> None:
    claim = workspace.claims.add(text="One is so.")
    read = workspace.evidence.add(claim, workspace.sources.add(title="Yearbook"))
    workspace.evidence.set(read, locator="p. 3")

    with pytest.raises(ConflictError):
        workspace.evidence.set(read, locator="p. 4", version=read.version)
    assert workspace.evidence.get(read).locator == "p. 3"


def test_a_query_waits_and_its_answer_lets_the_claim_go_on(workspace: annot.Workspace) -> None:
    claim = workspace.claims.add(text="One is so.")
    first = workspace.notes.ask(claim, "Which one?", to="author")
    second = workspace.notes.ask(claim, "So how?", to="editor")
    assert workspace.claims.get(claim).status is Status.QUERY

    workspace.notes.answer(first, "The first.")
    assert workspace.claims.get(claim).status is Status.QUERY
    workspace.notes.answer(second, "Like this.")
    assert workspace.claims.get(claim).status is Status.CHECKING


def test_a_query_about_a_closed_claim_leaves_it_closed(workspace: annot.Workspace) -> None:
    claim = workspace.claims.add(text="One is so.", status="approved")

    workspace.notes.ask(claim, "Sure?", to="source")

    assert workspace.claims.get(claim).status is Status.APPROVED


def test_notes_stand_on_anything(workspace: annot.Workspace, article: Article) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")
    source = workspace.sources.add(title="Yearbook")
    evidence = workspace.evidence.add(claim, source)
    things = (article, claim, source, evidence)

    for thing in things:
        workspace.notes.add(thing, f"About {type(thing).__name__}.")

    for thing in things:
        assert [n.text for n in workspace.notes.list(thing)] == [f"About {type(thing).__name__}."]
    assert len(workspace.notes.list()) == 4


def test_what_is_no_query_has_no_answer_and_empty_words_are_refused(
    workspace: annot.Workspace,
) -> None:
    claim = workspace.claims.add(text="One is so.")
    note = workspace.notes.add(claim, "Seen.")

    with pytest.raises(InvalidValueError, match="no query"):
        workspace.notes.answer(note, "Yes.")
    with pytest.raises(InvalidValueError, match="empty"):
        workspace.notes.add(claim, "  ")
    with pytest.raises(InvalidValueError, match="addressee"):
        workspace.notes.ask(claim, "Who?", to="nobody")
    assert workspace.notes.set(note, "Seen twice.").text == "Seen twice."
    workspace.notes.remove(note)
    with pytest.raises(NotFoundError):
        workspace.notes.get(note)


def test_a_query_is_answered_once_unless_the_answer_is_replaced(
    workspace: annot.Workspace, path: Path
) -> None:
    query = workspace.notes.ask(workspace.claims.add(text="One is so."), "How?", to="author")
    with annot.open(path, actor="kim") as other:
        other.notes.answer(query.id, "By telephone:\nso.")
    workspace.notes.set(query, "How so?")

    with pytest.raises(ConflictError) as refused:
        workspace.notes.answer(query, "Otherwise.")
    told = refused.value.message
    assert f"The query {query.id} was answered already by kim on 20" in told
    assert "“By telephone: so.”" in told
    assert f"annot note answer {query.id} --replace" in refused.value.hint
    assert workspace.notes.get(query).answer == "By telephone:\nso."

    assert workspace.notes.answer(query, "Otherwise.", replace=True).answer == "Otherwise."
    with pytest.raises(ConflictError, match="by dana on"):
        workspace.notes.answer(query, "Once more.")


def test_a_query_whose_answer_was_undone_is_open_again(workspace: annot.Workspace) -> None:
    query = workspace.notes.ask(workspace.sources.add(title="Yearbook"), "How?", to="author")
    workspace.notes.answer(query, "So.")
    workspace.history.undo()

    assert workspace.notes.answer(query, "Otherwise.").answer == "Otherwise."
