"""Which function does which kind of long work. Apps register theirs when they are ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol


class Progress(Protocol):
    """What a running job tells: the step it is at (a message id) and how far it is."""

    def __call__(self, step: str, done_count: int = 0, total_count: int = 0) -> None: ...


Handler = Callable[[dict[str, Any], Progress], dict[str, Any] | None]
_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Bind a kind of job to its function; a kind has one function."""
    if _handlers.setdefault(kind, handler) is not handler:
        raise ValueError(f"the job kind {kind!r} has a handler already")


def handler_of(kind: str) -> Handler:
    """The function for a kind; KeyError when nobody registered it."""
    return _handlers[kind]
