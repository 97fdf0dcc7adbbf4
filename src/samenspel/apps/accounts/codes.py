"""How a letter code is made, written, read back and hashed."""

import hashlib
import hmac
import secrets

from django.conf import settings

from samenspel.foundation.ids import ALPHABET

# Twelve characters of 32: 60 bits. Guessing is limited by rate as well.
CODE_LENGTH = 12
_MISREAD = str.maketrans("oilu", "011v")


def new_code() -> str:
    """A fresh code, lower case without dashes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def written(code: str) -> str:
    """As printed in a letter: three blocks of four, upper case."""
    return "-".join(code[i : i + 4] for i in range(0, CODE_LENGTH, 4)).upper()


def read_back(text: str) -> str:
    """What someone typed, forgiving what people mix up: case, spaces, dashes, O for 0, I and L for 1."""
    plain = "".join(c for c in text.lower() if c.isalnum())
    return plain.translate(_MISREAD)


def hash_of(purpose: str, code: str) -> str:
    """Keyed hash (HMAC-SHA-256) of a code for one purpose: a copy of the table alone reveals no code."""
    return hmac.new(settings.LETTER_CODE_KEY.encode(), f"{purpose}:{code}".encode(), hashlib.sha256).hexdigest()
