"""A report for Word that comes back: what the editor said and decided there is in the ledger."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import annot
from annot.exchange.summary import WordSummary

TEXT = "The town has 31 trams. It was so in 2004. Only four remained. Nobody knows why."


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def desk(workspace: annot.Workspace) -> annot.Workspace:
    """Three claims: two with a correction, one with an open query."""
    article = workspace.articles.add(TEXT, title="Trams")
    first = workspace.claims.add(article, quote="31 trams")
    workspace.claims.set(first, verdict="refuted", correction="29 trams")
    second = workspace.claims.add(article, quote="Only four remained")
    workspace.claims.set(second, verdict="inexact", correction="Only five remained")
    third = workspace.claims.add(article, quote="It was so in 2004")
    workspace.notes.ask(third, "Says who?", to="author")
    return workspace


def take(workspace: annot.Workspace, path: str, *, dry_run: bool = False) -> WordSummary:
    done = workspace.import_file(path, dry_run=dry_run)
    assert isinstance(done, WordSummary)
    return done


def edited(path: str, change: Callable[[dict[str, str]], None], to: str = "edited.docx") -> str:
    """The document with its parts changed, as another program would have saved it."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    change(parts)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return to


def say(
    parts: dict[str, str], text: str, *, to: str, author: str = "Ed", done: bool = False
) -> None:
    """Reply to the comment whose text has these words, or tick it with the reply."""
    comments = parts["word/comments.xml"]
    begin = comments.rindex("<w:comment ", 0, comments.index(to))
    parent = comments[comments.index('w14:paraId="', begin) + 12 :][:8]
    answered = comments[comments.index('w:id="', begin) + 6 :].partition('"')[0]
    number = comments.count("<w:comment ") + 100
    parts["word/comments.xml"] = comments.replace(
        "</w:comments>",
        f'<w:comment w:id="{number}" w:author="{author}"><w:p w14:paraId="{number:08X}"><w:r>'
        f"<w:t>{text}</w:t></w:r></w:p></w:comment></w:comments>",
    )
    start, end = (f'<w:commentRange{side} w:id="{answered}"/>' for side in ("Start", "End"))
    parts["word/document.xml"] = (
        parts["word/document.xml"]
        .replace(start, f'{start}<w:commentRangeStart w:id="{number}"/>')
        .replace(
            end,
            f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
            f"{end}",
        )
    )
    ticks = parts["word/commentsExtended.xml"]
    if done:
        tick = f'w15:paraId="{parent}" w15:done='
        ticks = ticks.replace(f'{tick}"0"', f'{tick}"1"')
    parts["word/commentsExtended.xml"] = ticks.replace(
        "</w15:commentsEx>",
        f'<w15:commentEx w15:paraId="{number:08X}" w15:paraIdParent="{parent}" w15:done="0"/>'
        "</w15:commentsEx>",
    )


def notes(workspace: annot.Workspace, claim: int) -> list[tuple[str, str]]:
    return [(note.text, note.added_by) for note in workspace.notes.list() if note.claim_id == claim]


def test_a_report_that_nobody_touched_changes_nothing(desk: annot.Workspace) -> None:
    for tracked in (False, True):
        desk.report("out.docx", tracked=tracked)
        before = desk.history.list()
        done = take(desk, "out.docx")
        assert (done.notes, done.answers, done.accepted, done.refused) == (0, 0, 0, 0)
        assert done.operation == ""
        assert len(desk.history.list()) == len(before)


def test_replies_become_notes_and_answers_in_the_name_of_who_wrote_them(
    desk: annot.Workspace,
) -> None:
    desk.report("out.docx")

    def editing(parts: dict[str, str]) -> None:
        say(parts, "Ask the depot &amp; &lt;b&gt;", to="Claim 1: ")
        say(parts, "The mayor said so.", to="Says who?", author="Ann")

    path = edited("out.docx", editing)
    tried = take(desk, path, dry_run=True)
    assert (tried.notes, tried.answers) == (1, 1)
    assert notes(desk, 1) == []
    done = take(desk, path)
    assert (done.notes, done.answers) == (1, 1)
    assert notes(desk, 1) == [("Ask the depot & <b>", "Ed")]
    (query,) = [note for note in desk.notes.list() if note.addressee]
    assert query.answer == "The mayor said so."
    again = take(desk, path)
    assert (again.notes, again.answers) == (0, 0)
    assert desk.history.undo().startswith("import")
    assert notes(desk, 1) == []


