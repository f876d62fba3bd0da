"""Pure functions on `str`, with no more than the standard library and rapidfuzz."""
