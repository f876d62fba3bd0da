"""annot: a claim-and-evidence ledger for fact-checkers."""
