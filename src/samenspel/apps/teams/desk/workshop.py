"""The workshop in threes, page by page. Each page is kept before the next one opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.matters.selectors import matter_of

from .. import access, forms, selectors, services
from ..models import Workshop
from ..services.workshops import PEOPLE, QUESTIONS_MIN
from .common import form_page, url


@dataclass(frozen=True)
class Page:
    """One page of the workshop: what it is called, what to do, its form, the service that keeps it, when it is full."""

    title: Any
    told: tuple[Any, ...]
    form: Any
    service: Callable[..., Any]
    is_full: Callable[[Workshop], bool]


PAGES: tuple[Page, ...] = (
    Page(
        gettext_lazy("Three people, one case"),
        (
            gettext_lazy("Sit down with three: of three departments. One brings a case of this week."),
            gettext_lazy("That one tells. The other two listen and say nothing yet."),
        ),
        forms.PeopleForm,
        services.save_people,
        lambda workshop: bool(workshop.title and len(workshop.seats.all()) == PEOPLE),
    ),
    Page(
        gettext_lazy("Two truths side by side"),
        (
            gettext_lazy("Write down two sentences that are both true, though they pull in two directions."),
            gettext_lazy("Nobody has to win. Read them aloud, one after the other."),
        ),
        forms.TruthsForm,
        services.save_truths,
        lambda workshop: bool(workshop.first_truth and workshop.second_truth),
    ),
    Page(
        gettext_lazy("The others ask"),
        (
            gettext_lazy("Only open questions. No advice, no story of your own."),
            gettext_lazy("Who brings the case thinks aloud. Write down what comes up."),
        ),
        forms.QuestionsForm,
        services.save_questions,
        lambda workshop: len(workshop.questions.all()) >= QUESTIONS_MIN,
    ),
    Page(
        gettext_lazy("A step and a lesson"),
        (
            gettext_lazy("What is the smallest step that can be taken next week? Who takes it, with whom?"),
            gettext_lazy("And what would you tell a colleague who was not here?"),
        ),
        forms.StepForm,
        services.save_step,
        lambda workshop: bool(workshop.step and workshop.lesson),
    ),
)


def _workshop(where: Any, public_id: str) -> Workshop:
    found = selectors.workshop_by_id(public_id, neighbourhood=where)
    if found is None:
        raise Http404
    return found


def _course(workshop: Workshop, now: int) -> list[dict[str, Any]]:
    """The pages for the row above the form: number, title, whether it is full and whether it is open now."""
    return [
        {"number": number, "title": page.title, "done": page.is_full(workshop), "now": number == now}
        for number, page in enumerate(PAGES, start=1)
    ]


@require_POST
@at_desk(*access.OFFICIALS)
def start(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Open a new workshop at its first page."""
    made = services.start_workshop(neighbourhood=neighbourhood, by=request.user)
    return redirect(url("workshop-page", neighbourhood, made.public_id, "1"))


@form_page
@at_desk(*access.OFFICIALS)
def page(request: HttpRequest, neighbourhood: Any, public_id: str, number: str) -> HttpResponse:
    """One page: what to do, and a form that keeps it."""
    workshop = _workshop(neighbourhood, public_id)
    if workshop.closed_at is not None:
        return redirect(url("workshop", neighbourhood, public_id))
    position = int(number)
    if not 1 <= position <= len(PAGES):
        raise Http404
    shown = PAGES[position - 1]
    form = shown.form(request.POST or None, workshop=workshop)
    if request.method == "POST" and form.is_valid():
        kept = form.call(shown.service, workshop=workshop, by=request.user, **form.arguments())
        if kept is not None:
            if position < len(PAGES):
                return redirect(url("workshop-page", neighbourhood, public_id, str(position + 1)))
            return redirect(url("workshop", neighbourhood, public_id))
    context = {
        "neighbourhood": neighbourhood,
        "workshop": workshop,
        "shown": shown,
        "number": position,
        "pages": len(PAGES),
        "course": _course(workshop, position),
        "form": form,
        "back": url("workshop-page", neighbourhood, public_id, str(position - 1))
        if position > 1
        else url("learning", neighbourhood),
    }
    return render(request, "teams/desk_workshop_page.html", context, status=422 if form.errors else 200)


@require_safe
@at_desk(*access.OFFICIALS)
def workshop(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """The whole of it, to read aloud once more, to close and to print."""
    found = _workshop(neighbourhood, public_id)
    course = _course(found, 0)
    context = {
        "neighbourhood": neighbourhood,
        "workshop": found,
        "course": course,
        "is_full": all(one["done"] for one in course),
        "next_page": next((one["number"] for one in course if not one["done"]), 1),
        "matter": matter_of("workshop", found.public_id),
    }
    return render(request, "teams/desk_workshop.html", context)


@require_POST
@at_desk(*access.OFFICIALS)
def close(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """The step becomes something that is taken up, the lesson goes on the shelf."""
    found = _workshop(neighbourhood, public_id)
    form = forms.DeskForm(request.POST)
    if form.is_valid() and form.call(services.close_workshop, workshop=found, by=request.user) is not None:
        messages.success(request, _("Closed. The step has an owner and a day, the lesson stands on the shelf."))
    else:
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
    return redirect(url("workshop", neighbourhood, public_id))
