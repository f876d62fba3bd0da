"""The verbs of the ledger, one file a noun: each is one recorded operation."""
