"""A sentence was neither claimed nor accepted.

Line by line is the whole method: the error that gets printed is the one in the sentence that
everybody took for granted. Every sentence of the latest revision has a claim anchored in it or is
accepted as making none (a question, a transition, an opinion that nobody can check).

A sentence is covered as soon as a claim that is not dropped or an acceptance touches it. A passage
that the article repeats (a standfirst, a pull quote) counts with its first place. Claims without a
place in the latest revision cover nothing.

Found: the second sentence of "The bridge is old. It was built in 1881." if only the first one has a
claim.

Not found: the same sentence once it is accepted, or once a claim is anchored at "built in 1881".

To put it right, claim it or accept it:

    annot claim add --article bridges --quote "It was built in 1881."
    annot article accept bridges --sentence 2 --reason "A transition."
"""

from __future__ import annotations

from collections.abc import Iterator

from annot.rules.finding import Remark
from annot.rules.reading import excerpt, live_claims, standing_anchors
from annot.store.dossier import Dossier
from annot.text.coverage import covered_sentences


def find(dossier: Dossier) -> Iterator[Remark]:
    """Find the sentences that no claim and no acceptance touches."""
    anchors = [
        (anchor.start, anchor.end, file.claim.id)
        for file in live_claims(dossier)
        for anchor in standing_anchors(file)
    ]
    accepted = [(passage.start, passage.end) for passage in dossier.acceptances]
    for sentence in covered_sentences(dossier.text, anchors, accepted):
        if not sentence.covered:
            yield Remark(
                f"Sentence {sentence.number} is neither claimed nor accepted:"
                f" {excerpt(sentence.text)}",
                "Claim it, or accept it: "
                f"annot article accept {dossier.article.slug} --sentence {sentence.number}",
                place=(sentence.start, sentence.end),
            )
