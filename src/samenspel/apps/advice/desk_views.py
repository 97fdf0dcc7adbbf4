"""The experts' desk: what is asked of me, and answering it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.apps.accounts.access import at_desk

from . import selectors, services
from .forms import AnswerForm


@require_safe
@at_desk("expert")
def index(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Questions that wait, and what was answered before."""
    context = {
        "neighbourhood": neighbourhood,
        "asked": selectors.asked_advice(neighbourhood),
        "answered": selectors.answered_with_course(neighbourhood),
    }
    return render(request, "advice/desk_index.html", context)


@require_http_methods(["GET", "POST"])
@at_desk("expert")
def answer(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Answer one question; what was answered is only read."""
    found = selectors.advice_by_id(public_id, neighbourhood=neighbourhood)
    if found is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = form.call(services.answer_advice, request=found, expert=request.user, **form.cleaned_data)
        if done is not None:
            messages.success(request, _("Answered. Everyone can read it."))
            return redirect("advice-desk:index", neighbourhood=neighbourhood.slug)
    context = {"neighbourhood": neighbourhood, "advice": found, "form": form}
    return render(request, "advice/desk_answer.html", context, status=422 if form.errors else 200)
