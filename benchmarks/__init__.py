"""How fast annot is, as ratios to a floor measured in the same run; see README.md."""
