"""The API: what the public pages tell, as JSON, described by OpenAPI. Each app brings its own router."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from ninja import NinjaAPI

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
