"""What officials learn: visits to the street, dilemmas, words."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samenspel.apps.accounts.access import at_desk
from samenspel.foundation import asking
from samenspel.foundation.confirming import posted
from samenspel.foundation.forms import DeskForm

from .. import access, forms, selectors, services
from .common import form_page, url

QUERY_CHARACTERS_MAX = 100


@require_safe
@at_desk(*access.OFFICIALS)
def index(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Dilemmas, lessons, visits: what I wrote and what others share."""
    query = request.GET.get("q", "")[:QUERY_CHARACTERS_MAX].strip()
    page = selectors.learning_desk(neighbourhood, person=request.user, query=query)
    return render(request, "teams/desk_learning.html", {"neighbourhood": neighbourhood, "page": page})


@form_page
@at_desk(*access.OFFICIALS)
def visit(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Write down a visit to the street."""
    ask = asking.Ask(
        heading=_("What did you see in the street?"),
        label=_("Keep this"),
        back=url("learning", neighbourhood),
        kicker=_("With your own eyes"),
        told=[_("Your colleagues here read it. In public we tell only how many officials came to look.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=forms.VisitForm(
            request.POST or None,
            domains=selectors.domains_of(neighbourhood.municipality),
            initial={"visited_on": timezone.localdate()},
        ),
        service=services.record_visit,
        arguments=lambda given: {"neighbourhood": neighbourhood, "by": request.user, **given},
        done=_("Kept. Thank you for going to look."),
        to=lambda _visit: url("learning", neighbourhood),
    )


def _dilemma(request: HttpRequest, where: Any, public_id: str, *, own: bool = False) -> selectors.DilemmaPage:
    read = selectors.own_dilemma if own else selectors.dilemma_page
    found = read(public_id, neighbourhood=where, person=request.user)
    if found is None:
        raise Http404
    return found


@form_page
@at_desk(*access.OFFICIALS)
def write(request: HttpRequest, neighbourhood: Any, public_id: str = "") -> HttpResponse:
    """A new page of the journal, or one's own page again."""
    page = _dilemma(request, neighbourhood, public_id, own=True) if public_id else None
    names = ("title", "pulls", "pulls_back", "did", "learned")
    initial = {name: getattr(page.dilemma, name) for name in names} if page else {}
    ask = asking.Ask(
        heading=_("What pulls you in two directions?"),
        label=_("Keep this"),
        back=url("dilemma", neighbourhood, public_id) if page else url("learning", neighbourhood),
        kicker=_("Dilemma journal"),
        told=[_("Only you read this. Afterwards you may share it, with the team or with everyone.")],
        warning=forms.NO_NAMES,
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=forms.DilemmaForm(
            request.POST or None,
            domains=selectors.domains_of(neighbourhood.municipality),
            initial={**initial, "domains": list(page.domain_ids) if page else []},
        ),
        service=services.write_dilemma,
        arguments=lambda given: {
            "neighbourhood": neighbourhood,
            "by": request.user,
            "dilemma": page.dilemma if page else None,
            **given,
        },
        done=_("Kept."),
        to=lambda made: url("dilemma", neighbourhood, made.public_id),
    )


@form_page
@at_desk(*access.OFFICIALS)
def dilemma(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """One dilemma, and what peers ask about it."""
    page = _dilemma(request, neighbourhood, public_id)
    form = forms.RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.call(
            services.remark_on_dilemma, dilemma=page.dilemma, by=request.user, text=form.cleaned_data["text"]
        )
        if made is not None:
            return redirect(url("dilemma", neighbourhood, public_id))
    context = {"neighbourhood": neighbourhood, "page": page, "form": form}
    return render(request, "teams/desk_dilemma.html", context, status=422 if form.errors else 200)


@form_page
@at_desk(*access.OFFICIALS)
def share(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Choose who reads it."""
    page = _dilemma(request, neighbourhood, public_id, own=True)
    ask = asking.Ask(
        heading=_("Who may read this?"),
        label=_("Keep this"),
        back=url("dilemma", neighbourhood, public_id),
        about=page.dilemma.title,
        told=[
            _("The team sees your name with it. Everyone else reads it without your name and without the day."),
            _("Questions of colleagues stay with the team."),
        ],
        warning=_("Can a resident be recognised in it, by a street, an illness, a job? Then change that first."),
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=forms.ShareForm(request.POST or None, initial={"visibility": page.dilemma.visibility}),
        service=services.share_dilemma,
        arguments=lambda given: {"dilemma": page.dilemma, "by": request.user, **given},
        done=_("Kept."),
        to=lambda _dilemma: url("dilemma", neighbourhood, public_id),
    )


@require_safe
@at_desk(*access.OFFICIALS)
def words(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The dictionary."""
    query = request.GET.get("q", "")[:QUERY_CHARACTERS_MAX].strip()
    found = selectors.words_of(neighbourhood.municipality, query=query)
    context = {"neighbourhood": neighbourhood, "words": found, "query": query}
    return render(request, "teams/desk_words.html", context)


@form_page
@at_desk(*access.OFFICIALS)
def word(request: HttpRequest, neighbourhood: Any, public_id: str = "") -> HttpResponse:
    """A new word, or one again."""
    entry = selectors.word_by_id(public_id, municipality=neighbourhood.municipality) if public_id else None
    if public_id and entry is None:
        raise Http404
    form = forms.WordForm(request.POST or None, domains=selectors.domains_of(neighbourhood.municipality), entry=entry)
    ask = asking.Ask(
        heading=_("Which word do we use differently?"),
        label=_("Keep this"),
        back=url("words", neighbourhood),
        kicker=_("Dictionary"),
        told=[_("Fill in at least two domains. Everyone can read it.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=form,
        service=services.save_word,
        arguments=lambda _given: {
            "neighbourhood": neighbourhood,
            "by": request.user,
            "entry": entry,
            **form.arguments(),
        },
        done=_("Kept."),
        to=lambda _word: url("words", neighbourhood),
    )


@form_page
@at_desk(*access.OFFICIALS)
def remove_word(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Take a word out of the dictionary."""
    entry = selectors.word_by_id(public_id, municipality=neighbourhood.municipality)
    if entry is None:
        raise Http404
    ask = asking.Ask(
        heading=_("Take this word out of the dictionary?"),
        label=_("Take it out"),
        back=url("words", neighbourhood),
        about=f"{entry.word}: {entry.plain}",
    )

    def remove(**given: Any) -> bool:
        services.remove_word(**given)
        return True

    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=DeskForm(posted(request)),
        service=remove,
        arguments=lambda _given: {"entry": entry, "neighbourhood": neighbourhood, "by": request.user},
        done=_("It is out."),
        to=lambda _done: url("words", neighbourhood),
    )
