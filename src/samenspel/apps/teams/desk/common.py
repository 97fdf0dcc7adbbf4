"""What the screens of this desk share."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from .. import selectors
from ..models import Chair, Domain

form_page = require_http_methods(["GET", "POST"])


def url(name: str, where: Any, *more: str) -> str:
    """The address of a screen of this desk."""
    return reverse(f"teams-desk:{name}", args=[where.slug, *more])


def domain(where: Any, public_id: str) -> Domain:
    """A domain of this municipality, or 404."""
    found = selectors.domain_by_id(public_id, municipality=where.municipality)
    if found is None:
        raise Http404
    return found


def chair(where: Any, public_id: str) -> Chair:
    """A chair of this neighbourhood, or 404."""
    found = selectors.chair_by_id(public_id, neighbourhood=where)
    if found is None:
        raise Http404
    return found
