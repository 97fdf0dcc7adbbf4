"""The workspace's start page, approvals by a second person, and one-click roles of a demonstration."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samenspel.apps.places.selectors import neighbourhood_by_slug
from samenspel.foundation import desk

from . import selectors, services
from .access import DEMONSTRATION_MARK, at_desk, person_of
from .forms import InvitationForm


@at_desk()
def start(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """What waits for this person, by screen; screens where something is late come first."""
    roles = selectors.roles_of(request.user, neighbourhood=neighbourhood)
    groups = [(entry, entry.waiting(request.user, neighbourhood)) for entry in desk.entries_for(roles)]
    today = timezone.localdate()
    waiting_groups = [(entry, waiting) for entry, waiting in groups if waiting]
    waiting_groups.sort(key=lambda group: not any(item.due_on and item.due_on < today for item in group[1]))
    context = {
        "neighbourhood": neighbourhood,
        "groups": waiting_groups,
        "parts": desk.by_group([entry for entry, _waiting in groups]),
        "roles": selectors.role_names(roles),
        "today": today,
    }
    return render(request, "accounts/start.html", context)


@at_desk()
def approvals(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """What waits for a second person."""
    waiting = selectors.approvals_for(request.user, neighbourhood=neighbourhood)
    return render(request, "accounts/approvals.html", {"neighbourhood": neighbourhood, "waiting": waiting})


@require_http_methods(["GET", "POST"])
@at_desk()
def decide(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Look at one request, and approve or refuse it."""
    approval = selectors.approval_by_id(public_id, municipality=neighbourhood.municipality)
    if approval is None:
        raise Http404
    if not selectors.has_one_of(request.user, desk.approval_kind(approval.kind).roles, neighbourhood=neighbourhood):
        raise PermissionDenied
    reason = request.POST.get("reason", "")
    refusal = ""
    if request.method == "POST":
        try:
            if request.POST.get("choice") == "approve":
                services.approve(approval=approval, by=person_of(request))
                messages.success(request, _("Approved. It can now be carried out."))
            else:
                services.refuse(approval=approval, by=person_of(request), reason=reason)
                messages.success(request, _("Refused. The other person reads your reason."))
            return redirect("accounts:approvals", neighbourhood=neighbourhood.slug)
        except ValidationError as error:
            refusal = error.messages[0]
    context = {"neighbourhood": neighbourhood, "approval": approval, "reason": reason, "refusal": refusal}
    return render(request, "accounts/decide.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """Step into a role with one click: only where the database carries the mark of a demonstration."""
    where = neighbourhood_by_slug(neighbourhood)
    people = selectors.demonstration_people(where) if where else []
    if not people:
        raise Http404
    if request.method == "POST":
        chosen = next((person for person, _role in people if person.public_id == request.POST.get("person")), None)
        if chosen is None:
            raise Http404
        login(request, chosen, backend="django.contrib.auth.backends.ModelBackend")
        request.session[DEMONSTRATION_MARK] = True
        return redirect("accounts:start", neighbourhood=neighbourhood)
    return render(request, "accounts/roles.html", {"neighbourhood": where, "people": people})


@require_http_methods(["GET", "POST"])
@at_desk("administrator")
def people(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Who has which role here; give someone a role, with an invitation by e-mail."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        grant = form.call(
            services.invite_person,
            neighbourhood=neighbourhood,
            granted_by=request.user,
            sign_in_url=request.build_absolute_uri(reverse("account_login")),
            **form.cleaned_data,
        )
        if grant is not None:
            messages.success(request, _("Done. %(name)s gets an e-mail to sign in.") % {"name": grant.person.name})
            return redirect("accounts:people", neighbourhood=neighbourhood.slug)
    context = {"neighbourhood": neighbourhood, "form": form, "grants": selectors.grants_in(neighbourhood)}
    return render(request, "accounts/people.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@at_desk("administrator")
def end_role(request: HttpRequest, neighbourhood: Any, grant: int) -> HttpResponse:
    """Look once more, then end a role."""
    found = selectors.grant_by_id(grant, neighbourhood=neighbourhood)
    if found is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            services.take_role(grant=found, by=person_of(request))
            messages.success(request, _("The role has ended. It stays on record."))
            return redirect("accounts:people", neighbourhood=neighbourhood.slug)
        except ValidationError as error:
            refusal = error.messages[0]
    context = {"neighbourhood": neighbourhood, "grant": found, "refusal": refusal}
    return render(request, "accounts/end_role.html", context, status=422 if refusal else 200)
