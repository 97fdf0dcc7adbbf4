"""The account to an owner as a workbook: texts are texts, whatever they begin with."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .selectors import OwnerStatement

# What XML cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MONEY_FORMAT = "#,##0.00"
_WIDTH_MAX = 60


def _write(cell: Cell, value: Any) -> None:
    """A number, a day, or text. Text that looks like a formula stays text, also when someone edits it."""
    if isinstance(value, str):
        cell.value = _CONTROL.sub("", value)
        cell.data_type = "s"
        cell.quotePrefix = True
    else:
        cell.value = value
        if isinstance(value, Decimal):
            cell.number_format = _MONEY_FORMAT


def _sheet(book: Workbook, title: str, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    for number, row in enumerate([headers, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            _write(cell, value)
            if number == 1:
                cell.font = Font(bold=True)
    for column in range(1, len(headers) + 1):
        longest = max(len(str(row[column - 1])) for row in [headers, *rows])
        sheet.column_dimensions[get_column_letter(column)].width = min(longest + 2, _WIDTH_MAX)
    sheet.freeze_panes = "A2"


def _euros(cents: int) -> Decimal:
    return Decimal(cents) / 100


def statement_workbook(statement: OwnerStatement) -> bytes:
    """An xlsx file: one sheet with the funds to the cent, one with the estimates, which are no bookings."""
    book = Workbook()
    book.remove(book.active)
    funds = [_fund_row(one) for one in statement.funds]
    if funds:
        amounts = [*zip(*(row[7:14] for row in funds), strict=True)]
        sums = [sum(column, Decimal(0)) for column in amounts]
        funds.append([_("All together"), statement.owner, statement.year, "", "", "", "", *sums, ""])
    _sheet(book, _("In the books"), _fund_headers(), funds)
    if statement.estimates:
        _sheet(book, _("Estimated, not booked"), _estimate_headers(), [_estimate_row(e) for e in statement.estimates])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fund_headers() -> list[str]:
    return [
        _("Fund"),
        _("Owner"),
        _("Year"),
        _("Task field"),
        _("Economic category"),
        _("Meant for"),
        _("May be spent until"),
        _("Granted"),
        _("Not yet allocated"),
        _("Allocated"),
        _("Agreed"),
        _("Invoiced"),
        _("Paid"),
        _("Given back"),
        _("Decisions"),
    ]


def _fund_row(one: Any) -> list[str | int | date | Decimal]:
    fund = one.fund
    cents = (
        one.granted_cents,
        one.available_cents,
        one.allocated_cents,
        one.committed_cents,
        one.payable_cents,
        one.spent_cents,
        one.returned_cents,
    )
    return [
        fund.name,
        fund.owner_name,
        fund.year,
        str(fund.task_field),
        fund.economic_category,
        fund.earmark,
        fund.ends_on,
        *(_euros(amount) for amount in cents),
        "; ".join(one.decisions),
    ]


def _estimate_headers() -> list[str]:
    return [_("What for"), _("Task field"), _("Year"), _("Room to decide"), _("Divided by"), _("Amount"), "± %"]


def _estimate_row(one: Any) -> list[str | int | Decimal]:
    return [
        one.title,
        str(one.task_field),
        one.year,
        str(one.get_freedom_display()),
        one.allocation_key,
        _euros(one.amount_cents),
        one.uncertainty_percent,
    ]
