"""What is done with what was said: for everyone, and for who brought it in."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.apps.accounts.access import count_wrong_code, limit_wrong_codes
from samenspel.apps.places.selectors import neighbourhood_by_slug
from samenspel.foundation import own
from samenspel.foundation.pace import keep_pace

from . import presentation, selectors, services
from .forms import CodeForm, FollowForm


def _neighbourhood(slug: str) -> Any:
    found = neighbourhood_by_slug(slug)
    if found is None:
        raise Http404
    return found


def _row(request: HttpRequest, where: Any, public_id: str) -> selectors.MatterRow:
    """The matter for who may read it: everyone once it is public, before that who brought it in."""
    found = selectors.matter_by_id(public_id, neighbourhood=where)
    row = selectors.matter_row(found, day=selectors.today()) if found else None
    if row is None or not (row.is_public or own.has(request.session, public_id)):
        raise Http404
    return row


@require_safe
def index(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Everything that is public: late first, then what goes on, then what came of it."""
    where = _neighbourhood(neighbourhood)
    page = selectors.matters_page(
        where,
        day=selectors.today(),
        only_public=True,
        kind=request.GET.get("soort", ""),
        owner_kind=request.GET.get("wie", ""),
    )
    context = {"neighbourhood": where, "page": page, "share": presentation.share(page.share)}
    return render(request, "matters/index.html", context)


@never_cache
@require_safe
def matter(request: HttpRequest, neighbourhood: str, public_id: str) -> HttpResponse:
    """One matter with its course, and a way to hear of the next step."""
    where = _neighbourhood(neighbourhood)
    row = _row(request, where, public_id)
    code = own.take_code(request.session, public_id)
    return _matter_page(request, where, row, FollowForm(), code=code)


def _matter_page(
    request: HttpRequest, where: Any, row: selectors.MatterRow, form: FollowForm, *, code: str = ""
) -> HttpResponse:
    context = {
        "neighbourhood": where,
        "row": row,
        "form": form,
        "is_own": (is_own := own.has(request.session, row.matter.public_id)),
        "waits": is_own and selectors.waits_for_confirmation(row.matter),
        "code": code,
    }
    return render(request, "matters/matter.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
def follow(request: HttpRequest, neighbourhood: str, public_id: str) -> HttpResponse:
    """Ask to hear of each step. The answer is the same whether the address is known or not."""
    where = _neighbourhood(neighbourhood)
    row = _row(request, where, public_id)
    form = FollowForm(request.POST)
    if form.is_valid() and form.call(_follow, request=request, matter=row.matter, email=form.cleaned_data["email"]):
        messages.success(request, _("We sent you an e-mail. Follow the link in it, then it starts."))
        return redirect("matters:matter", neighbourhood=neighbourhood, public_id=public_id)
    return _matter_page(request, where, row, form)


def _follow(*, request: HttpRequest, matter: Any, email: str) -> bool:
    keep_pace(request.session, "follows-asked", now=time.time())
    services.follow_matter(matter=matter, email=email, language=get_language() or "nl")
    return True


@never_cache
@require_POST
def new_code(request: HttpRequest, neighbourhood: str, public_id: str) -> HttpResponse:
    """A code for who brought this in; it stands on the answer to this request and nowhere else."""
    where = _neighbourhood(neighbourhood)
    row = _row(request, where, public_id)
    if not own.has(request.session, public_id):
        raise Http404
    code = services.issue_follow_code(matter=row.matter)
    return _matter_page(request, where, row, FollowForm(), code=code)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@limit_wrong_codes
def code(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Look with the code that stood on the screen: what became of it, also before it is public."""
    where = _neighbourhood(neighbourhood)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = selectors.matter_by_code(form.cleaned_data["code"], neighbourhood=where)
            own.keep(request.session, found.public_id)
            return redirect("matters:matter", neighbourhood=neighbourhood, public_id=found.public_id)
        except ValidationError as refusal:
            count_wrong_code(request, refusal)
            form.add_error("code", refusal)
    mine = selectors.own_rows(where, own.all_of(request.session), day=selectors.today())
    context = {"neighbourhood": where, "form": form, "mine": mine}
    return render(request, "matters/code.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, neighbourhood: str, token: str) -> HttpResponse:
    """The link in the first e-mail: one button. Looking alone confirms nothing, for mail scanners look too."""
    return _by_link(request, neighbourhood, token, service=services.confirm_following, template="matters/confirm.html")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, neighbourhood: str, token: str) -> HttpResponse:
    """Stop all notices: one button, or one POST by the mail program (RFC 8058), which has no page and no cookie."""
    return _by_link(request, neighbourhood, token, service=services.stop_following, template="matters/stop.html")


def _by_link(request: HttpRequest, slug: str, token: str, *, service: Any, template: str) -> HttpResponse:
    context: dict[str, Any] = {"neighbourhood": _neighbourhood(slug), "is_done": False, "refusal": ""}
    if request.method == "POST":
        try:
            service(token=token)
            context["is_done"] = True
        except ValidationError as refusal:
            context["refusal"] = refusal.messages[0]
    return render(request, template, context, status=410 if context["refusal"] else 200)
