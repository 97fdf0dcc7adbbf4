"""The API: what the public pages tell, as JSON, described by OpenAPI. Each app brings its own router."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI

from samenspel.apps.places.selectors import participating_neighbourhoods

api = NinjaAPI(
    title="Samenspel",
    version="1",
    description="What the public pages of Samenspel tell, as open data. Money is in whole cents, moments are in UTC.",
    # The page that comes with the library loads its script from another host.
    docs_url=None,
)


def _mount() -> None:
    """An app that has something to tell has an `api.py` with a `router`; its paths start at the neighbourhood.

    Each operation takes `neighbourhood: Path[str]`, the slug in the address of the pages.
    """
    for config in apps.get_app_configs():
        if config.name.startswith("samenspel.apps.") and find_spec(f"{config.name}.api"):
            router = import_module(f"{config.name}.api").router
            api.add_router(f"/{{neighbourhood}}/{config.label}", router, tags=[config.label])


_mount()


_NAMES = {
    "doorstep": _("At the door"),
    "dossiers": _("Dossiers"),
    "draws": _("The draw"),
    "matters": _("What do we do with it?"),
    "picture": _("Neighbourhood picture"),
    "teams": _("Area team"),
    "trail": _("Public log"),
}


@dataclass(frozen=True)
class Operation:
    """One question that the API answers: its address, filled in where nothing else needs to be, and what it tells."""

    path: str
    url: str
    summary: str

    @property
    def shown(self) -> SafeString:
        """The address as it is read: on a narrow screen it breaks after a slash, not within a word."""
        return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in (self.url or self.path).split("/")))


@dataclass(frozen=True)
class Subject:
    """The operations of one app."""

    key: str
    operations: tuple[Operation, ...]

    @property
    def name(self) -> str:
        """As the public pages call it; an app without a name of its own is told by its key."""
        return str(_NAMES.get(self.key, self.key))


def subjects(slug: str | None) -> Iterator[Subject]:
    """Every public operation by subject; with a neighbourhood's slug those that need no more are links."""
    schema = api.get_openapi_schema()
    found = [
        (get["tags"][0], path, get["summary"]) for path, item in schema["paths"].items() if (get := item.get("get"))
    ]
    for key, rows in groupby(sorted(found), key=lambda row: row[0]):
        yield Subject(key, tuple(Operation(path, _filled(path, slug), summary) for _key, path, summary in rows))


def _filled(path: str, slug: str | None) -> str:
    url = path.replace("{neighbourhood}", slug) if slug else path
    return "" if "{" in url else url


def open_data_page(request: HttpRequest) -> HttpResponse:
    """What can be downloaded and asked by a program."""
    first = participating_neighbourhoods().first()
    page = {"subjects": list(subjects(first.slug if first else None))}
    return render(request, "site/open_data.html", page)
