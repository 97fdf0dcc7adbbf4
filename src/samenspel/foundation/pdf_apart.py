"""Compiles one document in a process of its own and gives the memory back with it.

typst keeps what it laid out for a next time, and a next time with other letters uses none of it: 5,000 letters in
one process took more than a gigabyte. Run as `python -m samenspel.foundation.pdf_apart`, with a JSON object
{"path", "root", "fonts", "inputs", "timestamp"} on the standard input; the PDF, or one line that says what is
wrong with exit code 1, comes out. No Django here: it starts in a moment.
"""

from __future__ import annotations

import json
import pathlib
import sys
from typing import Any

import typst


def compile_document(order: dict[str, Any]) -> bytes:
    """The PDF of an order. Raises ValueError with what is wrong, also for any warning."""
    folder = order["fonts"]
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[folder] if pathlib.Path(folder).is_dir() else [],
    )
    compiler = typst.Compiler(
        order["path"],
        root=order["root"],
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs=order["inputs"],
    )
    try:
        document, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=["ua-1"], timestamp=order["timestamp"]
        )
    except typst.TypstError as error:
        raise ValueError(f"{error.message} {' '.join(error.hints)}".strip()) from error
    if warnings:
        raise ValueError("; ".join(warning.message for warning in warnings))
    if not isinstance(document, bytes):
        raise ValueError("no document came out")
    return document


def main() -> int:
    """Read an order, write its document."""
    try:
        sys.stdout.buffer.write(compile_document(json.load(sys.stdin.buffer)))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