@pytest.mark.parametrize("words", ["", '[de.comment]\nclaim = "Nr. {number}"\n'])
def test_a_report_in_another_language_comes_back_too(
    desk: annot.Workspace, tmp_path: Path, words: str
) -> None:
    (tmp_path / "words.toml").write_text(words)
    desk.notes.answer(desk.notes.ask(desk.claims.get(1), "Sure?", to="source"), "Yes.")
    desk.report("out.docx", language="de", template=tmp_path)
    assert take(desk, "out.docx").operation == ""

    def editing(parts: dict[str, str]) -> None:
        say(parts, "Im Depot fragen", to="Nr. 1" if words else "Behauptung 1: ")
        say(parts, "Die Bürgermeisterin.", to="Says who?", author="Ann")

    done = take(desk, edited("out.docx", editing))
    assert (done.notes, done.answers) == (1, 1)
    assert ("Im Depot fragen", "Ed") in notes(desk, 1)
    assert {note.answer for note in desk.notes.list() if note.addressee} == {
        "Yes.", "Die Bürgermeisterin.",
    }  # fmt: skip


def test_a_claim_that_was_ticked_while_it_is_open_gets_a_note(desk: annot.Workspace) -> None:
    desk.report("out.docx")
    path = edited("out.docx", lambda parts: say(parts, "Fine.", to="Claim 3: ", done=True))
    assert take(desk, path).notes == 2
    assert {text for text, _ in notes(desk, 3)} == {"Says who?", "Fine.", "Resolved in Word."}


def test_tracked_corrections_are_accepted_and_refused_in_word(desk: annot.Workspace) -> None:
    desk.report("out.docx", tracked=True)

    def deciding(parts: dict[str, str]) -> None:
        import re

        text = parts["word/document.xml"]
        changes = re.findall(r"<w:(?:ins|del) .*?</w:(?:ins|del)>", text)
        assert len(changes) == 4
        for change in changes[:2]:  # the first correction is accepted
            runs = re.search(r"<w:r>.*</w:r>", change)
            assert runs
            text = text.replace(change, "" if "w:del " in change else runs[0], 1)
        for change in changes[2:]:  # the second one is refused
            runs = re.search(r"<w:r>.*</w:r>", change)
            assert runs
            kept = runs[0].replace("w:delText", "w:t")
            text = text.replace(change, kept if "w:del " in change else "", 1)
        parts["word/document.xml"] = text

    done = take(desk, edited("out.docx", deciding))
    assert (done.accepted, done.refused) == (1, 1)
    assert [desk.claims.get(n).correction_state for n in (1, 2)] == ["accepted", "stet"]


def test_words_that_the_editor_put_right_by_hand_accept_the_correction(
    desk: annot.Workspace,
) -> None:
    desk.report("out.docx")
    path = edited(
        "out.docx",
        lambda parts: parts.update(
            {
                "word/document.xml": re.sub(
                    "(commentRangeStart.*?)>31 trams<", r"\1>29 trams<", parts["word/document.xml"]
                )
            }
        ),
    )
    done = take(desk, path)
    assert (done.accepted, done.refused) == (1, 0)


