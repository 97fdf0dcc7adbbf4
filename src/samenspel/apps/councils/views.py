"""Pages of the council: who sits there, the rules of play, the decisions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from samenspel.apps.matters.selectors import values_of
from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors
from .presentation import council_ring


def council(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """The council with its chairs, its rules of play and what it decided."""
    where = neighbourhood_by_slug(neighbourhood)
    page = selectors.council_page(where) if where else None
    if page is None:
        raise Http404
    return render(request, "councils/council.html", {"neighbourhood": where, "page": page, "ring": council_ring(page)})


def decision(request: HttpRequest, neighbourhood: str, public_id: str) -> HttpResponse:
    """One decision with its basis, the consultation, the votes and how to object."""
    where = neighbourhood_by_slug(neighbourhood)
    found = selectors.decision_by_id(public_id)
    if where is None or found is None or found.council.neighbourhood_id != where.pk:
        raise Http404
    tally = selectors.tally_of(found)
    labels = {"for": gettext("for"), "against": gettext("against"), "abstain": gettext("abstained")}
    rows = [{"label": labels[choice], "value": number} for choice, number in tally.items()]
    context = {
        "neighbourhood": where,
        "decision": found,
        "tally_rows": rows,
        "values": values_of("decision", public_id),
    }
    return render(request, "councils/decision.html", context)
