"""Pages of the conversation: what we hear, reacting to statements, writing one."""

from __future__ import annotations

import random
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.apps.places.selectors import neighbourhood_by_slug
from samenspel.foundation.errors import Refusal

from . import presentation, selectors, services
from .models import STATEMENT_CHARACTERS_MAX, Participant, Question

BATCH = 7


def _neighbourhood(slug: str) -> Any:
    found = neighbourhood_by_slug(slug)
    if found is None:
        raise Http404
    return found


def _question(slug: str, public_id: str) -> Question:
    found = selectors.question_by_id(public_id, neighbourhood=_neighbourhood(slug))
    if found is None:
        raise Http404
    return found


def _session_key(question: Question) -> str:
    return f"conversation-{question.public_id}"


def _participant(request: HttpRequest, question: Question) -> Participant | None:
    public_id = request.session.get(_session_key(question))
    return selectors.participant_by_id(public_id, question=question) if public_id else None


def _joined(request: HttpRequest, question: Question) -> Participant:
    """The visitor's pseudonym; a first reaction makes one. Only this browser knows which it is."""
    participant = _participant(request, question)
    if participant is None:
        participant = services.join_question(question=question)
        request.session[_session_key(question)] = participant.public_id
    return participant


@require_safe
def index(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """What we hear about the newest question."""
    where = _neighbourhood(neighbourhood)
    newest = selectors.newest_question(where)
    if newest is None:
        return render(request, "deliberation/none.html", {"neighbourhood": where})
    return _heard(request, newest)


@require_safe
def question_page(request: HttpRequest, neighbourhood: str, question: str) -> HttpResponse:
    """What we hear about one question."""
    return _heard(request, _question(neighbourhood, question))


def _heard(request: HttpRequest, question: Question) -> HttpResponse:
    page = selectors.question_page(question, participant=_participant(request, question), now=timezone.now())
    context = {"neighbourhood": question.neighbourhood, "page": page, "shown": presentation.shown(page)}
    return render(request, "deliberation/question.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def react(request: HttpRequest, neighbourhood: str, question: str) -> HttpResponse:
    """One statement at a time: agree, disagree or skip."""
    asked = _question(neighbourhood, question)
    if not selectors.is_open(asked, now=timezone.now()):
        return redirect("deliberation:question", neighbourhood=neighbourhood, question=question)
    if request.method == "POST":
        return _take_reaction(request, asked, neighbourhood)
    participant = _participant(request, asked)
    given = selectors.votes_of(participant)
    shown = request.GET.get("stelling", "")
    statement = selectors.statement_of(asked, shown) if shown else None
    batch_done = statement is None and bool(given) and len(given) % BATCH == 0 and "verder" not in request.GET
    if statement is None and not batch_done:
        # The same person sees the same statement again until they react to it.
        chance = random.Random(f"{participant.public_id}/{len(given)}") if participant else random.Random()  # noqa: S311
        statement = selectors.next_statement_for(asked, participant, chance=chance)
    context = {
        "neighbourhood": asked.neighbourhood,
        "question": asked,
        "statement": statement,
        "chosen": given.get(statement.public_id) if statement else None,
        "given": len(given),
        "batch": presentation.batch(len(given), size=BATCH, again=bool(shown and statement)),
        "previous": list(given)[-1] if given and not shown else "",
        "batch_done": batch_done,
    }
    return render(request, "deliberation/react.html", context)


def _take_reaction(request: HttpRequest, asked: Question, neighbourhood: str) -> HttpResponse:
    statement = selectors.statement_of(asked, request.POST.get("stelling", ""))
    value = {"eens": 1, "oneens": -1, "over": 0}.get(request.POST.get("keuze", ""))
    try:
        if statement is None or value is None:
            raise Refusal(_("Choose agree, disagree or skip."), code="value_unknown")
        services.cast_vote(participant=_joined(request, asked), statement=statement, value=value)
    except Refusal as refused:
        messages.error(request, refused.messages[0])
    return redirect("deliberation:react", neighbourhood=neighbourhood, question=asked.public_id)


@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, neighbourhood: str, question: str) -> HttpResponse:
    """Write a statement of one's own; it is read before others see it."""
    asked = _question(neighbourhood, question)
    if not selectors.is_open(asked, now=timezone.now()):
        return redirect("deliberation:question", neighbourhood=neighbourhood, question=question)
    text, refusal = "", ""
    if request.method == "POST":
        text = request.POST.get("tekst", "")
        try:
            services.propose_statement(question=asked, text=text, author=_joined(request, asked))
        except Refusal as refused:
            refusal = refused.messages[0]
        else:
            messages.success(request, _("Sent. Someone reads it first. Then others react to it."))
            return redirect("deliberation:react", neighbourhood=neighbourhood, question=asked.public_id)
    context = {
        "neighbourhood": asked.neighbourhood,
        "question": asked,
        "text": text,
        "refusal": refusal,
        "most": STATEMENT_CHARACTERS_MAX,
    }
    return render(request, "deliberation/write.html", context, status=422 if refusal else 200)


@require_safe
def statements(request: HttpRequest, neighbourhood: str, question: str) -> HttpResponse:
    """Every statement, those that were declined with the reason: nothing disappears silently."""
    asked = _question(neighbourhood, question)
    page = selectors.statements_page(asked, participant=_participant(request, asked), now=timezone.now())
    context = {"neighbourhood": asked.neighbourhood, "page": page, "table": presentation.statements_table(page)}
    return render(request, "deliberation/statements.html", context)
