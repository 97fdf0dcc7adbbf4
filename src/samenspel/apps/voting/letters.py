"""Codes on paper: a list for the printer, or a letter for each."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_noop, override

from samenspel.foundation.money import euros
from samenspel.foundation.pdf import qr_code, render_pdf

from .forms import LETTERS
from .models import BudgetRound
from .services import VotingCode

# A document of thousands of pages takes gigabytes of memory.
LETTERS_PER_DOCUMENT = 250


@dataclass(frozen=True)
class PaperFile:
    """A file with codes: its name, its content type, its bytes."""

    name: str
    content_type: str
    data: bytes


def file_of(
    *,
    budget_round: BudgetRound,
    codes: Sequence[VotingCode],
    shape: str,
    ballot_url: str,
    progress: Callable[..., None] = lambda *_: None,
) -> PaperFile:
    """The codes as a list (CSV) or as letters (PDF; several documents come in one ZIP)."""
    stem = f"stemcodes-{budget_round.public_id}"
    if shape != LETTERS:
        return PaperFile(f"{stem}.csv", "text/csv; charset=utf-8", _list(codes, ballot_url))
    documents = []
    for start in range(0, len(codes), LETTERS_PER_DOCUMENT):
        documents.append(_letters(budget_round, codes[start : start + LETTERS_PER_DOCUMENT], ballot_url))
        progress(gettext_noop("Setting letters"), min(start + LETTERS_PER_DOCUMENT, len(codes)), len(codes))
    if len(documents) == 1:
        return PaperFile(f"{stem}.pdf", "application/pdf", documents[0])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, document in enumerate(documents, start=1):
            archive.writestr(f"{stem}-{number:02d}.pdf", document)
    return PaperFile(f"{stem}.zip", "application/zip", stream.getvalue())


def _list(codes: Sequence[VotingCode], ballot_url: str) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["letter", "code", "address"])
    writer.writerows([one.ticket, one.code, ballot_url] for one in codes)
    return stream.getvalue().encode()


def _letters(budget_round: BudgetRound, codes: Sequence[VotingCode], ballot_url: str) -> bytes:
    with override("nl"):
        data: dict[str, Any] = {
            "title": f"Jouw stemcode voor de wijkbegroting van {budget_round.neighbourhood.name}",
            "municipality": budget_round.municipality.name,
            "neighbourhood": budget_round.neighbourhood.name,
            "budget": euros(budget_round.budget_cents),
            "advised": budget_round.choices_advised,
            "from": date_format(localtime(budget_round.vote_from_at), "j F"),
            "until": date_format(localtime(budget_round.vote_until_at), "l j F Y, H.i"),
            "url": ballot_url,
            "qr": qr_code(ballot_url),
            "letters": [{"number": one.ticket, "code": one.code} for one in codes],
        }
    return render_pdf("voting/letter", data)
