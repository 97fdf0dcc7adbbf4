"""The one way in which engines refuse: a code with parameters, translated at the edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input, where it is, and what mends it.

    `row` counts as a spreadsheet does (the header is row 1), None when the fault is not in a row;
    `column` is the header's text, or None. `message` and `remedy` are plain English sentences for
    files and terminals; `code` and `params` are what an edge translates.
    """

    code: str
    message: str
    remedy: str
    row: int | None = None
    column: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The shape that `--json` prints: row, column, code, message, remedy."""
        facts = asdict(self)
        facts.pop("params")
        return facts


class EngineError(Exception):
    """An engine refuses, with one code and its parameters."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code} {params}" if params else code)


class FaultsError(EngineError):
    """An input is refused whole: every fault that was found, in the input's order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        if not faults:
            raise ValueError("a refusal names at least one fault")
        self.faults = tuple(faults)
        super().__init__("faults", count=len(self.faults))

    def __str__(self) -> str:
        return "; ".join(
            f"row {f.row}, {f.column}: {f.message}" if f.row is not None else f.message for f in self.faults
        )
