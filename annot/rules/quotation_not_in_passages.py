"""A quotation does not stand in the passages of its sources.

Words between quotation marks are a promise: this was said, like this. They have to stand in a
passage of the claim's evidence, word for word. The rule looks at claims of the kind `quotation`: at
the words between quotation marks in their anchors, else in the claim's text, and if there are no
marks, at the whole quote.

Typography, upper and lower case, line breaks and the punctuation at the ends do not matter. Where
the quotation leaves words out (...) or puts words in [like these], what is left has to stand in one
passage in the same order.

What is looked for is what will be printed: if a faulty claim has a correction that was not
refused, it is the words between quotation marks in the correction. Left alone are faulty claims
without a correction (but a `misleading` quotation still has to be right in its words), claims that
are `unproven`, `on_author` or `not_checkable`, and claims without evidence (see A101).

Found: “the bridge is quite safe” with the passage "The bridge is safe".

Not found: “the bridge . . . is safe,” with the passage "The bridge, as far as we know, is safe."

To put it right, copy the very words from the source, or propose the wording of the source:

    annot evidence set 31 --passage "He said: 'The bridge is quite safe.'"
    annot claim set 12 --verdict inexact --correction "“the bridge is safe”"
"""

from __future__ import annotations

from collections.abc import Iterator

from annot.rules.finding import Remark
from annot.rules.quoted import holds, quoted
from annot.rules.reading import (
    excerpt,
    listed,
    live_claims,
    remark,
    replacement,
    standing_anchors,
)
from annot.store.dossier import ClaimFile, Dossier
from annot.vocabulary import ClaimKind, Verdict

_AS_WORDED = frozenset({None, Verdict.SUPPORTED, Verdict.MISLEADING})


def find(dossier: Dossier) -> Iterator[Remark]:
    """Find the quotations whose words stand in none of the passages."""
    for file in live_claims(dossier):
        if file.claim.kind is ClaimKind.QUOTATION and file.evidence:
            passages = [item.evidence.passage for item in file.evidence]
            missing = [
                words
                for words in _words(file)
                if not any(holds(passage, words) for passage in passages)
            ]
            if missing and _is_due(file, passages):
                yield remark(
                    file,
                    f"No passage holds the words {listed([excerpt(words) for words in missing])}.",
                    f"Copy them from the source: annot claim show {file.claim.id}",
                )


def _is_due(file: ClaimFile, passages: list[str]) -> bool:
    """Whether the passages have to be there: somebody copied one, or gave a verdict."""
    return file.claim.verdict is not None or any(map(str.strip, passages))


def _words(file: ClaimFile) -> list[str]:
    """The quoted words as they will be printed; none if there is nothing to hold them to."""
    correction = replacement(file.claim)
    if correction:
        return quoted(correction)
    if file.claim.verdict not in _AS_WORDED:
        return []
    printed = [anchor.exact for anchor in standing_anchors(file)]
    marked = [words for exact in printed for words in quoted(exact)] or quoted(file.claim.text)
    return list(dict.fromkeys(marked or printed[:1] or [file.claim.text]))
