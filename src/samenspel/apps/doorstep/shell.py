"""The app's page and all that it needs to open without a connection: its files, words, worker and manifest."""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from . import words

# The sheets of a page of the site that the app uses, in their order.
SHEETS = (
    "vendor/vendor.css",
    "samenspel/css/tokens.css",
    "samenspel/css/bridge.css",
    "samenspel/css/layout.css",
    "samenspel/css/components.css",
    "samenspel/css/pictures.css",
    "samenspel/css/desk.css",
    "samenspel/css/doorstep.css",
    "samenspel/css/modes.css",
)
FONTS = ("vendor/fonts/source-sans-3-latin-wght-normal.woff2", "vendor/fonts/bitter-latin-wght-normal.woff2")
SCRIPTS = ("app", "dom", "hints", "link", "queue", "round", "screens", "store", "vault", "words")
ICON = "samenspel/doorstep/icon-{size}.png"
ICON_SIZES = (192, 512)
ADDRESSES = ("app", "worker", "who", "take", "send", "wiped")
WORKER = "samenspel/js/doorstep/worker.js"


def page_of(neighbourhood: Any) -> dict[str, Any]:
    """What the page's template shows, `config` for the scripts included."""
    return {
        "sheets": [static(name) for name in SHEETS],
        "fonts": [static(name) for name in FONTS],
        "script": _script("app"),
        "icon": static(ICON.format(size=ICON_SIZES[0])),
        "config": config_of(neighbourhood),
    }


def config_of(neighbourhood: Any) -> dict[str, Any]:
    """What the scripts need to know: addresses, and every word in both languages. Nothing about anyone."""
    here = [neighbourhood.slug]
    return {
        "slug": neighbourhood.slug,
        "neighbourhood": neighbourhood.name,
        "demonstration": neighbourhood.municipality.is_demonstration,
        "addresses": {
            **{
                name: reverse(f"doorstep:{name}", args=here)
                for name in ("app", "worker", "who", "take", "send", "wiped")
            },
            "sign_in": f"{reverse('account_login')}?next={reverse('doorstep:app', args=here)}",
            "roles": reverse("accounts:roles", args=here) if neighbourhood.municipality.is_demonstration else "",
            "desk": reverse("doorstep-desk:index", args=here),
        },
        "words": words.catalogues(),
        "hints": words.HINTS,
    }


def worker_of(neighbourhood: Any) -> str:
    """The worker's text: which files it keeps, under a version that changes with any of them, and its rules."""
    app = reverse("doorstep:app", args=[neighbourhood.slug])
    files = [app, reverse("doorstep:manifest", args=[neighbourhood.slug]), *_addresses()]
    version = hashlib.sha256(json.dumps([_contents(), config_of(neighbourhood)], sort_keys=True).encode())
    facts = {"app": app, "files": files, "name": f"aanbellen-{neighbourhood.slug}", "version": version.hexdigest()[:16]}
    return f"const SHELL = {json.dumps(facts)};\n{_worker_rules()}"


def manifest_of(neighbourhood: Any) -> dict[str, Any]:
    """The web app manifest."""
    app = reverse("doorstep:app", args=[neighbourhood.slug])
    return {
        "id": app,
        "name": _("Ringing doorbells in %(neighbourhood)s") % {"neighbourhood": neighbourhood.name},
        "short_name": _("Doorbells"),
        "start_url": app,
        "scope": app,
        "display": "standalone",
        "background_color": "#f1f3ee",
        "theme_color": "#074331",
        "icons": [
            {
                "src": static(ICON.format(size=size)),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size in ICON_SIZES
            for purpose in ("any", "maskable")
        ],
    }


def _script(name: str) -> str:
    # By their plain names: a module names the others so, and the version of the worker tells one edition from another.
    return f"{settings.STATIC_URL}samenspel/js/doorstep/{name}.js"


def _addresses() -> list[str]:
    names = (*SHEETS, *FONTS, *(ICON.format(size=size) for size in ICON_SIZES))
    return [*(static(name) for name in names), *(_script(name) for name in SCRIPTS)]


def _worker_rules() -> str:
    return Path(str(finders.find(WORKER))).read_text(encoding="utf-8")


def _contents() -> list[str]:
    return _hashes() if settings.DEBUG else _hashes_once()


def _hashes() -> list[str]:
    names = (*SHEETS, WORKER, *(f"samenspel/js/doorstep/{name}.js" for name in SCRIPTS))
    found = [finders.find(name) for name in names]
    return [hashlib.sha256(Path(str(path)).read_bytes()).hexdigest() for path in found if path]


@functools.cache
def _hashes_once() -> list[str]:
    return _hashes()
