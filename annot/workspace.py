"""The one façade: a workspace and everything that can be done with it.

Example:
    with annot.open("story.db", actor="dana") as workspace:
        article = workspace.articles.add_file("draft.md")
        claim = workspace.claims.add(article, quote="only four were published")
"""

from __future__ import annotations

import contextlib
import getpass
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from annot.errors import InvalidValueError
from annot.operations.article_handles import ArticleHandle
from annot.operations.articles import Articles
from annot.operations.assignments import Assignments
from annot.operations.care import Care
from annot.operations.claim_handles import ClaimHandle
from annot.operations.claims import Claims
from annot.operations.evidence import EvidenceLinks
from annot.operations.history import History
from annot.operations.judgements import Judgements
from annot.operations.ledger import Ledger, line, optional, words
from annot.operations.notes import Notes
from annot.operations.people import People
from annot.operations.snapshots import Snapshots
from annot.operations.sources import Sources
from annot.store.database import Database, open_database
from annot.store.dossier import Dossier, read_dossier
from annot.store.models import UNPLACED, Article
from annot.store.place import Place, place_of
from annot.store.recorder import Done, Recorder
from annot.store.rows import running
from annot.vocabulary import Audience, ClaimKind

if TYPE_CHECKING:
    from annot.exchange.column_map import Said
    from annot.exchange.progress import Tell
    from annot.exchange.source_rows import SourcesSummary
    from annot.exchange.summary import ExportSummary, ImportSummary, WordSummary
    from annot.match.ranking import Match
    from annot.operations.collisions import Answers
    from annot.operations.copying import Copied
    from annot.operations.merging import Ask, MergeSummary
    from annot.rules.book import Rules
    from annot.rules.finding import Finding
    from annot.text.candidates import Candidate

_MOST_MATCHES = 100


class ManyClaims(Claims):
    """The claims of a workspace: `workspace.claims`; many of them come in as from a file."""

    def add_many(
        self,
        items: Iterable[Any],
        *,
        article: ArticleHandle | None = None,
        dry_run: bool = False,
        skip_bad: Path | str | None = None,
        dates: str = "",
        on_conflict: str = "",
        conflicts: Path | str | None = None,
        progress: Tell | None = None,
    ) -> ImportSummary:
        """Take claims in that a program gives, as `import_file` takes those of a file.

        All are taken in or none, as one operation. With keys (or the same words) the same items
        again change nothing. The items are gone through once, before anything is written.

        Args:
            items: Mappings, or records with named fields (data classes, named tuples), with the
                names of a claims table's fields (`claim`, `verdict`, `source_url` …); other names
                are kept with the claim. Values are texts, and also what says one: numbers, dates,
                lists of tags; `evidence` and `notes` are lists of mappings; None says nothing.
            article: The article of the items that name none.
            dry_run: Whether to write nothing and only say what would be done.
            skip_bad: Where to write the items that cannot be taken, so that the others are.
            dates: As in `import_file`.
            on_conflict: As in `import_file`.
            conflicts: As in `import_file`.
            progress: As in `import_file`.

        Returns:
            What was done. The `row` of a bad item is its index, from 0.

        Raises:
            BadRowsError: If items cannot be taken and `skip_bad` is not given.
            InputFileError: If no item has a claim or a quote.
            NotFoundError: If there is no such article.
            InvalidValueError: If an option is not what it should be.
            WorkspaceError: If the workspace or a file of items left out cannot be written.
            BusyError: If another program keeps the workspace locked.
        """
        from annot.exchange.files import take_items

        return take_items(
            self._ledger,
            items,
            article=article,
            dry_run=dry_run,
            skip_bad=skip_bad,
            dates=dates,
            on_conflict=on_conflict,
            conflicts=conflicts,
            progress=progress,
        )


