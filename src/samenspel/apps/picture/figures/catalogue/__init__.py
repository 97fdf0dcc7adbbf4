"""The topics themselves, by subject."""
