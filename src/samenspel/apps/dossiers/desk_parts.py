"""What stands in a dossier: chances, partial problems, links found by searching, advice that is asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samenspel.apps.accounts.access import at_desk
from samenspel.foundation import asking
from samenspel.foundation.confirming import posted
from samenspel.foundation.errors import Refusal
from samenspel.foundation.forms import DeskForm

from . import selectors, services
from .access import KEEPERS
from .desk_views import dossier_or_404, form_methods, url
from .forms import AdviceForm, ChanceForm, ProblemForm

QUERY_CHARACTERS_MAX = 100
WHY_CHARACTERS_MAX = 200


@form_methods
@at_desk(*KEEPERS)
def chance(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Add what goes well."""
    found = dossier_or_404(neighbourhood, public_id)
    return asking.carry_out(
        request,
        neighbourhood,
        ask=asking.Ask(
            heading=_("What goes well already?"),
            label=_("Add this chance"),
            back=url("dossier", neighbourhood, public_id),
            about=found.title,
        ),
        form=ChanceForm(posted(request)),
        service=services.add_chance,
        arguments=lambda given: {"dossier": found, "chance": services.NewChance(**given), "by": request.user},
        done=_("Added."),
        to=lambda _chance: url("dossier", neighbourhood, public_id),
    )


@form_methods
@at_desk(*KEEPERS)
def drop_chance(request: HttpRequest, neighbourhood: Any, public_id: str, chance_id: str) -> HttpResponse:
    """Take a chance out, after a look."""
    dossier = dossier_or_404(neighbourhood, public_id)
    found = selectors.chance_by_id(dossier, chance_id)
    if found is None:
        raise Http404
    return _drop(request, neighbourhood, dossier, found.text, services.remove_chance, {"chance": found})