class Workspace(Care):
    """One ledger, open. Made by `annot.open`; to be used by one thread at a time.

    Attributes:
        articles: Texts under verification.
        claims: Their assertions.
        sources: What can be cited.
        snapshots: What the sources said when they were looked at.
        evidence: What the sources say about the claims.
        notes: Remarks and questions on any of them.
        rules: The rules of proof: on or off, with which numbers.
        people: Who works here, and what they may do.
        assignments: Who was asked to judge or to adjudicate which claim.
        judgements: What several readers found about a claim, each for themselves.
        history: Who did what; undo, redo, verify.
    """

    def __init__(self, database: Database, *, actor: str) -> None:
        self._ledger = Ledger(database, Recorder(database), actor)
        self.articles = Articles(self._ledger)
        self.claims = ManyClaims(self._ledger)
        self.sources = Sources(self._ledger)
        self.snapshots = Snapshots(self._ledger, self.sources)
        self.evidence = EvidenceLinks(self._ledger)
        self.notes = Notes(self._ledger)
        self.people = People(self._ledger)
        self.assignments = Assignments(self._ledger)
        self.judgements = Judgements(self._ledger, self.articles)
        self.history = History(self._ledger, self.articles)

    @cached_property
    def rules(self) -> Rules:
        """The rules of proof; loaded when they are first needed."""
        from annot.rules.book import Rules

        return Rules(self._ledger)

    @property
    def path(self) -> Place:
        """The workspace's file, or the database on a server; printed, it has no password."""
        return self._ledger.database.path

    @property
    def actor(self) -> str:
        """Who acts."""
        return self._ledger.actor

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the workspace's connections."""
        self._ledger.database.close()

    def leave_log(self) -> None:
        """Leave the write-ahead log of a file alone until `write_log`, unless it becomes long.

        For programs in which somebody edits by hand: no edit is slower than the others then.
        """
        self._ledger.database.leave_log()

    def write_log(self) -> None:
        """Write the log back into the file, in a moment when nobody waits.

        Raises:
            WorkspaceError: If the file cannot be written; nothing is lost.
        """
        self._ledger.database.write_log()

    def subscribe(self, subscriber: Callable[[Done], None]) -> None:
        """Have a function called after every finished operation with what it touched."""
        self._ledger.recorder.subscribe(subscriber)

    @contextlib.contextmanager
    def operation(self, action: str, *, reason: str = "") -> Iterator[None]:
        """Make several operations one: one transaction, one event an article, one undo.

        Args:
            action: What it is called in the history.
            reason: Why it is done.
        """
        with self._ledger.operation(action, reason=reason):
            yield

    def dossier(self, article: ArticleHandle | None = None, *, claim: int | None = None) -> Dossier:
        """All that is known about an article, or about the claims without one.

        Args:
            article: The article.
            claim: Of all its claims, only the one with this number.

        Raises:
            NotFoundError: If there is no such article.
        """
        found = self._own_article() if article is None else self.articles.get(article)
        with self._ledger.database.reading() as connection:
            return read_dossier(connection, found, claim=claim)

    def dossiers(self) -> Iterator[Dossier]:
        """The dossiers of all articles, then that of the claims without an article, if any."""
        for article in self.articles.list():
            yield self.dossier(article)
        unplaced = self.dossier()
        if unplaced.claims:
            yield unplaced

    def check(
        self,
        article: ArticleHandle | None = None,
        *,
        codes: Sequence[str] = (),
        claim: ClaimHandle | None = None,
    ) -> Sequence[Finding]:
        """What stands in the way of publication by the rules of proof, in the order of the text.

        Args:
            article: Only this article; else the whole workspace.
            codes: Only these rules, whether they are on or off; else all that are on.
            claim: Only what is found about this claim, of whatever article.

        Raises:
            NotFoundError: If there is no such article or claim.
            InvalidValueError: If there is no such rule.
        """
        from annot.rules.registry import check

        return [
            finding
            for dossier in self._checked(article, claim)
            for finding in check(
                dossier,
                codes=codes or None,
                chosen=self.rules.chosen(),
                of_claims=None if claim is None else True,
            )
        ]

    def _checked(
        self, article: ArticleHandle | None, claim: ClaimHandle | None
    ) -> Iterable[Dossier]:
        """The dossiers that the rules are applied to, or that of one claim alone."""
        if claim is None:
            return self._dossiers_of(article)
        found = self.claims.get(claim)
        (of_claim,) = self._ledger.database.find(Article, id=found.article_id)
        with self._ledger.database.reading() as connection:
            return [read_dossier(connection, of_claim, claim=found.id)]

    def suggest(
        self,
        article: ArticleHandle,
        *,
        limit: int | None = None,
        least: float | None = None,
        kind: str | None = None,
        by: str = "",
    ) -> Sequence[Candidate]:
        """Sentences of an article that may be claims, the likeliest first, each with its reasons.

        What has a claim or was accepted as making none is left out, and so is what repeats.

        Args:
            article: The article.
            limit: At most so many, from 1 on.
            least: The score that is asked for, from 0 to 1.
            kind: Only of this kind (`ClaimKind`).
            by: The name of a suggester that is installed; else the built-in rules.

        Raises:
            NotFoundError: If there is no such article or suggester.
            InvalidValueError: If a value is not what it should be, or a suggester breaks.
        """
        from annot.operations.suggesting import LEAST, suggested

        wanted = optional(ClaimKind, kind, "kind")
        if limit is not None and limit < 1:
            raise InvalidValueError(f"The limit {limit} is not from 1 on.", hint="limit=10")
        found = suggested(
            self.articles.text(article),
            self.articles.coverage(article),
            least=LEAST if least is None else least,
            by=by,
        )
        return [item for item in found if wanted in (None, item.kind)][:limit]

    def report(
        self,
        path: Path | str,
        *,
        article: ArticleHandle | None = None,
        audience: str = Audience.EDITOR,
        title: str = "",
        tracked: bool = False,
        format: str = "",  # noqa: A002 -- the word users know, as in --format
        names: bool = False,
        language: str = "",
        template: Path | str | None = None,
    ) -> None:
        """Write the verification report, in the format that the file's ending names.

        Args:
            path: The file: `.html`, `.docx`, `.pdf`, `.xlsx` or `.md`; or `.zip`, a sealed bundle
                that holds the report, the whole ledger, the texts, what was kept of the sources,
                and a script to check them by. `-` is standard output.
            article: Only this article; else the whole workspace.
            audience: Who reads it (`Audience`); what they must not see is left out.
            title: Its title; else the article's.
            tracked: Whether corrections are tracked changes in the text; only in `.docx`.
            format: The format (`html`, `docx` …); else the file's ending says it.
            names: Whether the public may be told who checked and who approved.
            language: The code of the language of its fixed words, such as `de`; else English. What
                was recorded stays as it is.
            template: A newsroom's folder with its own words, logo, style sheet and templates.

        Raises:
            NotFoundError: If there is no such article.
            InvalidValueError: If the file is a folder, its format, the audience or the language is
                not known, the template is no folder, or a bundle is for the public, who must not
                have the ledger.
            InputFileError: If something in the template cannot be used, with its file and line.
            WorkspaceError: If the file cannot be written.
        """
        from annot.report.dress import dressed
        from annot.reporting import write_report

        write_report(
            self._ledger,
            path,
            format=format,
            article=article,
            audience=audience,
            title=title,
            tracked=tracked,
            names=names,
            dress=dressed(language, template),
        )

    def match(
        self,
        wanted: str | ClaimHandle,
        *,
        against: Place | str | None = None,
        limit: int = 5,
        matcher: str = "",
    ) -> Sequence[Match]:
        """Claims that may say the same, the likest first, with what differs in each.

        They are found by their words, by how rare these are. The score decides nothing, and no
        verdict is taken over: link the claims that are the same (`claims.link`).

        Args:
            wanted: Words, or a claim here, which is not among its own matches.
            against: Another workspace to look in, which is only read; else this one.
            limit: At most so many, up to 100.
            matcher: The name of a matcher that is installed, which scores what was found anew;
                else annot's own scores.

        Raises:
            NotFoundError: If there is no such claim or matcher.
            InvalidValueError: If the words are none, the limit is not a number from 1 to 100, or
                the matcher breaks.
            WorkspaceError: If the other workspace cannot be read.
            BusyError: If another program keeps it locked.
        """
        from annot.match.elsewhere import matches_elsewhere
        from annot.match.ranking import matches

        if not 1 <= limit <= _MOST_MATCHES:
            raise InvalidValueError(
                f"There are no {limit} matches.", hint=f"A number from 1 to {_MOST_MATCHES}."
            )
        text, own = self._wanted(wanted)
        if against is not None:
            uid = str(self._own_article().uid)
            return matches_elsewhere(
                place_of(against), text, uid=uid, claim=own, limit=limit, matcher=matcher
            )
        with self._ledger.database.reading() as connection:
            return matches(running(connection), text, leave_out=own, limit=limit, matcher=matcher)

    def _wanted(self, wanted: str | ClaimHandle) -> tuple[str, int | None]:
        """The words that are looked for, and the claim that they are of."""
        if isinstance(wanted, str):
            if not any(sign.isalnum() for sign in words(wanted, "text")):
                raise InvalidValueError("There are no words to look for.")
            return wanted, None
        claim = self.claims.get(wanted)
        return claim.text, claim.id

    def import_file(
        self,
        path: Path | str,
        *,
        format: str = "",  # noqa: A002 -- the word users know, as in --format
        article: ArticleHandle | None = None,
        mapping: Said | Sequence[Said] | None = None,
        key: str = "",
        encoding: str = "",
        dry_run: bool = False,
        skip_bad: Path | str | None = None,
        delimiter: str = "",
        sheet: str = "",
        dates: str = "",
        on_conflict: str = "",
        conflicts: Path | str | None = None,
        progress: Tell | None = None,
    ) -> ImportSummary | SourcesSummary | WordSummary:
        """Take claims in from a table, or a whole ledger from its lossless export.

        All is taken in or nothing, as one operation. The same file again changes nothing; a claim
        that differs in the file is changed, but what people set since the last import stays, unless
        `on_conflict` says otherwise. An
        empty workspace that takes in a whole ledger becomes that ledger, with its history; any
        other one gets the rows that it does not have.

        Args:
            path: The file; `-` is standard input.
            format: `csv`, `tsv`, `jsonl`, `json` or `xlsx`, or for sources `bibtex`, `csl` or
                `ris`; else the file's ending says it.
            article: The article of the rows that name none.
            mapping: Columns of the file by field, where a column has another name, or the TOML
                file that has them (`claim = "Statement"`), or several of these; an empty column
                says that none stands for the field. Columns with other usual names ("rating",
                "link") are taken for the field where there is only one reading.
            key: The column that names each claim; the same as `mapping={"key": …}`.
            encoding: The file's encoding; else it is found.
            dry_run: Whether to write nothing and only say what would be done.
            skip_bad: Where to write the rows that cannot be taken, so that the others are; the
                file has what is wrong with each, and can be mended and imported without any of
                these options.
            delimiter: The sign between the cells of a CSV file; else it is found.
            sheet: The sheet of an Excel file; else all of them.
            dates: Which comes first in dates that can be read in two ways, such as 05/06/2021:
                `day-first` or `month-first`; else such a date is refused.
            on_conflict: What is done where people changed since the last import what the file says
                otherwise: `keep` what they made (if nothing is said), `take` what the file says,
                or `ask-file`: take nothing of these claims and write their rows to a file.
            conflicts: That file. It has both values; the mended file, imported with the same
                options, settles the conflicts.
            progress: Called every thousand rows with a `Progress`: how many were read, and which
                share of the file that is; also when all are read, and the writing begins.

        Raises:
            InputFileError: If the file cannot be read or is damaged, or has no column for claims.
            BadRowsError: If rows cannot be taken and `skip_bad` is not given.
            ConflictError: If a row of a whole ledger says something else here.
            NotFoundError: If there is no such article.
            InvalidValueError: If an option is not what it should be.
            WorkspaceError: If the workspace or the file of bad rows cannot be written.
            BusyError: If another program keeps the workspace locked.
        """
        from annot.exchange.files import import_file

        return import_file(
            self._ledger,
            path,
            format=format,
            article=article,
            mapping=mapping,
            key=key,
            encoding=encoding,
            dry_run=dry_run,
            skip_bad=skip_bad,
            delimiter=delimiter,
            sheet=sheet,
            dates=dates,
            on_conflict=on_conflict,
            conflicts=conflicts,
            progress=progress,
        )

    def export(
        self,
        path: Path | str,
        *,
        format: str = "",  # noqa: A002 -- the word users know, as in --format
        article: ArticleHandle | None = None,
        wanted: str = "",
        audience: str = "",
    ) -> ExportSummary:
        """Write the whole ledger without loss (`.jsonl`), or claims as a table (`.csv`, `.tsv`).

        The file is written whole or not at all, always with the same bytes for the same ledger. In
        a table, what the public must not see (confidential sources with all that they say, notes,
        who checked, tags) is left out for it.

        Args:
            path: The file; `-` is standard output.
            format: `jsonl`, `csv` or `tsv`; else the file's ending says it, and `jsonl` for `-`.
            article: Only the claims of this article.
            wanted: Only the claims that this filter lets through, as typed at `annot claim list`.
            audience: Who gets it (`Audience`); the editor if not given.

        Raises:
            NotFoundError: If there is no such article.
            InvalidValueError: If an option is not what it should be, or a whole ledger is asked for
                in parts or for the public.
            WorkspaceError: If the file cannot be written.
        """
        from annot.exchange.files import export_file

        return export_file(
            self._ledger, path, format=format, article=article, wanted=wanted, audience=audience
        )

    def copy(self, target: Place | str) -> Copied:
        """Copy the whole workspace, with its identity and its history, to another place.

        What was copied is proved there before it counts: all rows, and the root of the history.

        Args:
            target: A file, or a database on a server as a URL, where nothing was done yet.

        Raises:
            HistoryError: If the history of this workspace does not hold.
            ConflictError: If something was done in the other workspace already.
            WorkspaceError: If that cannot be opened or written.
            BusyError: If another program keeps one of them locked.
        """
        from annot.operations.copying import copy

        return copy(self._ledger, place_of(target))

    def merge(
        self,
        other: Place | str,
        *,
        prefer: str = "",
        answers: Answers | Path | str | None = None,
        dry_run: bool = False,
        ask: Ask | None = None,
    ) -> MergeSummary:
        """Take in what is new in another copy of this ledger, on which somebody worked apart.

        Copies are files that were copied, or what `copy` made. What only one of them changed since
        they had something in common is taken over, field by field; what both changed in two ways
        collides, and somebody has to say who is right. All of it is one operation, with one undo,
        or nothing. Merged in the other direction, too, both copies say the same.

        Args:
            other: The other copy: a file, or a database on a server as a URL. It is only read.
            prefer: Who is right in collisions without an answer: `ours`, `theirs`, or `later`,
                which leaves them as they are here; the next merge asks again.
            answers: The same by the ids of collisions, or a JSON file that says so: an object, or
                what `annot merge --json` printed, with an `answer` for each.
            dry_run: Whether to write nothing and only say what would be done.
            ask: Called with each `Collision` that is left, for one of the three words.

        Raises:
            CollisionsError: If collisions are left; they are its `collisions`.
            ConflictError: If it is no copy of this ledger.
            HistoryError: If its history does not hold.
            OwnApprovalError: If somebody would have approved what they checked themselves.
            InputFileError: If the file of answers cannot be read.
            InvalidValueError: If an answer is none of the three, or it is this very workspace.
            WorkspaceError: If the other copy cannot be read, or this one not be written.
            BusyError: If another program keeps one of them locked.
        """
        from annot.operations.merging import merge

        return merge(
            self._ledger,
            place_of(other),
            prefer=prefer,
            answers=answers,
            dry_run=dry_run,
            ask=ask,
        )

    def _dossiers_of(self, article: ArticleHandle | None) -> Iterable[Dossier]:
        return self.dossiers() if article is None else [self.dossier(article)]

    def _own_article(self) -> Article:
        return self._ledger.database.find(Article, id=UNPLACED)[0]


def open_workspace(path: Place | str, *, actor: str = "", create: bool = True) -> Workspace:
    """Open a workspace, or begin one.

    Args:
        path: Its file, or a database on a server as a URL: `postgresql://USER@HOST/DATABASE`.
        actor: Who acts; else the environment's `ANNOT_ACTOR` or the login name.
        create: Whether to begin a workspace where there is none.

    Raises:
        InvalidValueError: If the actor's name is more than one line.
        WorkspaceError: If it cannot be opened, or is none.
        BusyError: If another program keeps it locked.
    """
    name = actor_named(actor)
    return Workspace(open_database(place_of(path), create=create), actor=name)


def actor_named(actor: str = "") -> str:
    """Who acts: the name given, or the environment's `ANNOT_ACTOR`, or the login name.

    Raises:
        InvalidValueError: If the name is more than one line.
    """
    name = line(actor or os.environ.get("ANNOT_ACTOR", ""), "actor")
    if name:
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise InvalidValueError(
            "It is not known who acts.", hint="Say it: --as NAME, or set ANNOT_ACTOR."
        ) from error


__all__: Sequence[str] = ("Workspace", "actor_named", "open_workspace")