def test_a_comment_of_ones_own_goes_to_the_claim_at_its_words(desk: annot.Workspace) -> None:
    desk.report("out.docx")

    def commenting(parts: dict[str, str]) -> None:
        comments = parts["word/comments.xml"]
        for number, text in ((900, "Which four?"), (901, "Dull.")):
            comments = comments.replace(
                "</w:comments>",
                f'<w:comment w:id="{number}" w:author="Ed"><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
                "</w:comment></w:comments>",
            )
        parts["word/comments.xml"] = comments
        text = parts["word/document.xml"]
        for number, words in ((900, "Only four remained"), (901, ". Nobody knows why.")):
            run = f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'
            assert run in text
            text = text.replace(
                run,
                f'<w:commentRangeStart w:id="{number}"/>{run}<w:commentRangeEnd w:id="{number}"/>',
                1,
            )
        parts["word/document.xml"] = text

    done = take(desk, edited("out.docx", commenting))
    assert (done.notes, done.without_claim) == (1, 1)
    assert notes(desk, 2) == [("Which four?", "Ed")]


def test_a_comment_at_a_point_is_about_the_claim_around_it(desk: annot.Workspace) -> None:
    desk.report("out.docx")

    def commenting(parts: dict[str, str]) -> None:
        parts["word/comments.xml"] = parts["word/comments.xml"].replace(
            "</w:comments>",
            '<w:comment w:id="90" w:author="Ed"><w:p><w:r><w:t>Which four?</w:t></w:r></w:p>'
            "</w:comment></w:comments>",
        )
        manuscript = parts["word/document.xml"].index("commentRangeStart")
        run = re.compile(r"<w:r>(?:(?!<w:r>).)*Only four")
        place = run.search(parts["word/document.xml"], manuscript)
        assert place is not None
        parts["word/document.xml"] = (
            parts["word/document.xml"][: place.start()]
            + '<w:r><w:commentReference w:id="90"/></w:r>'
            + parts["word/document.xml"][place.start() :]
        )

    done = take(desk, edited("out.docx", commenting))
    assert (done.notes, done.without_claim) == (1, 0)
    assert notes(desk, 2) == [("Which four?", "Ed")]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
@pytest.mark.parametrize(("language", "begin"), [("en", "Claim 1: "), ("de", "Behauptung 1: ")])
def test_it_comes_back_from_libreoffice_too(
    desk: annot.Workspace, tmp_path: Path, language: str, begin: str
) -> None:
    desk.report("out.docx", tracked=True, language=language)
    path = edited("out.docx", lambda parts: say(parts, "Ask the depot.", to=begin))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
               "--convert-to", "docx", "--outdir", "saved", path]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    done = take(desk, f"saved/{path}")
    assert (done.notes, done.accepted, done.refused) == (1, 0, 0)
    assert notes(desk, 1) == [("Ask the depot.", "Ed")]


def broken(path: str, parts: dict[str, bytes]) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Path("x.docx").write_bytes(b"no zip") and "x.docx", "no Word document"),
        (lambda: broken("x.docx", {"a.txt": b""}), "no Word document"),
        (lambda: broken("x.docx", {"word/document.xml": b"<a"}), "no XML"),
        (
            lambda: broken(
                "x.docx",
                {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
            ),
            "no office program would write",
        ),
        (lambda: broken("x.docx", {"word/document.xml": b"<a/>"}), "not a report that annot wrote"),
        (
            lambda: broken("x.docx", {"word/document.xml": b"<a>" + b" " * (257 << 20) + b"</a>"}),
            "more than can be read",
        ),
    ],
)
def test_what_is_no_report_of_ours_is_refused_with_one_error(
    desk: annot.Workspace, make: Callable[[], str], told: str
) -> None:
    before = len(desk.history.list())
    with pytest.raises(annot.AnnotError, match=told) as refused:
        desk.import_file(make())
    assert "x.docx" in refused.value.message
    assert len(desk.history.list()) == before


def test_a_report_of_another_ledger_is_refused(desk: annot.Workspace, tmp_path: Path) -> None:
    desk.report("out.docx")
    with (
        annot.open(tmp_path / "other.db", actor="eve") as other,
        pytest.raises(annot.AnnotError, match="claim 1, which is not there"),
    ):
        other.import_file("out.docx")