@form_methods
@at_desk(*KEEPERS)
def problem(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Add what a domain sees, with its solution if it has one; `domein` fills in the domain."""
    found = dossier_or_404(neighbourhood, public_id)
    initial = {"domain": request.GET.get("domein", "")}
    return asking.carry_out(
        request,
        neighbourhood,
        ask=asking.Ask(
            heading=_("What does a domain see?"),
            label=_("Add this part"),
            back=url("dossier", neighbourhood, public_id),
            about=found.title,
            told=[_("Each domain sees a part. Together the parts are the question.")],
        ),
        form=ProblemForm(posted(request), neighbourhood=neighbourhood, initial=initial),
        service=services.add_problem,
        arguments=lambda given: {"dossier": found, "by": request.user, **given},
        done=_("Added."),
        to=lambda _problem: url("dossier", neighbourhood, public_id),
    )


@form_methods
@at_desk(*KEEPERS)
def change(request: HttpRequest, neighbourhood: Any, public_id: str, problem_id: str) -> HttpResponse:
    """Change whose a part is and what it proposes."""
    dossier = dossier_or_404(neighbourhood, public_id)
    found = selectors.problem_by_id(dossier, problem_id)
    if found is None:
        raise Http404
    initial = {name: getattr(found, name) for name in ("domain", "department", "solution")}
    return asking.carry_out(
        request,
        neighbourhood,
        ask=asking.Ask(
            heading=_("What does this domain propose?"),
            label=_("Keep this"),
            back=url("dossier", neighbourhood, public_id),
            about=found.text,
        ),
        form=ProblemForm(posted(request), neighbourhood=neighbourhood, is_new=False, initial=initial),
        service=services.change_problem,
        arguments=lambda given: {"problem": found, "by": request.user, **given},
        done=_("Kept."),
        to=lambda _problem: url("dossier", neighbourhood, public_id),
    )


@form_methods
@at_desk(*KEEPERS)
def drop_problem(request: HttpRequest, neighbourhood: Any, public_id: str, problem_id: str) -> HttpResponse:
    """Take a part out, after a look."""
    dossier = dossier_or_404(neighbourhood, public_id)
    found = selectors.problem_by_id(dossier, problem_id)
    if found is None:
        raise Http404
    return _drop(request, neighbourhood, dossier, found.text, services.remove_problem, {"problem": found})


def _drop(
    request: HttpRequest, where: Any, dossier: Any, about: str, service: Any, which: dict[str, Any]
) -> HttpResponse:
    def removed(**arguments: Any) -> bool:
        service(**arguments)
        return True

    back = url("dossier", where, dossier.public_id)
    return asking.carry_out(
        request,
        where,
        ask=asking.Ask(heading=_("Take this out of the dossier?"), label=_("Take it out"), back=back, about=about),
        form=DeskForm(posted(request)),
        service=removed,
        arguments=lambda _given: {**which, "by": request.user},
        done=_("Taken out."),
        to=lambda _done: back,
    )


@form_methods
@at_desk(*KEEPERS)
def link(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Search what belongs in this dossier, and link or unlink it with one button."""
    found = dossier_or_404(neighbourhood, public_id)
    given = request.POST if request.method == "POST" else request.GET
    query, kind = given.get("q", "")[:QUERY_CHARACTERS_MAX], given.get("soort", "")
    if request.method == "POST":
        _link_or_unlink(request, found)
        if not request.headers.get("HX-Request"):
            target = "link" if given.get("verder") else "dossier"
            return redirect(f"{url(target, neighbourhood, public_id)}?q={query}&soort={kind}")
    context = {
        "neighbourhood": neighbourhood,
        "dossier": found,
        "query": query,
        "kind": kind,
        "kinds": selectors.linkable_kinds(),
        "groups": selectors.search_subjects(found, query, kind=kind),
    }
    is_fragment = bool(request.headers.get("HX-Request"))
    return render(request, "dossiers/_found.html" if is_fragment else "dossiers/desk_link.html", context)


def _link_or_unlink(request: HttpRequest, dossier: Any) -> None:
    kind, public_id = request.POST.get("kind", ""), request.POST.get("id", "")
    why = request.POST.get("why", "")[:WHY_CHARACTERS_MAX]
    try:
        if request.POST.get("los"):
            services.unlink_subject(dossier=dossier, kind=kind, public_id=public_id, by=request.user)
            messages.success(request, _("Taken out of the dossier."))
        else:
            services.link_subject(dossier=dossier, kind=kind, public_id=public_id, why=why, by=request.user)
            messages.success(request, _("It stands in the dossier now."))
    except Refusal as refusal:
        messages.error(request, " ".join(refusal.messages))


@form_methods
@at_desk(*KEEPERS)
def put(request: HttpRequest, neighbourhood: Any, kind: str, subject_id: str) -> HttpResponse:
    """Put a subject in one of the dossiers that are going on, with one tap."""
    subject = selectors.subject_for_link(neighbourhood, kind, subject_id)
    if subject is None:
        raise Http404
    if request.method == "POST":
        dossier = dossier_or_404(neighbourhood, request.POST.get("dossier", ""))
        try:
            services.link_subject(dossier=dossier, kind=kind, public_id=subject_id, by=request.user)
        except Refusal as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(url("put", neighbourhood, kind, subject_id))
        messages.success(request, _("It stands in '%(title)s' now.") % {"title": dossier.title})
        return redirect(subject.desk_url or url("dossier", neighbourhood, dossier.public_id))
    context = {
        "neighbourhood": neighbourhood,
        "subject": subject,
        "dossiers": selectors.open_dossiers(neighbourhood),
        "places": {place.url for place in selectors.places_of(neighbourhood, kind, subject_id, True)},
        "new_url": f"{url('add', neighbourhood)}?kind={kind}&id={subject_id}",
        "back": subject.desk_url or subject.url or reverse("dossiers-desk:board", args=[neighbourhood.slug]),
    }
    return render(request, "dossiers/desk_put.html", context)


@form_methods
@at_desk(*KEEPERS)
def advice(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Ask an expert of a domain; `domein` fills in whose."""
    found = dossier_or_404(neighbourhood, public_id)
    initial = {"domain": request.GET.get("domein", ""), "question": ""}
    return asking.carry_out(
        request,
        neighbourhood,
        ask=asking.Ask(
            heading=_("What do you want an expert to look at?"),
            label=_("Ask for advice"),
            back=url("dossier", neighbourhood, public_id),
            about=found.title,
            told=[_("The question and the answer are public, also while the dossier is not.")],
        ),
        form=AdviceForm(posted(request), neighbourhood=neighbourhood, initial=initial),
        service=services.ask_advice,
        arguments=lambda given: {"dossier": found, "by": request.user, **given},
        done=_("Asked. The question stands in the dossier."),
        to=lambda _request: url("dossier", neighbourhood, public_id),
    )
