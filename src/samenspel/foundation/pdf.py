"""PDF, for every app: a typst template and data in, an accessible (PDF/UA-1) document out.

Templates lie in `<app>/typst/`. Data reaches them as JSON, never as markup, so nothing in it can be taken
for an instruction. System fonts are ignored: a document looks the same on every machine, and a font that a
template names and nobody has fails the build instead of being replaced.
"""

from __future__ import annotations

import functools
import json
import pathlib
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import segno
import typst
from django.apps import apps
from django.conf import settings

HOUSE_FONTS = {"text": "Source Sans 3", "heading": "Bitter", "code": "DejaVu Sans Mono"}
# What typst brings along: legible, for an installation whose own fonts have not been laid out yet.
BUILT_IN_FONTS = {"text": "Libertinus Serif", "heading": "Libertinus Serif", "code": "DejaVu Sans Mono"}


class PdfError(Exception):
    """A template could not become a PDF: it has a mistake, or names a font that is not there."""


def render_pdf(template_name: str, data: Mapping[str, Any], *, created_at: datetime | None = None) -> bytes:
    """The PDF of a template ('draws/letter' is apps/draws/typst/letter.typ) filled with JSON-able `data`.

    The template reads `json(bytes(sys.inputs.data))`; beside the given keys it finds `fonts` (text,
    heading, code). The result is tagged and meets PDF/UA-1, so a template must set a title and a language
    and give each picture an alternative text. `created_at` (timezone-aware) makes the bytes repeatable.
    Raises PdfError, also for any warning of typst such as an unknown font.
    """
    path = template_path(template_name)
    inputs = {"data": json.dumps({"fonts": font_families(), **data}, ensure_ascii=False)}
    compiler = typst.Compiler(
        path, root=path.parent, font_paths=_fonts(str(font_folder())), ignore_system_fonts=True, sys_inputs=inputs
    )
    try:
        document, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=["ua-1"], timestamp=_seconds(created_at)
        )
    except typst.TypstError as error:
        raise PdfError(f"{template_name}: {error.message} {' '.join(error.hints)}".strip()) from error
    if warnings:
        raise PdfError(f"{template_name}: {'; '.join(warning.message for warning in warnings)}")
    if not isinstance(document, bytes):
        raise PdfError(f"{template_name}: no document came out")
    return document


def render_pdf_apart(template_name: str, data: Mapping[str, Any], *, created_at: datetime | None = None) -> bytes:
    """As `render_pdf`, in a process of its own: for runs of hundreds of pages, whose memory is given back.

    Raises PdfError.
    """
    path = template_path(template_name)
    order = {
        "path": str(path),
        "root": str(path.parent),
        "fonts": str(font_folder()),
        "inputs": {"data": json.dumps({"fonts": font_families(), **data}, ensure_ascii=False)},
        "timestamp": _seconds(created_at),
    }
    done = subprocess.run(
        [sys.executable, "-m", "samenspel.foundation.pdf_apart"],
        input=json.dumps(order, ensure_ascii=False).encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise PdfError(f"{template_name}: {done.stderr.decode(errors='replace').strip()[-500:]}")
    return done.stdout


def template_path(template_name: str) -> pathlib.Path:
    """Where a template lies. Raises PdfError when there is none."""
    label, _, name = template_name.partition("/")
    try:
        path = pathlib.Path(apps.get_app_config(label).path) / "typst" / f"{name}.typ"
    except LookupError as error:
        raise PdfError(f"There is no app {label!r}.") from error
    if not path.is_file():
        raise PdfError(f"There is no template {template_name!r}.")
    return path


def font_folder() -> pathlib.Path:
    """Where the vendor step lays the ttf files."""
    return pathlib.Path(settings.VAR) / "fonts"


def font_families() -> dict[str, str]:
    """The families for text, headings and codes: the house's own, or typst's where those are not laid out."""
    there = set(_fonts(str(font_folder())).families())
    return HOUSE_FONTS if set(HOUSE_FONTS.values()) <= there else BUILT_IN_FONTS


def qr_code(text: str) -> str:
    """A QR code as SVG text, for a template's `image(bytes(…), format: "svg", alt: …)`.

    Error correction M: still legible with a fold through the paper.
    """
    return segno.make(text, error="m", micro=False).svg_inline(border=2, omitsize=True)


@functools.cache
def _fonts(folder: str) -> typst.Fonts:
    paths = [folder] if pathlib.Path(folder).is_dir() else []
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=paths)


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
