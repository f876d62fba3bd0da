"""The cursor and the selection in a text, without a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from annot.tui import motions
from annot.tui.motions import Passage
from annot.tui.wrap import WrapIndex


class Caret:
    """One cursor and one selection, in code points, always at the edges of graphemes.

    A motion while selecting extends the selection from its anchor, both graphemes included; any
    other motion gives the selection up.

    Attributes:
        text: The text as it is stored.
        sentences: Its sentences, in text order.
        wrap: Its display lines; code points stand for graphemes until there are any.
        offset: The cursor: where a grapheme begins, or the end of the text.
        selection: What is selected, if anything; never empty.
    """

    def __init__(self, text: str = "", sentences: Sequence[Passage] = ()) -> None:
        self.text = text
        self.sentences = sentences
        self.wrap: WrapIndex | None = None
        self.offset = 0
        self.selection: Passage | None = None
        self._anchor: Passage | None = None
        self._goal: int | None = None

    @property
    def is_selecting(self) -> bool:
        """Whether motions extend the selection."""
        return self._anchor is not None

    def grapheme(self, offset: int) -> Passage:
        """The grapheme in which a code point is; empty at the end of the text."""
        if self.wrap is not None:
            return self.wrap.grapheme(offset)
        offset = min(max(offset, 0), len(self.text))
        return offset, min(offset + 1, len(self.text))

    # Motions

    def go_to(self, offset: int) -> None:
        """Go to the grapheme at a code point."""
        self.put(offset)
        if self._anchor is None:
            self.selection = None
        else:
            self._select_between(self._anchor, self.grapheme(self.offset))

    def put(self, offset: int) -> None:
        """Put the cursor somewhere and leave the selection alone."""
        self.offset = self.grapheme(offset)[0]
        self._goal = None

    def move_line(self, lines: int) -> None:
        """Go down some display lines, or up if negative, keeping to the column where it can."""
        if self.wrap is None:
            return
        line = self.wrap.line_of(self.offset)
        goal = self._goal
        if goal is None:
            goal = self.wrap.offset_to_cell(line, self.offset)
        line = min(max(line + lines, 0), len(self.wrap) - 1)
        self.go_to(self._on_line(self.wrap, line, goal))
        self._goal = goal

    @staticmethod
    def _on_line(wrap: WrapIndex, line: int, cell: int) -> int:
        offset, _ = wrap.cell_to_offset(line, cell)
        if line + 1 < len(wrap) and offset >= wrap.starts[line + 1]:
            # The line is full: past its end would be the next line.
            return wrap.grapheme(offset - 1)[0]
        return offset

    def move_char(self, graphemes: int) -> None:
        """Go on some graphemes, or back if negative."""
        offset = self.offset
        for _ in range(abs(graphemes)):
            start, end = self.grapheme(offset)
            offset = end if graphemes > 0 else self.grapheme(max(0, start - 1))[0]
        self.go_to(offset)

    def move_word(self, words: int) -> None:
        """Go to the beginning of a following word, or of this or one before if negative."""
        offset = self.offset
        for _ in range(abs(words)):
            if words > 0:
                word = motions.word_from(self.text, offset + 1)
                offset = word[0] if word else len(self.text)
            else:
                word = motions.word_before(self.text, offset)
                offset = word[0] if word else 0
        self.go_to(offset)

    def move_word_end(self) -> None:
        """Go to the last grapheme of this word, or of the next one if it is there."""
        _, after = self.grapheme(self.offset)
        word = motions.word_ending_after(self.text, after)
        self.go_to(word[1] - 1 if word else len(self.text))

    def move_sentence(self, sentences: int) -> None:
        """Go to the beginning of a following sentence, or of this or one before if negative."""
        offset = self.offset
        for _ in range(abs(sentences)):
            start = motions.next_start(self.sentences, offset, sentences)
            edge = len(self.text) if sentences > 0 else 0
            offset = edge if start is None else start
        self.go_to(offset)

    def move_paragraph(self, paragraphs: int) -> None:
        """Go to the beginning of a following paragraph, or of this or one before if negative."""
        step = motions.next_paragraph if paragraphs > 0 else motions.previous_paragraph
        offset = self.offset
        for _ in range(abs(paragraphs)):
            offset = step(self.text, offset)
        self.go_to(offset)

    # The selection

    def start_selection(self) -> None:
        """Let motions extend the selection, from the cursor or from what is selected."""
        if self.selection is None:
            self._anchor = self.grapheme(self.offset)
            self._select_between(self._anchor, self._anchor)
        else:
            start, end = self.selection
            self._anchor = self.grapheme(start)
            self.put(end - 1)

    def clear_selection(self) -> None:
        """Select nothing."""
        self._anchor = self.selection = None

    def select(self, start: int, end: int) -> None:
        """Select a passage, widened to whole graphemes; the cursor goes to its last one."""
        self._anchor = None
        if start < end:
            self._select_between(self.grapheme(start), self.grapheme(end - 1))
            self.put(end - 1)

    def drag(self, origin: Passage, to: Passage, *, by_words: bool = False) -> None:
        """Select from one grapheme to another, before or after it.

        Args:
            origin: The grapheme where it begins.
            to: The grapheme where it ends.
            by_words: Whether the words in which they are are selected whole.
        """
        self._anchor = None
        one, other = origin, to
        if by_words:
            one, other = (motions.word_at(self.text, place[0]) or place for place in (origin, to))
        self._select_between(one, other)
        self.put(to[0])

    def select_word(self, offset: int | None = None) -> None:
        """Select the word at a code point (the cursor if not told), or else the next one."""
        word = motions.word_ending_after(self.text, self.offset if offset is None else offset)
        if word is not None:
            self.select(*word)

    def select_sentence(self, offset: int | None = None) -> None:
        """Select the sentence at a code point (the cursor if not told), or the one before."""
        at = self.offset if offset is None else offset
        sentence = motions.sentence_at(self.sentences, at)
        if sentence is not None:
            self.select(*sentence)

    def adjust(self, edge: Literal["start", "end"], words: int) -> None:
        """Move one edge of the selection by words, unless nothing would be left of it.

        Args:
            edge: Which edge.
            words: How many words towards the end of the text, or the beginning if negative.
        """
        if self.selection is None:
            return
        start, end = self.selection
        if edge == "start":
            start = motions.shifted_start(self.text, start, words)
        else:
            end = motions.shifted_end(self.text, end, words)
        self.select(start, end)

    def _select_between(self, one: Passage, other: Passage) -> None:
        start, end = min(one[0], other[0]), max(one[1], other[1])
        self.selection = (start, end) if start < end else None
