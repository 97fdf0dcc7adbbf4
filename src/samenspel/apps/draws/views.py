"""Pages of the draw."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from samenspel.apps.accounts.access import count_wrong_code, limit_wrong_codes
from samenspel.apps.places.selectors import neighbourhood_by_slug
from samenspel.foundation.errors import Refusal

from . import presentation, selectors, services
from .forms import AnswerForm


def find_neighbourhood(slug: str) -> Any:
    """The neighbourhood of the address, or 404."""
    found = neighbourhood_by_slug(slug)
    if found is None:
        raise Http404
    return found


def find_draw(where: Any, public_id: str) -> Any:
    """The public draw of the address, or 404."""
    found = selectors.draw_by_id(where, public_id)
    if found is None:
        raise Http404
    return found


def index(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """The record of the newest draw, with the others listed below it; or the course of a newer lot in its order."""
    where = find_neighbourhood(neighbourhood)
    newest, lot = selectors.shown_draw(where), selectors.latest_lot(where)
    if lot is not None and lot.filling == lot.Filling.IN_ORDER and selectors.is_newer(lot, newest):
        return redirect("draws:lot-course", neighbourhood=where.slug, lot=lot.public_id)
    if newest is None:
        return render(request, "draws/none.html", {"neighbourhood": where, "lot": lot})
    return _record(request, where, newest)


def draw(request: HttpRequest, neighbourhood: str, draw: str) -> HttpResponse:
    """The record of one draw."""
    where = find_neighbourhood(neighbourhood)
    return _record(request, where, find_draw(where, draw))


def _record(request: HttpRequest, where: Any, found: Any) -> HttpResponse:
    page = selectors.draw_page(found)
    context = {"neighbourhood": where, "page": page, "shown": presentation.shown(page)}
    return render(request, "draws/draw.html", context)


@limit_wrong_codes
def answer(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Where the code from the letter leads: say yes, no or not yet."""
    where = find_neighbourhood(neighbourhood)
    lot = selectors.latest_lot(where)
    if lot is None:
        raise Http404
    pool, asked = selectors.asked_of(lot)
    form = AnswerForm(request.POST or None, pool=pool, asked=asked)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_by_code(
                code=form.cleaned_data["code"],
                answer=form.cleaned_data["answer"],
                took_part_before=form.cleaned_data["took_part_before"],
                features=form.features,
                needs=form.cleaned_data["needs"],
                compensation=form.cleaned_data["compensation"],
                lighter_role=form.cleaned_data["lighter_role"],
            )
        except Refusal as refusal:
            count_wrong_code(request, refusal)
            form.add_error("code" if str(refusal.code).startswith("code_") else None, refusal)
        else:
            # The answer itself stays out of the address, so that it is in no log and no history.
            return redirect("draws:answered", neighbourhood=where.slug)
    status = 422 if form.errors else 200
    compensation = selectors.compensation_of(where, today=timezone.localdate())
    context = {"neighbourhood": where, "form": form, "lot": lot, "compensation": compensation}
    return render(request, "draws/answer.html", context, status=status)


def answered(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Thanks, whatever the answer was."""
    return render(request, "draws/answered.html", {"neighbourhood": find_neighbourhood(neighbourhood)})


def bundle(request: HttpRequest, neighbourhood: str, draw: str) -> HttpResponse:
    """The sealed bundle, byte for byte, for `samenspel verify`."""
    found = find_draw(find_neighbourhood(neighbourhood), draw)
    return download(selectors.bundle_bytes(found), "application/json", f"loting-{found.public_id}.json")


def panels(request: HttpRequest, neighbourhood: str, draw: str) -> HttpResponse:
    """The numbered panels to print and to look a number up in."""
    found = find_draw(find_neighbourhood(neighbourhood), draw)
    return download(selectors.panels_csv(found), "text/csv; charset=utf-8", f"loting-{found.public_id}.csv")


def lot_bundle(request: HttpRequest, neighbourhood: str, lot: str) -> HttpResponse:
    """The sealed order of the lot, byte for byte."""
    found = selectors.lot_by_id(find_neighbourhood(neighbourhood), lot)
    if found is None:
        raise Http404
    return download(selectors.lot_bundle_bytes(found), "application/json", f"lot-{found.public_id}.json")


def download(data: bytes, content_type: str, file_name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
