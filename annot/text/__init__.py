"""Pure functions on `str`: folding, sentences, quotes, repeats. Standard library and rapidfuzz only."""
