"""Who may come to which desk: the door of every screen that is not public, and the limit on wrong codes."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import attempts, selectors
from .models import Person

View = Callable[..., HttpResponse]
# In the session: it stepped into a role of a demonstration.
DEMONSTRATION_MARK = "demonstration_role"
STRONG = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
WRONG_CODES = frozenset({"code_unknown", "code_used", "code_void"})


def has_second_factor(person: Any) -> bool:
    """True when the person has an authenticator app or a passkey."""
    return is_mfa_enabled(person, STRONG)


def passed_second_factor(request: HttpRequest) -> bool:
    """True when this very session proved a second step: at sign-in, afterwards, or by setting one up."""
    if not has_second_factor(request.user):
        return False
    records = get_authentication_records(request, request.user)
    return any(one.get("method") == "mfa" for one in records)


def _second_factor_page(request: HttpRequest, where: Any, held: set[str]) -> HttpResponse | None:
    """Where to go first when a role has power and the second step is missing; else None."""
    if not held & settings.SECOND_FACTOR_ROLES or passed_second_factor(request):
        return None
    if where.municipality.is_demonstration and request.session.get(DEMONSTRATION_MARK):
        return None
    page = "mfa_index"
    if has_second_factor(request.user):
        has_app = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        page = "mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn"
    return redirect_to_login(request.get_full_path(), login_url=resolve_url(page))


def at_desk(*roles: str) -> Callable[[View], View]:
    """Let in who is signed in and has one of these roles in the neighbourhood of the address; nobody else.

    The view gets the neighbourhood itself instead of its slug, and `request.user` is the person. Without a
    role named, any role in this neighbourhood will do. Who has a role with power here (`SECOND_FACTOR_ROLES`)
    passes a second step first.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, neighbourhood: str, **kwargs: Any) -> HttpResponse:
            where = neighbourhood_by_slug(neighbourhood)
            if where is None:
                raise Http404
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), login_url=resolve_url(settings.LOGIN_URL))
            held = selectors.roles_of(request.user, neighbourhood=where)
            if not (held & set(roles) if roles else held):
                raise PermissionDenied
            first = _second_factor_page(request, where, held)
            return first or view(request, neighbourhood=where, **kwargs)

        guarded.desk_roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return wrap


def limit_wrong_codes(view: View) -> View:
    """Refuse a form with a letter code (429) from an address that sent too many wrong ones.

    The view tells of a wrong one with `count_wrong_code`.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not attempts.is_allowed(request, attempts.LETTER_CODES):
            return attempts.refused(request)
        return view(request, *args, **kwargs)

    guarded.limits_wrong_codes = True  # type: ignore[attr-defined]
    return guarded


def count_wrong_code(request: HttpRequest, refusal: ValidationError) -> None:
    """Count a refusal that says that a letter code was wrong; other refusals do not count."""
    if getattr(refusal, "code", None) in WRONG_CODES:
        attempts.count_failure(request, attempts.LETTER_CODES)


def person_of(request: HttpRequest) -> Person:
    """Who is at the desk: behind `at_desk` there is always someone."""
    return cast(Person, request.user)
