"""Articles: texts under verification, and the sentences of theirs that need no claim."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from annot.errors import InvalidValueError
from annot.intake.drafts import read_file
from annot.intake.plain import Draft, draft_of_text, heading
from annot.operations import accepting
from annot.operations.article_handles import (
    ArticleHandle,
    article_in,
    latest_text,
)
from annot.operations.drafting import Revised, revise
from annot.operations.known_articles import KnownArticles
from annot.operations.ledger import date, line, slug, words
from annot.operations.outputs import refuse_workspace
from annot.operations.places import Span
from annot.operations.same import links_of
from annot.store.models import (
    Acceptance,
    Anchor,
    Article,
    Assignment,
    Claim,
    Evidence,
    Judgement,
    Note,
    Record,
    Revision,
)
from annot.store.recorder import Operation
from annot.text.coverage import tally

_PUBLISHED = "date of publication"


class Articles(KnownArticles):
    """The articles of a workspace: `workspace.articles`."""

    def add(
        self,
        text: str,
        *,
        title: str = "",
        byline: str = "",
        publication: str = "",
        published: str = "",
        again: bool = False,
    ) -> Article:
        """Take in a text as an article, its words as they are.

        Args:
            text: The text; only its line ends become LF.
            title: Its title; else the first words are used.
            byline: Who wrote it.
            publication: Where it is to appear.
            published: When, as an ISO date: a year, a month or a day.
            again: Whether a text that is there already becomes one more article.

        Returns:
            The article; its text is revision 1.

        Raises:
            InputFileError: If the text is empty or holds what no text can hold.
            InvalidValueError: If an option is not what it should be, or the text is there already.
        """
        draft = draft_of_text(text)
        first = title or " ".join(draft.text.split()[:8])
        details = _details(first, byline, publication, published)
        return self._add(draft, details, again=again)

    def read(
        self, path: Path | str | Draft, *, encoding: str = "", allow_private: bool = False
    ) -> Draft:
        """Read a file, or a page of the web, as `add_file` would take it in; nothing is written.

        Args:
            path: The file or address; what was read already is given back.
            encoding: The encoding of a text; else it is found.
            allow_private: Whether an address may be one of the own machine or network.

        Raises:
            InputFileError: If the file cannot be read as a text.
            UnreachableError: If the address does not answer.
            InvalidValueError: If the file is the workspace itself, or the address cannot be asked.
        """
        if isinstance(path, Draft):
            return path
        refuse_workspace(self._ledger, path)
        return read_file(path, encoding=encoding, allow_private=allow_private)

    def add_file(
        self,
        path: Path | str | Draft,
        *,
        title: str = "",
        byline: str = "",
        publication: str = "",
        published: str = "",
        encoding: str = "",
        again: bool = False,
        notes: bool = True,
        allow_private: bool = False,
    ) -> Article:
        """Take in a file, or a page of the web, as an article; `-` is a text on standard input.

        A file is text, Markdown, Word, OpenDocument, RTF, PDF or a saved web page (HTML). Of a page
        the main text is taken, and it says itself what it is called, who wrote it, where and when,
        if nobody else does. What its address answered is kept whole as a WARC file.

        What a document says beside its text comes along: words with a comment, and sentences with
        a footnote, become claims; an address in them is a source, a question a query to the author.

        Args:
            path: The file, whose bytes are kept whole beside the text; or the address of a page; or
                what `read` made of either.
            title: Its title; else what the file says, a Markdown heading or its name is used.
            byline: Who wrote it.
            publication: Where it is to appear.
            published: When, as an ISO date: a year, a month or a day.
            encoding: The file's encoding; else it is found.
            again: Whether a text that is there already becomes one more article.
            notes: Whether comments and footnotes of a document come along.
            allow_private: Whether an address may be one of the own machine or network.

        Raises:
            InputFileError: If the file cannot be read as a text.
            UnreachableError: If the address does not answer.
            InvalidValueError: If an option is not what it should be, or the text is there already.
        """
        from annot.operations.remarks import take_remarks

        draft = self.read(path, encoding=encoding, allow_private=allow_private)
        name = "article" if path == "-" else Path(draft.filename).stem
        details = _details(
            title or draft.title or heading(draft) or name,
            byline or draft.byline,
            publication or draft.publication,
            published or draft.published,
        )
        with self._ledger.operation("article.add"):
            article = self._add(draft, details, again=again)
            if notes and draft.remarks:
                take_remarks(self._ledger, article, draft.text, draft.remarks)
        return article

    def _add(self, draft: Draft, details: dict[str, str], *, again: bool) -> Article:
        with self._ledger.operation("article.add") as operation:
            if not again:
                _refuse_known(operation, draft)
            handle = slug(details["title"], taken=partial(operation.slugs, Article))
            article = operation.insert(Article, slug=handle, **details)
            operation.insert(
                Revision,
                article_id=article.id,
                number=1,
                text_sha256=operation.keep(draft.text.encode()),
                file_sha256=operation.keep(draft.data),
                filename=draft.filename,
                media_type=draft.media_type,
                encoding=draft.encoding,
                blocks=[list(block) for block in draft.blocks],
            )
        return article

    def revise_file(
        self,
        handle: ArticleHandle,
        path: Path | str | Draft,
        *,
        encoding: str = "",
        note: str = "",
        allow_private: bool = False,
    ) -> Revised:
        """Take in a file, or a page of the web, as the next draft; `-` is standard input.

        Args:
            handle: The article.
            path: The file, whose bytes are kept whole beside the text; or the address of a page.
            encoding: The file's encoding; else it is found.
            note: What is to be said of the draft.
            allow_private: Whether an address may be one of the own machine or network.

        Raises:
            InputFileError: If the file cannot be read as a text.
            UnreachableError: If the address does not answer.
            NotFoundError: If there is no such article.
            InvalidValueError: If the text is the one that is there.
        """
        draft = self.read(path, encoding=encoding, allow_private=allow_private)
        return self._revise(handle, draft, note)

    def revise(self, handle: ArticleHandle, text: str, *, note: str = "") -> Revised:
        """Take in a text as the next draft of an article.

        Every claim's places are looked for in it. What stands as it stood is placed; what was
        found elsewhere, with other words or at one of several places says so in its placement, and
        what was found about words that changed is stale. Acceptances stay where the very words do.

        Args:
            handle: The article.
            text: The text.
            note: What is to be said of the draft.

        Returns:
            What became of everything. One undo brings the draft before back.

        Raises:
            NotFoundError: If there is no such article.
            InvalidValueError: If the text is the one that is there, or no text.
        """
        return self._revise(handle, draft_of_text(text), note)

    def _revise(self, handle: ArticleHandle, draft: Draft, note: str) -> Revised:
        with self._ledger.operation("article.revise") as operation:
            article = article_in(operation, handle)
            drafts = operation.find(Revision, article_id=article.id)
            before, old = latest_text(operation, article.id)
            if old == draft.text:
                raise InvalidValueError(
                    f"The words of {draft.filename} are the draft {before.number} of "
                    f"{article.slug!r}, which is there already.",
                    hint=f"See it: annot article show {article.slug}",
                )
            after = operation.insert(
                Revision,
                article_id=article.id,
                number=before.number + 1,
                text_sha256=operation.keep(draft.text.encode()),
                file_sha256=operation.keep(draft.data),
                filename=draft.filename,
                media_type=draft.media_type,
                encoding=draft.encoding,
                note=line(note, "note"),
                blocks=[list(block) for block in draft.blocks],
            )
            done = revise(operation, article, drafts, after, draft.text)
        return replace(done, uncovered=tally(self.coverage(article)).open)

    def set(
        self,
        handle: ArticleHandle,
        *,
        title: str | None = None,
        byline: str | None = None,
        publication: str | None = None,
        published: str | None = None,
    ) -> Article:
        """Change what is known of an article; what is not given stays. Its slug stays too.

        Raises:
            NotFoundError: If there is no such article.
            InvalidValueError: If a value is not what it should be.
        """
        given = _details(title, byline, publication, published)
        with self._ledger.operation("article.set") as operation:
            return operation.update(article_in(operation, handle), **given)

    def remove(self, handle: ArticleHandle) -> None:
        """Remove an article with its claims, their evidence and notes; `undo` brings all back.

        Raises:
            NotFoundError: If there is no such article.
        """
        with self._ledger.operation("article.remove") as operation:
            article = article_in(operation, handle)
            claims = [claim.id for claim in operation.find(Claim, article_id=article.id)]
            for link in links_of(operation, claims):
                operation.delete(link)
            models: tuple[type[Record], ...] = (
                Judgement, Assignment, Note, Evidence, Anchor, Acceptance, Claim, Revision,
            )  # fmt: skip
            for model in models:
                for record in operation.find(model, article_id=article.id):
                    operation.delete(record)
            operation.delete(article)

    def accept(
        self,
        handle: ArticleHandle,
        *,
        quote: str = "",
        sentence: int | None = None,
        span: Span | None = None,
        reason: str = "",
    ) -> Sequence[Acceptance]:
        """Accept sentences, named in one of three ways, as making no claim.

        A passage that is named stands for the whole sentences that it touches.

        Args:
            handle: The article.
            quote: The passage's words; all its places are accepted.
            sentence: The number of a sentence, from 1.
            span: Start and end in code points, half-open.
            reason: Why it needs no claim.

        Returns:
            One acceptance for each place: a repeated passage has several.

        Raises:
            NotFoundError: If there is no such article or sentence.
            QuoteNotFoundError: If the quote does not stand there.
            InvalidValueError: If the span lies outside the text, or a claim stands there.
        """
        with self._ledger.operation("article.accept") as operation:
            article = article_in(operation, handle)
            return accepting.accept(
                operation,
                article,
                quote=quote,
                sentence=sentence,
                span=span,
                reason=words(reason, "reason"),
            )

    def unaccept(self, handle: ArticleHandle, *, span: Span) -> int:
        """Take back the acceptances that touch a span; how many there were.

        Raises:
            NotFoundError: If there is no such article, or nothing is accepted there.
            InvalidValueError: If the span lies outside the text.
        """
        with self._ledger.operation("article.unaccept") as operation:
            return accepting.unaccept(operation, article_in(operation, handle), span)


def _details(
    title: str | None, byline: str | None, publication: str | None, published: str | None
) -> dict[str, str]:
    """What is known of an article, checked; what is not given is left out."""
    lines = {"title": title, "byline": byline, "publication": publication}
    given = {name: line(value, name) for name, value in lines.items() if value is not None}
    return given if published is None else given | {"published": date(published, _PUBLISHED)}


def _refuse_known(operation: Operation, draft: Draft) -> None:
    digest = hashlib.sha256(draft.text.encode()).digest()
    for revision in operation.find(Revision, text_sha256=digest):
        known = article_in(operation, revision.article_id).slug
        raise InvalidValueError(
            f"The words of {draft.filename} are there already, as the article {known!r}.",
            hint=f"See it: annot article show {known} (or make one more article of it: --again)",
        )
