"""The dossiers' desk: the board, opening one with chances first, its page, its course."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.accounts.selectors import has_one_of
from samenspel.foundation import asking
from samenspel.foundation.confirming import form_page, posted
from samenspel.foundation.forms import DeskForm

from . import selectors, services
from .access import KEEPERS, READERS, WEIGHERS
from .forms import CloseForm, DossierForm, MoveForm, OpenForm
from .models import Audience, Dossier

form_methods = require_http_methods(["GET", "POST"])


def dossier_or_404(where: Any, public_id: str) -> Dossier:
    """The dossier of this neighbourhood."""
    found = selectors.dossier_by_id(public_id, neighbourhood=where)
    if found is None:
        raise Http404
    return found


def url(name: str, where: Any, *more: str) -> str:
    """The address of a screen of this desk."""
    return reverse(f"dossiers-desk:{name}", args=[where.slug, *more])


@require_safe
@at_desk(*READERS)
def board(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """All dossiers by phase, short and long horizon side by side; `domein` shows those of one domain."""
    return _board(request, neighbourhood, request.GET.get("domein", ""))


def _board(request: HttpRequest, where: Any, domain: str, *, moved: Dossier | None = None) -> HttpResponse:
    shown = selectors.board_of(where, domain=domain, today=timezone.localdate())
    context = {
        "neighbourhood": where,
        "board": shown,
        "moved": moved,
        "may_keep": has_one_of(request.user, KEEPERS, neighbourhood=where),
        "form": MoveForm(),
    }
    is_fragment = bool(request.headers.get("HX-Request"))
    return render(request, "dossiers/_board.html" if is_fragment else "dossiers/desk_board.html", context)


@form_methods
@at_desk(*KEEPERS)
def add(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Open a dossier, beginning with chances; `kind` and `id` put a subject in it at once."""
    given = request.POST if request.method == "POST" else request.GET
    kind, subject_id = given.get("kind", ""), given.get("id", "")
    subject = selectors.subject_for_link(neighbourhood, kind, subject_id) if kind and subject_id else None
    form = OpenForm(posted(request), neighbourhood=neighbourhood, initial={"horizon": "short"})

    def act(form: OpenForm) -> str | None:
        made = form.call(
            services.open_dossier,
            neighbourhood=neighbourhood,
            title=form.cleaned_data["title"],
            domains=form.cleaned_data["domains"],
            horizon=form.cleaned_data["horizon"],
            chances=form.chances(),
            links=[subject.key] if subject else [],
            by=request.user,
        )
        return url("dossier", neighbourhood, made.public_id) if made else None

    context = {"neighbourhood": neighbourhood, "subject": subject, "back": url("board", neighbourhood)}
    said = _("The dossier is open. Now add what each domain sees.")
    return form_page(request, form, template="dossiers/desk_open.html", context=context, act=act, said=said)


