"""PDF: text and tags are in it, data is never markup, and what is missing fails."""

import re
import shutil
import subprocess
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from samenspel.foundation import pdf

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
LETTER = {
    "title": "Je bent geloot",
    "municipality": "Voorbeeldstad",
    "neighbourhood": "Tuinwijk",
    "place": "Voorbeeldstad",
    "sent_on": "2 maart 2026",
    "contact": "Bel 050 000 00 00.",
    "website": "example.org/loting",
    "delete_on": "13 april 2026",
    "other_fonts": [],
    "in_order_hours": 0,
    "texts": [],
    "letters": [
        {
            "address": "Laan 1 #strong[niet vet] *ook niet*",
            "addressee": "de bewoner die in 1987 is geboren",
            "code": "ABCD-EFGH-1234",
            "url": "example.org/ja",
            "qr": pdf.qr_code("https://example.org/ja#ABCD-EFGH-1234"),
            "number": "12",
            "visit": True,
        }
    ],
}


def inside(document: bytes) -> bytes:
    """The document with its compressed streams opened."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL)
    opened = [document]
    for stream in streams:
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(opened)


def text_of(document: bytes, folder: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not on this machine")
    path = folder / "letter.pdf"
    path.write_bytes(document)
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def test_the_document_is_tagged_and_says_its_language_and_standard():
    found = inside(pdf.render_pdf("draws/letter", LETTER))
    for mark in (b"/StructTreeRoot", b"/Marked true", b"/Lang", b"nl-NL", b"pdfuaid:part", b"/H1", b"QR-code naar"):
        assert mark in found, mark


def test_data_stands_in_it_as_text_and_not_as_markup(tmp_path):
    text = text_of(pdf.render_pdf("draws/letter", LETTER), tmp_path)
    assert "ABCD-EFGH-1234" in text
    assert "Laan 1 #strong[niet vet] *ook niet*" in text
    assert "Jij bent geloot voor de wijkraad van" in text


def test_the_same_data_and_moment_give_the_same_bytes():
    assert pdf.render_pdf("draws/letter", LETTER, created_at=AT) == pdf.render_pdf(
        "draws/letter", LETTER, created_at=AT
    )


def test_an_unknown_font_fails_the_build():
    fonts = {**pdf.font_families(), "text": "Nowhere Sans"}
    with pytest.raises(pdf.PdfError, match="unknown font family"):
        pdf.render_pdf("draws/letter", {**LETTER, "fonts": fonts})


def test_missing_data_fails_the_build():
    with pytest.raises(pdf.PdfError, match="contact"):
        pdf.render_pdf("draws/letter", {key: value for key, value in LETTER.items() if key != "contact"})


@pytest.mark.parametrize("name", ["draws/nothing", "nowhere/letter", "draws/../letter"])
def test_an_unknown_template_is_refused(name):
    with pytest.raises(pdf.PdfError):
        pdf.template_path(name)
