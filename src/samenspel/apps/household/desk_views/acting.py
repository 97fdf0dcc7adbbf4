"""One way for every act on money: fill in, see in words what will be booked, confirm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..forms import MoneyForm
from ..selectors.planned import PlannedMove, fingerprint, total_of
from ..services.rehearsal import book_as_shown, rehearse

Cleaned = dict[str, Any]
TEMPLATE = "household/desk_act.html"


@dataclass(frozen=True)
class Act:
    """What one screen does.

    `run(cleaned, key)` does it; `plan(cleaned)` says beforehand which transfers come of it, and without it the
    act is rehearsed. `told(cleaned, moves)` says in words what will happen. `books` is False for acts that book
    nothing now; `direct` shows plan and form on one page, for what was approved before.
    """

    title: str
    told: Callable[[Cleaned, Sequence[PlannedMove]], str]
    run: Callable[[Cleaned, str], Any]
    button: str
    done: str
    back: str
    intro: str = ""
    plan: Callable[[Cleaned], Sequence[PlannedMove]] | None = None
    books: bool = True
    direct: bool = False
    after: Callable[[Any], str] | None = None
    facts: Sequence[tuple[Any, Any]] = ()


def respond(
    request: HttpRequest, neighbourhood: Any, act: Act, form_class: type[MoneyForm], **arguments: Any
) -> HttpResponse:
    """Fill in, look, confirm; a refusal answers 422 and keeps what was typed."""
    page = _Page(request, neighbourhood, act)
    if request.method != "POST":
        return page.first(form_class(**arguments))
    arguments.pop("initial", None)
    form = form_class(request.POST, **arguments)
    step = request.POST.get("step", "show")
    if not form.is_valid():
        return page.again(form)
    key = form.cleaned_data["key"]
    if step == "change":
        return page.fill(form)
    if step == "book":
        return page.book(form, key)
    moves = form.call(lambda: page.moves(form.cleaned_data, key))
    return page.again(form) if moves is None else page.confirm(form, form.cleaned_data, moves)


@dataclass(frozen=True)
class _Page:
    request: HttpRequest
    neighbourhood: Any
    act: Act

    def moves(self, cleaned: Cleaned, key: str) -> Sequence[PlannedMove]:
        if self.act.plan is not None:
            return self.act.plan(cleaned)
        return rehearse(
            municipality=self.neighbourhood.municipality,
            idempotency_key=key,
            run=lambda: self.act.run(cleaned, key),
        )

    def first(self, form: MoneyForm) -> HttpResponse:
        if not self.act.direct:
            return self.fill(form)
        probe = MoneyForm({})
        moves = probe.call(lambda: self.moves({}, ""))
        return self.confirm(form, {}, moves) if moves else self._render({"form": probe, "step": "refused"}, 200)

    def book(self, form: MoneyForm, key: str) -> HttpResponse:
        cleaned, shown = form.cleaned_data, self.request.POST.get("shown", "")
        result = form.call(lambda: self._do(cleaned, key, shown))
        if not form.errors:
            messages.success(self.request, self.act.done)
            return redirect(self.act.after(result) if self.act.after else self.act.back)
        if form.has_error("__all__", code="plan_changed"):
            moves = form.call(lambda: self.moves(cleaned, key))
            if moves is not None:
                return self.confirm(form, cleaned, moves, status=422)
        return self.again(form)

    def _do(self, cleaned: Cleaned, key: str, shown: str) -> Any:
        if not self.act.books:
            return self.act.run(cleaned, key)
        return book_as_shown(
            municipality=self.neighbourhood.municipality,
            idempotency_key=key,
            shown=shown,
            run=lambda: self.act.run(cleaned, key),
        )

    def again(self, form: MoneyForm) -> HttpResponse:
        """The form once more with what is wrong; of a direct act with its plan, where there still is one."""
        if not self.act.direct:
            return self.fill(form, status=422)
        moves = MoneyForm({}).call(lambda: self.moves({}, ""))
        return (
            self.confirm(form, {}, moves, status=422) if moves else self._render({"form": form, "step": "refused"}, 422)
        )

    def fill(self, form: MoneyForm, status: int = 200) -> HttpResponse:
        return self._render({"form": form, "step": "fill"}, status)

    def confirm(
        self, form: MoneyForm, cleaned: Cleaned, moves: Sequence[PlannedMove] | None, status: int = 200
    ) -> HttpResponse:
        found = moves or ()
        context = {
            "form": form,
            "step": "direct" if self.act.direct else "confirm",
            "moves": found,
            "total_cents": total_of(found),
            "shown": fingerprint(found),
            "told": self.act.told(cleaned, found),
        }
        return self._render(context, status)

    def _render(self, context: dict[str, Any], status: int) -> HttpResponse:
        label = _("Show what will happen")
        frame = {"neighbourhood": self.neighbourhood, "act": self.act, "show_label": label}
        return render(self.request, TEMPLATE, frame | context, status=status)
