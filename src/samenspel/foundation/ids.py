"""Public identifiers: short, without meaning, safe to read aloud."""

import secrets

# Crockford's base 32 without I, L, O and U: nothing to mistake for something else.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PUBLIC_ID_LENGTH = 12


def new_public_id() -> str:
    """Twelve random characters (60 bits), lower case; unique by the column's constraint."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PUBLIC_ID_LENGTH))
