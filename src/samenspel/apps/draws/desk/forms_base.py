"""The form that every form of this desk is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from samenspel.foundation.forms import DeskForm

from . import words

Result = TypeVar("Result")


class DrawsForm(DeskForm):
    """A desk form whose faults are told in the language of the page."""

    def call(self, service: Callable[..., Result], **arguments: Any) -> Result | None:
        result = super().call(service, **arguments)
        self.faults = words.told(self.faults)
        return result
