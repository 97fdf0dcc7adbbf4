"""The search page: what is public in one neighbourhood, in groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from samenspel.apps.advice import searching as advice
from samenspel.apps.councils import searching as councils
from samenspel.apps.deliberation import searching as deliberation
from samenspel.apps.dossiers import searching as dossiers
from samenspel.apps.draws import searching as draws
from samenspel.apps.household import searching as household
from samenspel.apps.matters import searching as matters
from samenspel.apps.picture import searching as picture
from samenspel.apps.picture.figures import searching as figures
from samenspel.apps.places.selectors import neighbourhood_by_slug
from samenspel.apps.teams import searching as teams
from samenspel.apps.voting import searching as voting
from samenspel.foundation.search import Found, Piece, pieces, words_of

from . import handbook

QUERY_CHARACTERS_MAX = 100
SHOWN_PER_GROUP = 10
Search = Callable[[Any, Sequence[str]], list[Found]]

# In the order in which a neighbour would want them.
SOURCES: list[tuple[Any, Search]] = [
    (_("Questions to the neighbourhood"), deliberation.search_questions),
    (_("Dossiers"), dossiers.search_public),
    (_("Plans"), voting.search_public),
    (_("Decisions of the council"), councils.search_public),
    (_("Draw"), draws.search_public),
    (_("Money"), household.search_public),
    (_("What do we do with it?"), matters.search_public),
    (_("Area team and words"), teams.search_public),
    (_("What people say"), deliberation.search_statements),
    (_("What goes well"), picture.search_assets),
    (_("Signals"), picture.search_public),
    (_("Figures"), figures.search_figures),
    (_("Advice of experts"), advice.search_public),
    (_("Handbook"), handbook.search_public),
]


@dataclass(frozen=True)
class Hit:
    """A found thing with its words marked."""

    url: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    is_dutch: bool


@dataclass(frozen=True)
class Group:
    """What one source found; `more` is how many are not shown."""

    label: str
    hits: tuple[Hit, ...]
    more: int


@dataclass(frozen=True)
class SearchPage:
    """The whole answer to a query."""

    query: str
    groups: tuple[Group, ...]
    total: int


def search(neighbourhood: Any, query: str) -> SearchPage:
    """Everything public in the neighbourhood that holds all words of the query."""
    query = query[:QUERY_CHARACTERS_MAX].strip()
    words = words_of(query)
    groups, total = [], 0
    for label, source in SOURCES if words else []:
        found = source(neighbourhood, words)
        if found:
            total += len(found)
            hits = tuple(_hit(words, one) for one in found[:SHOWN_PER_GROUP])
            groups.append(Group(str(label), hits, max(0, len(found) - SHOWN_PER_GROUP)))
    return SearchPage(query, tuple(groups), total)


def _hit(words: Sequence[str], one: Found) -> Hit:
    text = tuple(pieces(words, one.text)) if one.text else ()
    return Hit(one.url, tuple(pieces(words, one.title)), text, one.is_dutch)


@require_safe
def search_page(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """A box to fill in, and what was found."""
    where = neighbourhood_by_slug(neighbourhood)
    if where is None:
        raise Http404
    page = search(where, request.GET.get("q", ""))
    return render(request, "site/search.html", {"neighbourhood": where, "page": page})
