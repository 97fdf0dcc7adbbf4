"""How a letter code is made, written and hashed; `foundation.ids.read_back` reads what someone typed."""

import hashlib
import hmac

from django.conf import settings

from samenspel.foundation.ids import random_characters

# Twelve characters of 32: 60 bits. Guessing is limited by rate as well.
CODE_LENGTH = 12


def new_code() -> str:
    """A fresh code, lower case without dashes."""
    return random_characters(CODE_LENGTH)


def written(code: str) -> str:
    """As printed in a letter: three blocks of four, upper case."""
    return "-".join(code[i : i + 4] for i in range(0, CODE_LENGTH, 4)).upper()


def hash_of(purpose: str, code: str) -> str:
    """Keyed hash (HMAC-SHA-256) of a code for one purpose: a copy of the table alone reveals no code."""
    return hmac.new(settings.LETTER_CODE_KEY.encode(), f"{purpose}:{code}".encode(), hashlib.sha256).hexdigest()
