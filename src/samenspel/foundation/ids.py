"""Public identifiers: short, without meaning, safe to read aloud."""

import secrets

# Crockford's base 32 without I, L, O and U: nothing to mistake for something else.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PUBLIC_ID_LENGTH = 12
_MISREAD = str.maketrans("oilu", "011v")


def new_public_id() -> str:
    """Twelve random characters (60 bits), lower case; unique by the column's constraint."""
    return random_characters(PUBLIC_ID_LENGTH)


def random_characters(length: int) -> str:
    """So many random characters of the alphabet, five bits each, lower case."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def read_back(text: str) -> str:
    """What someone typed, forgiving what people mix up: case, spaces, dashes, O for 0, I and L for 1, U for V."""
    return "".join(c for c in text.lower() if c.isalnum()).translate(_MISREAD)
