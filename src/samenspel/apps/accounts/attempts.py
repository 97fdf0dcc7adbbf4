"""Wrong codes are counted, and after too many of them someone has to wait.

One count for each pair of an address and a subject: an e-mail address at the door of the workspace, or letter codes
as a whole. The counts stand in the database (django-axes), so that all processes share them; nothing of what was
typed is stored, and a count is forgotten after `AXES_COOLOFF_TIME`.
"""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LETTER_CODES = "letter code"
SIGN_IN_CODES = "sign-in code"
SECOND_FACTOR = "second factor"


def client_address(request: HttpRequest) -> str:
    """The visitor's address, past as many proxies as the settings say and not one more."""
    direct = request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104  (no address known, nothing is bound)
    if not settings.PROXIES:
        return direct
    passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return passed[-settings.PROXIES] if len(passed) >= settings.PROXIES else direct


def _bare(request: HttpRequest) -> HttpRequest:
    """A request that holds the address alone: axes would store the form as well, with the code in it."""
    bare = HttpRequest()
    bare.method = "POST"
    bare.META = {"REMOTE_ADDR": client_address(request)}
    if settings.PROXIES:
        bare.META["HTTP_X_FORWARDED_FOR"] = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return bare


def is_allowed(request: HttpRequest, subject: str) -> bool:
    """False while this address tried too often for this subject."""
    return bool(AxesProxyHandler.is_allowed(_bare(request), {"username": subject}))


def count_failure(request: HttpRequest, subject: str) -> None:
    """Remember one wrong attempt."""
    AxesProxyHandler.user_login_failed(__name__, {"username": subject}, _bare(request))


def refused(request: HttpRequest, *_more: Any) -> HttpResponse:
    """429: wait a while, in plain words."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return response
