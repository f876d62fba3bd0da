"""What bibliographies call the kinds of sources: the types of CSL, BibTeX and RIS.

Each format has a table of the type that is written for a kind of ours, and one of further types
that are read. A type that is in neither is read as `other` and counted.
"""

from __future__ import annotations

from collections.abc import Mapping

from annot.vocabulary import SourceKind as Kind

CSL: Mapping[Kind, str] = {
    Kind.PAGE: "webpage",
    Kind.REPORT: "report",
    Kind.ARTICLE: "article-journal",
    Kind.DATASET: "dataset",
    Kind.DOCUMENT: "document",
    Kind.LAW: "legislation",
    Kind.INTERVIEW: "interview",
    Kind.BOOK: "book",
    Kind.VIDEO: "motion_picture",
    Kind.OTHER: "document",
}
CSL_READ: Mapping[str, Kind] = {
    "article": Kind.ARTICLE,
    "article-magazine": Kind.ARTICLE,
    "article-newspaper": Kind.ARTICLE,
    "bill": Kind.LAW,
    "broadcast": Kind.VIDEO,
    "chapter": Kind.BOOK,
    "legal_case": Kind.LAW,
    "manuscript": Kind.DOCUMENT,
    "pamphlet": Kind.DOCUMENT,
    "paper-conference": Kind.ARTICLE,
    "personal_communication": Kind.DOCUMENT,
    "post": Kind.PAGE,
    "post-weblog": Kind.PAGE,
    "regulation": Kind.LAW,
    "review": Kind.ARTICLE,
    "review-book": Kind.ARTICLE,
    "thesis": Kind.DOCUMENT,
    "treaty": Kind.LAW,
    **{name: kind for kind, name in CSL.items() if kind is not Kind.OTHER},
}

BIBTEX: Mapping[Kind, str] = {
    Kind.PAGE: "online",
    Kind.REPORT: "report",
    Kind.ARTICLE: "article",
    Kind.DATASET: "dataset",
    Kind.DOCUMENT: "misc",
    Kind.LAW: "legislation",
    Kind.INTERVIEW: "misc",
    Kind.BOOK: "book",
    Kind.VIDEO: "video",
    Kind.OTHER: "misc",
}
"""A `misc` says what it is in its `entrysubtype`, so that no kind is lost."""

BIBTEX_READ: Mapping[str, Kind] = {
    "bookinbook": Kind.BOOK,
    "booklet": Kind.BOOK,
    "conference": Kind.ARTICLE,
    "electronic": Kind.PAGE,
    "inbook": Kind.BOOK,
    "incollection": Kind.BOOK,
    "inproceedings": Kind.ARTICLE,
    "jurisdiction": Kind.LAW,
    "legal": Kind.LAW,
    "manual": Kind.DOCUMENT,
    "mastersthesis": Kind.DOCUMENT,
    "movie": Kind.VIDEO,
    "mvbook": Kind.BOOK,
    "mvcollection": Kind.BOOK,
    "collection": Kind.BOOK,
    "periodical": Kind.ARTICLE,
    "phdthesis": Kind.DOCUMENT,
    "proceedings": Kind.BOOK,
    "reference": Kind.BOOK,
    "suppperiodical": Kind.ARTICLE,
    "techreport": Kind.REPORT,
    "thesis": Kind.DOCUMENT,
    "unpublished": Kind.DOCUMENT,
    "www": Kind.PAGE,
    **{name: kind for kind, name in BIBTEX.items() if name != "misc"},
}

RIS: Mapping[Kind, str] = {
    Kind.PAGE: "ELEC",
    Kind.REPORT: "RPRT",
    Kind.ARTICLE: "JOUR",
    Kind.DATASET: "DATA",
    Kind.DOCUMENT: "GEN",
    Kind.LAW: "STAT",
    Kind.INTERVIEW: "PCOMM",
    Kind.BOOK: "BOOK",
    Kind.VIDEO: "VIDEO",
    Kind.OTHER: "GEN",
}
RIS_READ: Mapping[str, Kind] = {
    "ABST": Kind.ARTICLE,
    "AGGR": Kind.DATASET,
    "BILL": Kind.LAW,
    "BLOG": Kind.PAGE,
    "CASE": Kind.LAW,
    "CHAP": Kind.BOOK,
    "CONF": Kind.BOOK,
    "CPAPER": Kind.ARTICLE,
    "DBASE": Kind.DATASET,
    "EBOOK": Kind.BOOK,
    "ECHAP": Kind.BOOK,
    "EDBOOK": Kind.BOOK,
    "EJOUR": Kind.ARTICLE,
    "GOVDOC": Kind.DOCUMENT,
    "HEAR": Kind.DOCUMENT,
    "ICOMM": Kind.PAGE,
    "INPR": Kind.ARTICLE,
    "JFULL": Kind.ARTICLE,
    "LEGAL": Kind.LAW,
    "MANSCPT": Kind.DOCUMENT,
    "MGZN": Kind.ARTICLE,
    "MPCT": Kind.VIDEO,
    "NEWS": Kind.ARTICLE,
    "PAMP": Kind.DOCUMENT,
    "SER": Kind.BOOK,
    "THES": Kind.DOCUMENT,
    "UNBILL": Kind.LAW,
    "UNPB": Kind.DOCUMENT,
    **{name: kind for kind, name in RIS.items() if kind is not Kind.OTHER},
}
