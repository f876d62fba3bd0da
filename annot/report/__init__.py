"""From the ledger to a `Report`, and from a `Report` to a file."""
