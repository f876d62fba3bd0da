"""A sentence was neither claimed nor accepted.

Line by line is the whole method: the error that gets printed is the one in the sentence that
everybody took for granted. Every sentence of the latest revision has a claim anchored in it or is
accepted as making none (a question, a transition, an opinion that nobody can check).

A sentence is covered as soon as a claim that is not dropped or an acceptance touches it. A passage
that the article repeats (a standfirst, a pull quote) counts with its first place. Claims without a
place in the latest revision cover nothing.

A workspace may ask for a share of the sentences, in percent, instead of all: then nothing is found
in an article that reaches it (`annot rules set A301 share=90`).

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
from annot.rules.reading import excerpt, places
from annot.rules.settings import Setting
from annot.store.dossier import Dossier
from annot.text.coverage import covered_sentences, tally

SETTINGS = (Setting("share", 100, "percent of the sentences to be covered", least=1, most=100),)


def find(dossier: Dossier, *, share: int = 100) -> Iterator[Remark]:
    """Find the sentences that no claim and no acceptance touches."""
    accepted = [(passage.start, passage.end) for passage in dossier.acceptances]
    sentences = covered_sentences(dossier.text, places(dossier), accepted)
    counts = tally(sentences)
    if 100 * (counts.claimed + counts.accepted) >= share * counts.total:
        return
    for sentence in sentences:
        if not sentence.covered:
            yield Remark(
                f"Sentence {sentence.number} is neither claimed nor accepted:"
                f" {excerpt(sentence.text)}",
                "Claim it, or accept it: "
                f"annot article accept {dossier.article.slug} --sentence {sentence.number}",
                place=(sentence.start, sentence.end),
            )
