"""The desk of matters: everything that was brought in, late first, and who takes it up."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.apps.accounts.access import at_desk
from samenspel.foundation import asking
from samenspel.foundation.subjects import find_one

from . import presentation, selectors, services
from .forms import PromiseForm, TakeUpForm
from .models import Matter

form_page = require_http_methods(["GET", "POST"])
FIELDS = ("status", "owner_kind", "owner_name", "together_with", "next_step", "due_on", "outcome")


@require_safe
@at_desk(*services.AREA_TEAM)
def index(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """All matters of the neighbourhood: late first; narrowed by kind or by who carries them."""
    page = selectors.matters_page(
        neighbourhood,
        day=selectors.today(),
        only_public=False,
        kind=request.GET.get("soort", ""),
        owner_kind=request.GET.get("wie", ""),
    )
    context = {
        "neighbourhood": neighbourhood,
        "page": page,
        "share": presentation.share(page.share),
        "owners": Matter.Owner.choices,
    }
    return render(request, "matters/desk_index.html", context)


@form_page
@at_desk(*services.AREA_TEAM)
def promise(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Write down what was promised, before it is forgotten."""
    ask = asking.Ask(
        heading=_("What did you promise?"),
        label=_("Keep this"),
        back=reverse("matters-desk:index", args=[neighbourhood.slug]),
        kicker=_("New promise"),
        told=[_("Everyone can read it, and whether it was kept. After this you say who takes it up.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=PromiseForm(request.POST or None, initial={"promised_on": selectors.today()}),
        service=services.make_promise,
        arguments=lambda given: {"neighbourhood": neighbourhood, "by": request.user, **given},
        done=_("Kept. Now say who takes it up."),
        to=lambda made: reverse("matters-desk:take-up", args=[neighbourhood.slug, "promise", made.public_id]),
    )


@form_page
@at_desk(*services.AREA_TEAM)
def take_up(request: HttpRequest, neighbourhood: Any, subject_kind: str, subject_id: str) -> HttpResponse:
    """The one question of everything that was brought in: who takes this up, with whom?"""
    subject = find_one(neighbourhood, subject_kind, subject_id)
    if subject is None:
        raise Http404
    matter = selectors.matter_of(subject_kind, subject_id)
    back = _back(request, subject.desk_url or reverse("matters-desk:index", args=[neighbourhood.slug]))
    initial = {name: getattr(matter, name) for name in FIELDS} if matter else {}
    form = TakeUpForm(request.POST or None, initial=initial)
    ask = asking.Ask(
        heading=_("Who takes this up, with whom?"),
        label=_("Keep this"),
        back=back,
        kicker=selectors.kind_label(subject_kind),
        about=matter.title if matter else subject.title,
        told=[_("'Left to the street' is an answer too: then neighbours carry it themselves.")],
        facts=presentation.course_lines(matter) if matter else (),
    )

    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=form,
        service=services.take_up_subject,
        arguments=lambda given: {
            "neighbourhood": neighbourhood,
            "subject_kind": subject_kind,
            "subject_id": subject_id,
            "by": request.user,
            **given,
        },
        done=_("Kept. Who asked to hear of it gets word."),
        to=lambda _matter: back,
    )


def _back(request: HttpRequest, otherwise: str) -> str:
    """Where the visitor came from, if that is a page of this site; else the place given."""
    asked = request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if allowed else otherwise
