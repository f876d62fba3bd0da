"""The sealed bundle: report, ledger and texts in one file, with what a stranger checks them by."""

from annot.sealing.bundle import refuse_public, write_bundle

__all__ = ["refuse_public", "write_bundle"]