@require_safe
@at_desk(*READERS)
def dossier(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """One dossier: chances first, then parts, links, what it touches, its texts, its values, its course."""
    found = dossier_or_404(neighbourhood, public_id)
    page = selectors.dossier_page(found, today=timezone.localdate())
    may_keep = has_one_of(request.user, KEEPERS, neighbourhood=neighbourhood)
    may_weigh = has_one_of(request.user, WEIGHERS, neighbourhood=neighbourhood)
    weigh_url = reverse("values-desk:weigh", args=[neighbourhood.slug, "dossier", public_id]) if may_weigh else ""
    context = {
        "neighbourhood": neighbourhood,
        "page": page,
        "dossier": found,
        "may_keep": may_keep,
        "may_change": may_keep and not found.is_over,
        "weigh_url": weigh_url,
        "has_residents_text": any(face.audience == Audience.RESIDENTS for face in page.faces.told),
    }
    return render(request, "dossiers/desk_dossier.html", context)


@form_methods
@at_desk(*KEEPERS)
def edit(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Change the question, the horizon and who holds it."""
    found = dossier_or_404(neighbourhood, public_id)
    held = [one.domain for one in found.holdings.all()]
    return asking.carry_out(
        request,
        neighbourhood,
        ask=asking.Ask(
            heading=_("The question and who holds it"),
            label=_("Keep this"),
            back=url("dossier", neighbourhood, public_id),
        ),
        form=DossierForm(
            posted(request),
            neighbourhood=neighbourhood,
            initial={"title": found.title, "horizon": found.horizon, "domains": held},
        ),
        service=services.edit_dossier,
        arguments=lambda given: {"dossier": found, "by": request.user, **given},
        done=_("Kept."),
        to=lambda _dossier: url("dossier", neighbourhood, public_id),
    )


@form_methods
@at_desk(*KEEPERS)
def move(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Move a dossier to another phase or horizon, from its own page or from its card on the board."""
    found = dossier_or_404(neighbourhood, public_id)
    from_board = "domein" in request.POST
    form = MoveForm(posted(request), initial={"phase": found.phase, "horizon": found.horizon})
    if request.method == "POST" and form.is_valid():
        moved = form.call(services.move_dossier, dossier=found, by=request.user, **form.cleaned_data)
        if moved is not None:
            return _after_move(request, neighbourhood, moved, from_board=from_board)
    ask = asking.Ask(
        heading=_("Where does this stand now?"),
        label=_("Move it"),
        back=url("dossier", neighbourhood, public_id),
        about=found.title,
        told=[_("Is it over? Then close it, and say what came of it.")],
    )
    context = {"neighbourhood": neighbourhood, "ask": ask, "form": form}
    return render(request, "desk/ask.html", context, status=422 if form.errors else 200)


def _after_move(request: HttpRequest, where: Any, moved: Dossier, *, from_board: bool) -> HttpResponse:
    domain = request.POST.get("domein", "")
    if from_board and request.headers.get("HX-Request"):
        return _board(request, where, domain, moved=moved)
    told = _("'%(title)s' stands at '%(phase)s' now.") % {"title": moved.title, "phase": moved.get_phase_display()}
    messages.success(request, told)
    if not from_board:
        return redirect(url("dossier", where, moved.public_id))
    query = f"?domein={domain}" if domain else ""
    return redirect(f"{url('board', where)}{query}#opgave-{moved.public_id}")


@form_methods
@at_desk(*KEEPERS)
def close(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Close a dossier with what came of it."""
    found = dossier_or_404(neighbourhood, public_id)
    return asking.carry_out(
        request,
        neighbourhood,
        ask=asking.Ask(
            heading=_("What came of it?"),
            label=_("Close the dossier"),
            back=url("dossier", neighbourhood, public_id),
            about=found.title,
            told=[_("Who told us about it reads this too. A stopped dossier stays as visible as one that is done.")],
            warning=_("A closed dossier can't be opened again. A new one can link to it."),
        ),
        form=CloseForm(posted(request)),
        service=services.close_dossier,
        arguments=lambda given: {"dossier": found, "by": request.user, **given},
        done=_("Closed. What came of it stands with the dossier."),
        to=lambda _dossier: url("dossier", neighbourhood, public_id),
    )


@form_methods
@at_desk(*KEEPERS)
def publish(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Make a dossier public, after a look at what everyone will then see."""
    found = dossier_or_404(neighbourhood, public_id)
    page = selectors.dossier_page(found, today=timezone.localdate(), public_only=True)
    told = ", ".join(face.label for face in page.faces.told) or _("nothing yet")
    return asking.carry_out(
        request,
        neighbourhood,
        ask=asking.Ask(
            heading=_("Show this dossier to everyone?"),
            label=_("Make it public"),
            back=url("dossier", neighbourhood, public_id),
            about=found.title,
            told=[
                _("Everyone then reads the three texts, the chances, the parts, the links and the three values."),
                _("What is linked but not public itself stays hidden."),
            ],
            facts=[(_("Told so far"), told), (_("Chances"), len(page.chances)), (_("Parts"), len(page.problems))],
            warning=_("Does it name a resident who did not agree? Then change that first. It stays public."),
        ),
        form=DeskForm(posted(request)),
        service=services.publish_dossier,
        arguments=lambda _given: {"dossier": found, "by": request.user},
        done=_("It is public now."),
        to=lambda _dossier: url("dossier", neighbourhood, public_id),
    )
