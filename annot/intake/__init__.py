"""Files of an article in: bytes to text, one file a format."""
