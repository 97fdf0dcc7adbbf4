"""The area on one page, and putting the team together."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.accounts.selectors import grants_in, has_one_of
from samenspel.foundation import asking
from samenspel.foundation.confirming import posted
from samenspel.foundation.forms import DeskForm

from .. import access, forms, selectors, services
from .common import chair, domain, form_page, url


@require_safe
@at_desk(*access.OFFICIALS)
def index(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The area: who is there and who is not, what is late, who went to look, a dilemma, a lesson."""
    page = selectors.area_page(neighbourhood, person=request.user, day=timezone.localdate())
    context = {
        "neighbourhood": neighbourhood,
        "page": page,
        "sets_up": has_one_of(request.user, access.SET_UP, neighbourhood=neighbourhood),
        "takes_up": has_one_of(request.user, access.TEAM, neighbourhood=neighbourhood),
    }
    return render(request, "teams/desk_index.html", context)


@require_safe
@at_desk(*access.OFFICIALS)
def roster(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Every domain with who is there, since when and how long a week; the department behind it; who left."""
    context = {
        "neighbourhood": neighbourhood,
        "places": selectors.places_of(neighbourhood, day=timezone.localdate()),
        "left": selectors.left_chairs(neighbourhood),
        "sets_up": has_one_of(request.user, access.SET_UP, neighbourhood=neighbourhood),
    }
    return render(request, "teams/desk_roster.html", context)


@form_page
@at_desk(*access.SET_UP)
def set_up(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The usual domains, as a beginning."""
    ask = asking.Ask(
        heading=_("Begin with the usual domains?"),
        label=_("Make this list"),
        back=url("roster", neighbourhood),
        told=[
            _("You can change, add and end domains afterwards. The list counts for the whole municipality."),
            ", ".join(name for _key, name in services.DEFAULT_DOMAINS) + ".",
        ],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=DeskForm(posted(request)),
        service=services.set_up_domains,
        arguments=lambda _given: {"municipality": neighbourhood.municipality},
        done=_("The list is there."),
        to=lambda _domains: url("roster", neighbourhood),
    )


@form_page
@at_desk(*access.SET_UP)
def add_domain(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """A domain that is not in the list yet."""
    ask = asking.Ask(
        heading=_("Which domain is missing?"),
        label=_("Add this domain"),
        back=url("roster", neighbourhood),
        told=[_("It counts for all neighbourhoods of the municipality.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=forms.DomainForm(request.POST or None),
        service=services.add_domain,
        arguments=lambda given: {"neighbourhood": neighbourhood, "by": request.user, **given},
        done=_("Kept."),
        to=lambda _domain: url("roster", neighbourhood),
    )


@form_page
@at_desk(*access.SET_UP)
def change_domain(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Its name, the department behind it, and who answers there."""
    found = domain(neighbourhood, public_id)
    names = ("name", "department", "expert", "contact", "order")
    ask = asking.Ask(
        heading=_("Change this domain"),
        label=_("Keep this"),
        back=url("roster", neighbourhood),
        about=found.name,
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=forms.DomainForm(request.POST or None, initial={name: getattr(found, name) for name in names}),
        service=services.change_domain,
        arguments=lambda given: {"domain": found, "neighbourhood": neighbourhood, "by": request.user, **given},
        done=_("Kept."),
        to=lambda _domain: url("roster", neighbourhood),
    )


@form_page
@at_desk(*access.SET_UP)
def end_domain(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Take a domain out of use."""
    found = domain(neighbourhood, public_id)
    ask = asking.Ask(
        heading=_("Take this domain out of use?"),
        label=_("Take it out"),
        back=url("roster", neighbourhood),
        about=found.name,
        told=[_("It goes from the list of every neighbourhood. What was recorded under it stays.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=DeskForm(posted(request)),
        service=services.end_domain,
        arguments=lambda _given: {"domain": found, "neighbourhood": neighbourhood, "by": request.user},
        done=_("Kept."),
        to=lambda _domain: url("roster", neighbourhood),
    )


@form_page
@at_desk(*access.SET_UP)
def take_chair(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Someone comes to the team."""
    people = {grant.person.public_id: grant.person for grant in grants_in(neighbourhood)}.values()
    ask = asking.Ask(
        heading=_("Who is there for this neighbourhood?"),
        label=_("Keep this"),
        back=url("roster", neighbourhood),
        told=[_("Nothing of it stands on the site before this person says yes.")],
    )
    initial = {"domain": request.GET.get("domein", ""), "since": timezone.localdate()}
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=forms.ChairForm(
            request.POST or None,
            domains=selectors.domains_of(neighbourhood.municipality),
            people=people,
            initial=initial,
        ),
        service=services.take_chair,
        arguments=lambda given: {"neighbourhood": neighbourhood, "by": request.user, **given},
        done=_("Welcome to the team."),
        to=lambda _chair: url("roster", neighbourhood),
    )


@form_page
@at_desk(*access.SET_UP)
def leave_chair(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Someone leaves the team."""
    found = chair(neighbourhood, public_id)
    ask = asking.Ask(
        heading=_("Does this person leave?"),
        label=_("Keep this"),
        back=url("roster", neighbourhood),
        about=f"{found.name} ({found.domain.name})",
        told=[_("The chair stays empty until someone takes it, and everyone can see that.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=forms.LeaveForm(request.POST or None, initial={"until": timezone.localdate()}),
        service=services.leave_chair,
        arguments=lambda given: {"chair": found, "by": request.user, **given},
        done=_("Kept. It stands in the history."),
        to=lambda _chair: url("roster", neighbourhood),
    )


@form_page
@at_desk(*access.OFFICIALS)
def publish(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """What may stand on the site: oneself, or the area manager for someone who does not sign in here."""
    found = chair(neighbourhood, public_id)
    is_own = found.person_id == getattr(request.user, "pk", None)
    by_other = found.person_id is None and has_one_of(request.user, access.SET_UP, neighbourhood=neighbourhood)
    if not (is_own or by_other):
        raise PermissionDenied
    form_of = forms.PublishForm if is_own else forms.PublishForOtherForm
    names = ("public_name", "public_contact", "agreed_on")
    ask = asking.Ask(
        heading=_("What may stand on the site?"),
        label=_("Show this to everyone"),
        back=url("index", neighbourhood) if is_own else url("roster", neighbourhood),
        about=f"{found.name} ({found.domain.name})",
        told=[_("Only this. You can take it off again at any moment.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=form_of(request.POST or None, initial={name: getattr(found, name) for name in names}),
        service=services.publish_chair,
        arguments=lambda given: {"chair": found, "by": request.user, **given},
        done=_("It stands on the site now."),
        to=lambda _chair: ask.back,
    )


@form_page
@at_desk(*access.OFFICIALS)
def hide(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Take a name off the site."""
    found = chair(neighbourhood, public_id)
    is_own = found.person_id == getattr(request.user, "pk", None)
    if not (is_own or has_one_of(request.user, access.SET_UP, neighbourhood=neighbourhood)):
        raise PermissionDenied
    ask = asking.Ask(
        heading=_("Take this off the site?"),
        label=_("Take it off"),
        back=url("index" if is_own else "roster", neighbourhood),
        about=f"{found.public_name}, {found.public_contact}".strip(", "),
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=DeskForm(posted(request)),
        service=services.hide_chair,
        arguments=lambda _given: {"chair": found, "by": request.user},
        done=_("It is off the site."),
        to=lambda _chair: ask.back,
    )
