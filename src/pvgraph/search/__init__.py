"""French full-text search over what was read and over the rest of the texts."""
