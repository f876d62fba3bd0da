"""The report as a Word document: the manuscript with a comment at every claim, and the ledger."""

from annot.report.word.document import write_docx

__all__ = ["write_docx"]
