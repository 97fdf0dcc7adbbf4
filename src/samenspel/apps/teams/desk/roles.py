"""What the municipality lays down about roles: asked by one, approved by another, then laid down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.accounts.selectors import approval_for

from .. import access, forms, selectors, services
from .common import form_page, url


def _approval(where: Any) -> Any:
    return approval_for(kind=services.LAY_DOWN, subject_kind="municipality", subject_id=where.municipality.public_id)


@form_page
@at_desk(*access.SET_UP)
def text(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The text that is laid down now, and asking for a new version."""
    newest = selectors.newest_roles_text(neighbourhood.municipality)
    form = forms.RolesTextForm(request.POST or None, initial={"text": newest.text if newest else ""})
    if request.method == "POST" and form.is_valid():
        asked = form.call(
            services.request_roles_text,
            neighbourhood=neighbourhood,
            text=form.cleaned_data["text"],
            requested_by=request.user,
        )
        if asked is not None:
            messages.success(request, _("Asked. A second person reads it under Approvals."))
            return redirect(url("roles", neighbourhood))
    approval = _approval(neighbourhood)
    context = {
        "neighbourhood": neighbourhood,
        "newest": newest,
        "form": form,
        "approval": approval if approval and approval.status in ("waiting", "approved", "refused") else None,
    }
    return render(request, "teams/desk_roles.html", context, status=422 if form.errors else 200)


@require_POST
@at_desk(*access.SET_UP)
def lay_down(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Lay down what was approved."""
    approval = _approval(neighbourhood)
    if approval is None:
        raise Http404
    form = forms.DeskForm(request.POST)
    laid = None
    if form.is_valid():
        laid = form.call(services.lay_down_roles, neighbourhood=neighbourhood, approval=approval, by=request.user)
    if laid is not None:
        messages.success(request, _("Laid down. It stands on the public page and in the log."))
    else:
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
    return redirect(url("roles", neighbourhood))
