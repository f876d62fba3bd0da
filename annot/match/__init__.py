"""What was checked before: claims that say the same as some words, and what differs in them."""
