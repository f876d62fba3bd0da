"""The only layer that opens sessions, speaks SQL or knows which database it is."""
