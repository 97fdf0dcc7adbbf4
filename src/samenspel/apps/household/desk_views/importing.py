"""Grants from a file: send it, say which column is what, see what will be booked, book it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from samenspel.foundation.intake import propose_mapping
from samenspel.foundation.money import euros

from .. import engine, forms, services
from ..selectors.planned import PlannedMove, fingerprint, total_of
from ..services.imports import GRANT_COLUMNS
from ..services.rehearsal import book_as_shown, rehearse
from .finding import address, keeper

LABELS = {
    "name": gettext_lazy("Name of the fund"),
    "owner_name": gettext_lazy("Owner"),
    "owner_kind": gettext_lazy("Kind of owner"),
    "task_field_code": gettext_lazy("Task field"),
    "year": gettext_lazy("Year"),
    "freedom": gettext_lazy("Who decides on it?"),
    "amount_cents": gettext_lazy("Amount"),
    "economic_category": gettext_lazy("Economic category"),
    "ends_on": gettext_lazy("May be spent until"),
    "grant_letter": gettext_lazy("Grant letter"),
    "earmark": gettext_lazy("What is it meant for?"),
    "earmark_codes": gettext_lazy("Task fields it may be spent on"),
    "journal_number": gettext_lazy("Journal number"),
}
WANTED = tuple((spec.name, LABELS[spec.name], spec.required) for spec in GRANT_COLUMNS)
PREVIEW_ROWS = 5


@require_http_methods(["GET", "POST"])
@keeper
def import_grants(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Three steps on one address; a fault anywhere books nothing."""
    if request.method == "POST" and "content" in request.POST:
        return _mapped(request, neighbourhood)
    form = forms.FileForm(request.POST or None, request.FILES or None) if request.method == "POST" else forms.FileForm()
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        table = form.call(lambda: engine.read_table(content))
        if table is not None:
            return _choose(request, neighbourhood, _proposed(content, table), table)
    context = {
        "neighbourhood": neighbourhood,
        "form": form,
        "columns": WANTED,
        "back": address("overview", neighbourhood),
    }
    return render(request, "household/desk_import.html", context, status=422 if form.is_bound else 200)


def _proposed(content: bytes, table: Any) -> forms.MappingForm:
    """The form of the second step, with the columns that were recognised."""
    found = {f"column_{name}": header for name, header in propose_mapping(table.columns, GRANT_COLUMNS).items()}
    initial = {"content": base64.b64encode(content).decode(), **found}
    return forms.MappingForm(wanted=WANTED, columns=table.columns, initial=initial)


def _mapped(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The second step (show what will be booked) and the third (book it)."""
    try:
        content = base64.b64decode(request.POST["content"], validate=True)
        table = engine.read_table(content)
    except (binascii.Error, ValueError, engine.FaultsError):
        messages.error(request, _("The file did not come through whole. Send it again."))
        return redirect(address("import", neighbourhood))
    form = forms.MappingForm(request.POST, wanted=WANTED, columns=table.columns)
    if not form.is_valid() or request.POST.get("step") == "change":
        return _choose(request, neighbourhood, form, table, status=422 if form.errors else 200)
    key, municipality = form.cleaned_data["key"], neighbourhood.municipality

    def run() -> Any:
        return services.import_grants(
            neighbourhood=neighbourhood, source=content, mapping=form.mapping, by=request.user, idempotency_key=key
        )

    if request.POST.get("step") == "book":
        shown = request.POST.get("shown", "")
        funds = form.call(lambda: book_as_shown(municipality=municipality, idempotency_key=key, shown=shown, run=run))
        if funds is not None:
            told = ngettext("%(number)s grant is in the book.", "%(number)s grants are in the book.", len(funds))
            messages.success(request, told % {"number": len(funds)})
            return redirect(address("overview", neighbourhood))
        return _choose(request, neighbourhood, form, table, status=422)
    moves = form.call(lambda: rehearse(municipality=municipality, idempotency_key=key, run=run))
    if moves is None:
        return _choose(request, neighbourhood, form, table, status=422)
    return _choose(request, neighbourhood, form, table, moves=moves)


def _choose(
    request: HttpRequest,
    neighbourhood: Any,
    form: forms.MappingForm,
    table: Any,
    *,
    moves: Sequence[PlannedMove] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "neighbourhood": neighbourhood,
        "form": form,
        "columns": table.columns,
        "rows": [
            (number, list(zip(table.columns, cells, strict=True)))
            for number, cells in list(zip(table.row_numbers, table.rows, strict=True))[:PREVIEW_ROWS]
        ],
        "row_count": len(table.rows),
        "moves": moves,
        "total_cents": total_of(moves),
        "total": euros(total_of(moves)),
        "shown": fingerprint(moves),
        "act": {"books": True},
        "show_label": _("Show what will happen"),
        "back": address("import", neighbourhood),
    }
    return render(request, "household/desk_mapping.html", context, status=status)
