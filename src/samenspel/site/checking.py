"""Checking it yourself: the page that counts a published file again, and the same page to take home."""

from __future__ import annotations

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samenspel.foundation import recount


@require_safe
@csp_replace({"connect-src": [NONE]})
def checking(request: HttpRequest) -> HttpResponse:
    """Drop a file and count it again. The browser itself forbids this page to send anything."""
    return render(request, "site/checking.html")


@require_safe
def standalone(request: HttpRequest) -> HttpResponse:
    """The same in one file, to keep and to open without internet."""
    script, sheet = recount.script(), recount.sheet()
    context = {
        "script": script,
        "sheet": sheet,
        "script_hash": recount.content_hash(script),
        "sheet_hash": recount.content_hash(sheet),
    }
    response = HttpResponse(render_to_string("recount/standalone.html", context), content_type="text/html")
    response["Content-Disposition"] = f'attachment; filename="samenspel-natellen-{get_language()}.html"'
    return response
