"""The conversation's desk: ask, read along, listen, publish, close."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.advice.selectors import advice_on
from samenspel.apps.advice.services import request_advice
from samenspel.apps.jobs.services import start_job
from samenspel.foundation import asking
from samenspel.foundation.confirming import posted
from samenspel.foundation.forms import DeskForm, end_of

from . import presentation, selectors, services
from .access import ORGANISERS
from .forms import AdviceForm, ImportForm, ModerationForm, PublishForm, QuestionForm, SeedForm
from .hearing import hearing_of
from .models import OpinionMap, Question

form_page = require_http_methods(["GET", "POST"])


def _question(where: Any, public_id: str) -> Question:
    found = selectors.question_by_id(public_id, neighbourhood=where)
    if found is None:
        raise Http404
    return found


def _url(name: str, question: Question) -> str:
    return reverse(f"deliberation-desk:{name}", args=[question.neighbourhood.slug, question.public_id])


@require_safe
@at_desk(*ORGANISERS)
def index(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """All conversations, and what waits in each."""
    questions = selectors.desk_questions(neighbourhood, now=timezone.now())
    return render(request, "deliberation/desk_index.html", {"neighbourhood": neighbourhood, "questions": questions})


@form_page
@at_desk(*ORGANISERS)
def open_question(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Put a question to the neighbourhood."""
    ask = asking.Ask(
        heading=_("What do you want to ask the neighbourhood?"),
        label=_("Open this question"),
        back=reverse("deliberation-desk:index", args=[neighbourhood.slug]),
        kicker=_("New conversation"),
        told=[_("The question is public as soon as you open it. Its words do not change any more.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=QuestionForm(request.POST or None),
        service=services.open_question,
        arguments=lambda given: {
            "neighbourhood": neighbourhood,
            "by": request.user,
            "text": given["text"],
            "positions": given["positions"],
            "interests": given["interests"],
            "closes_at": end_of(given["closes_on"]),
            "results_hidden_until_votes": given["results_hidden_until_votes"],
        },
        done=_("The question is open. Now add a few statements to begin with."),
        to=lambda question: _url("question", question),
    )


@require_safe
@at_desk(*ORGANISERS)
def question(request: HttpRequest, neighbourhood: Any, question: str) -> HttpResponse:
    """One conversation: how it goes and what comes next."""
    found = _question(neighbourhood, question)
    context = {
        "neighbourhood": neighbourhood,
        "page": selectors.desk_question(found, now=timezone.now()),
        "advice": advice_on("question", found.public_id),
    }
    return render(request, "deliberation/desk_question.html", context)


@form_page
@at_desk(*ORGANISERS)
def seed(request: HttpRequest, neighbourhood: Any, question: str) -> HttpResponse:
    """Add statements to begin with; each says that the organisers brought it in."""
    found = _question(neighbourhood, question)
    ask = asking.Ask(
        heading=_("Add statements to begin with"),
        label=_("Add these statements"),
        back=_url("question", found),
        about=found.text,
        told=[_("People see where a statement comes from. Take what you heard, also what you do not agree with.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=SeedForm(request.POST or None),
        service=services.seed_statements,
        arguments=lambda given: {"question": found, "by": request.user, **given},
        done=_("Added. Residents can react to these now."),
        to=lambda _added: _url("question", found),
    )


@require_safe
@at_desk(*ORGANISERS)
def queue(request: HttpRequest, neighbourhood: Any, question: str) -> HttpResponse:
    """Statements that wait to be read, and the log of what was read before."""
    found = _question(neighbourhood, question)
    waiting = [
        (statement, ModerationForm(auto_id=f"{statement.public_id}_%s"))
        for statement in selectors.waiting_statements(found)
    ]
    context = {
        "neighbourhood": neighbourhood,
        "question": found,
        "waiting": waiting,
        "log": selectors.moderation_log(found).select_related("by")[:100],
    }
    return render(request, "deliberation/desk_queue.html", context)


@form_page
@at_desk(*ORGANISERS)
def moderate(request: HttpRequest, neighbourhood: Any, question: str, statement: str) -> HttpResponse:
    """Accept or decline one statement; also one that was judged before."""
    found = _question(neighbourhood, question)
    judged = found.statements.filter(public_id=statement).first()
    if judged is None:
        raise Http404
    form = ModerationForm(request.POST or None, auto_id=f"{judged.public_id}_%s")
    # Without a reason the form posts nothing but its button, and is still bound.
    if request.method == "POST" and form.is_valid():
        done = form.call(
            services.moderate_statement,
            statement=judged,
            status=request.POST.get("choice", ""),
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        if done:
            is_yes = done.status == "accepted"
            messages.success(request, _("Accepted: people can react to it.") if is_yes else _("Declined, with reason."))
            return redirect(_url("queue", found))
    context = {"neighbourhood": neighbourhood, "question": found, "statement": judged, "form": form}
    return render(request, "deliberation/desk_moderate.html", context, status=422 if form.errors else 200)


@form_page
@at_desk(*ORGANISERS)
def import_files(request: HttpRequest, neighbourhood: Any, question: str) -> HttpResponse:
    """Take over a conversation from its two files."""
    found = _question(neighbourhood, question)
    ask = asking.Ask(
        heading=_("Take over a conversation from files"),
        label=_("Read these files"),
        back=_url("question", found),
        about=found.text,
        told=[
            _("For a conversation that was held elsewhere, for one in Polis."),
            _("Everything is read or nothing is. What is wrong comes back with its row."),
        ],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=ImportForm(request.POST or None, request.FILES or None),
        service=services.import_votes,
        arguments=lambda given: {
            "question": found,
            "votes": given["votes"].read(),
            "comments": given["comments"].read(),
        },
        done=_("Taken over. Now work out what people say together."),
        to=lambda _done: _url("question", found),
    )


@require_POST
@at_desk(*ORGANISERS)
def compute(request: HttpRequest, neighbourhood: Any, question: str) -> HttpResponse:
    """Start working out what people say together."""
    found = _question(neighbourhood, question)
    payload = {"question": found.public_id, "next": _url("map", found)}
    job = start_job(
        municipality=neighbourhood.municipality, kind="deliberation.map", payload=payload, started_by=request.user
    )
    return redirect("jobs:job", neighbourhood=neighbourhood.slug, public_id=job.public_id)


@form_page
@at_desk(*ORGANISERS)
def heard(request: HttpRequest, neighbourhood: Any, question: str) -> HttpResponse:
    """Look at what was worked out; name the groups; publish."""
    found = _question(neighbourhood, question)
    newest = selectors.latest_map(found, published=False)
    if newest is None:
        messages.info(request, _("Nothing was worked out yet. Start it below."))
        return redirect(_url("question", found))
    form = PublishForm(posted(request), groups=len(newest.figures["groups"]))
    if request.method == "POST" and form.is_valid():
        done = form.call(
            services.publish_map,
            opinion_map=_map_looked_at(found, request.POST.get("map", "")),
            by=request.user,
            headline=form.cleaned_data["headline"],
            group_names=form.group_names,
        )
        if done:
            messages.success(request, _("Published. Everyone can read it now."))
            return redirect(_url("question", found))
    hearing = hearing_of(newest)
    context = {
        "neighbourhood": neighbourhood,
        "question": found,
        "newest": newest,
        "heard": hearing,
        "common": presentation.share_table(hearing, hearing.common + hearing.common_more),
        "form": form,
    }
    return render(request, "deliberation/desk_map.html", context, status=422 if form.errors else 200)


def _map_looked_at(question: Question, public_id: str) -> OpinionMap:
    # What someone looked at is what is published, also when a newer one came in between.
    looked_at = question.maps.filter(public_id=public_id).first()
    if looked_at is None:
        raise Http404
    return looked_at


@form_page
@at_desk(*ORGANISERS)
def ask_advice(request: HttpRequest, neighbourhood: Any, question: str) -> HttpResponse:
    """Ask an expert for a fact that the conversation needs."""
    found = _question(neighbourhood, question)
    ask = asking.Ask(
        heading=_("What do you want to ask an expert?"),
        label=_("Ask this"),
        back=_url("question", found),
        about=found.text,
        told=[_("Question and answer are public. The answer says where it comes from.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=AdviceForm(request.POST or None),
        service=request_advice,
        arguments=lambda given: {
            "neighbourhood": neighbourhood,
            "subject_kind": "question",
            "subject_id": found.public_id,
            **given,
        },
        done=_("Asked. The experts of this neighbourhood find it on their start page."),
        to=lambda _asked: _url("question", found),
    )


@form_page
@at_desk(*ORGANISERS)
def close(request: HttpRequest, neighbourhood: Any, question: str) -> HttpResponse:
    """Close the conversation, after saying what that means."""
    found = _question(neighbourhood, question)
    waiting = selectors.waiting_statements(found).count()
    ask = asking.Ask(
        heading=_("Close this conversation?"),
        label=_("Close the conversation"),
        back=_url("question", found),
        about=found.text,
        told=[
            _("From then on nobody can react or write any more. It can't be opened again."),
            _("What was said and what we hear stay to be read."),
        ],
        warning=_unread(waiting) if waiting else "",
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=DeskForm(posted(request)),
        service=services.close_question,
        arguments=lambda _given: {"question": found, "by": request.user},
        done=_("The conversation is closed."),
        to=lambda _closed: _url("question", found),
    )


def _unread(number: int) -> str:
    told = ngettext(
        "%(number)s statement was not read yet. Nobody will be able to react to it.",
        "%(number)s statements were not read yet. Nobody will be able to react to them.",
        number,
    )
    return told % {"number": number}
