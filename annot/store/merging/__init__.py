"""Two copies of one ledger brought together: what is new in the other one, and what collides."""

ACTION = "merge"
"""The action under which a merge stands in the history."""

NOUN = "merge"
"""The noun of the change that tells of it, which is no table."""
