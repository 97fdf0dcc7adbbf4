"""How services refuse."""

from typing import Any

from django.core.exceptions import ValidationError


class Refusal(ValidationError):
    """A service refuses; `code` says why, the message is translated and says what to do instead."""

    def __init__(self, message: Any, *, code: str, **params: object) -> None:
        super().__init__(message, code=code, params=params or None)


class Outsider(Refusal):
    """The acting person may not do this, whatever the input."""
