"""Forms that act, and a page before what cannot be undone: it says what will happen before anything does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


@dataclass(frozen=True)
class Confirm:
    """What is shown before an act that cannot be undone: what will happen, and what was filled in."""

    title: str
    sentences: Sequence[str]
    label: str
    facts: Sequence[tuple[str, str]] = ()


def form_page(
    request: HttpRequest,
    form: Any,
    *,
    template: str,
    context: dict[str, Any],
    act: Callable[[Any], str | None],
    confirm: Callable[[Any], Confirm] | None = None,
    said: str = "",
) -> HttpResponse:
    """Show a form; act on a good one; show what is wrong with 422 and what was typed.

    `act` calls a service through the form and returns the address to go to, or None when it was refused. With
    `confirm` a page first says what will happen; what was filled in travels along and nothing is done yet.
    """
    context = {**context, "form": form}
    if "again" in request.POST:
        # Back from the confirming page with everything that was typed.
        return render(request, template, context)
    if request.method == "POST" and form.is_valid():
        if confirm is not None and "confirmed" not in request.POST:
            shown = {**context, "confirm": confirm(form), "carried": _carried(form)}
            return render(request, "desk/confirm.html", shown)
        address = act(form)
        if address is not None and not form.errors:
            if said:
                messages.success(request, said)
            return redirect(address)
    return render(request, template, context, status=422 if form.errors else 200)


def _carried(form: forms.Form) -> list[tuple[str, str]]:
    """Everything that was filled in, as hidden fields."""
    data: Any = form.data
    return [(name, value) for name in form.fields for value in data.getlist(name)]


def posted(request: HttpRequest) -> Any:
    """What was sent, or None on a first look: also a form without fields is bound by it."""
    return request.POST if request.method == "POST" else None
