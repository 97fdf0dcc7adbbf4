"""Who may come to which desk: the door of every screen that is not public."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors

View = Callable[..., HttpResponse]


def at_desk(*roles: str) -> Callable[[View], View]:
    """Let in who is signed in and has one of these roles in the neighbourhood of the address; nobody else.

    The view gets the neighbourhood itself instead of its slug, and `request.user` is the person. Without a
    role named, any role in this neighbourhood will do.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, neighbourhood: str, **kwargs: Any) -> HttpResponse:
            where = neighbourhood_by_slug(neighbourhood)
            if where is None:
                raise Http404
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            held = selectors.roles_of(request.user, neighbourhood=where)
            if not (held & set(roles) if roles else held):
                raise PermissionDenied
            return view(request, neighbourhood=where, **kwargs)

        guarded.desk_roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return wrap
