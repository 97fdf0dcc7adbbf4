"""The doorbells' desk: plan rounds, see how far they are, take the list on paper, enter visits afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.apps.accounts.access import at_desk, person_of
from samenspel.foundation import asking
from samenspel.foundation.confirming import form_page, posted
from samenspel.foundation.errors import Outsider
from samenspel.foundation.forms import DeskForm

from . import access, presentation, selectors, services
from .forms import CanvassersForm, CareRouteForm, HintForm, KeyForm, PlanForm, StreetsForm, VisitForm
from .paper import round_pdf

page = require_http_methods(["GET", "POST"])
EVERYONE = (*access.COORDINATORS, access.CANVASSER)


def _url(name: str, where: Any, *more: str) -> str:
    return reverse(f"doorstep-desk:{name}", args=[where.slug, *more])


def _round(request: HttpRequest, where: Any, public_id: str) -> Any:
    try:
        return access.round_for_coordinator(person_of(request), where, public_id)
    except Outsider as refusal:
        raise Http404 from refusal


def _stop(request: HttpRequest, where: Any, public_id: str, stop: str) -> Any:
    found = selectors.stop_by_id(_round(request, where, public_id), stop)
    if found is None:
        raise Http404
    return found


@require_safe
@at_desk(*EVERYONE)
def index(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The rounds: a coordinator sees all of them, a canvasser those that he or she walks."""
    now, person = timezone.now(), person_of(request)
    plans = access.is_coordinator(person, neighbourhood)
    rounds = selectors.rounds_desk(neighbourhood, now=now, person=None if plans else person)
    context = {
        "neighbourhood": neighbourhood,
        "rounds": rounds,
        "plans": plans,
        "rings": access.rings(person, neighbourhood),
        "map": presentation.rounds_map(neighbourhood, (*rounds.now, *rounds.coming)),
        "progress": selectors.progress_of(neighbourhood) if plans else None,
        "waiting": len(selectors.follow_up(neighbourhood)) if plans else 0,
        "care": selectors.care_route(neighbourhood),
    }
    return render(request, "doorstep/desk_index.html", context)


@page
@at_desk(*access.COORDINATORS)
def plan(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Plan a round: day, streets, who."""
    lot = selectors.lot_to_visit(neighbourhood)
    streets = selectors.street_choices(lot) if lot else []
    people = selectors.canvassers_here(neighbourhood)
    initial = {"start": "18:30", "until": "20:30"}
    form = PlanForm(posted(request), streets=streets, people=people, initial=initial)

    def act(form: PlanForm) -> str | None:
        given = form.cleaned_data
        starts_at, ends_at = form.moments()
        made = form.call(
            services.plan_round,
            lot=lot,
            name=given["name"],
            starts_at=starts_at,
            ends_at=ends_at,
            meeting_place=given["meeting_place"],
            canvassers=form.chosen(),
            tickets=selectors.tickets_in(lot, given["streets"], most=given["most"]),
            by=request.user,
        )
        return _url("round", neighbourhood, made.public_id) if made else None

    context = {
        "neighbourhood": neighbourhood,
        "is_ready": bool(streets),
        "people": people,
        "lot": lot,
        "who": selectors.who_may_be_visited(lot) if lot else None,
    }
    return form_page(
        request, form, template="doorstep/desk_plan.html", context=context, act=act, said=_("The round is planned.")
    )


@require_safe
@at_desk(*access.COORDINATORS)
def round_page(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """One round: its doors in route order, who goes, what came of it."""
    row = _round(request, neighbourhood, public_id)
    shown = selectors.round_page(row, now=timezone.now())
    context = {"neighbourhood": neighbourhood, "page": shown, "map": presentation.route_map(neighbourhood, shown)}
    return render(request, "doorstep/desk_round.html", context)


@page
@at_desk(*access.COORDINATORS)
def canvassers(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Change who goes."""
    row = _round(request, neighbourhood, public_id)
    people = selectors.canvassers_here(neighbourhood)
    initial = {"canvassers": [place.person.public_id for place in row.places.select_related("person")]}
    form = CanvassersForm(posted(request), people=people, initial=initial)
    back = _url("round", neighbourhood, public_id)

    def act(form: CanvassersForm) -> str | None:
        done = form.call(services.set_canvassers, round=row, canvassers=form.chosen(), by=request.user)
        return back if done else None

    context = {"neighbourhood": neighbourhood, "round": row, "back": back}
    return form_page(
        request, form, template="doorstep/desk_canvassers.html", context=context, act=act, said=_("Changed.")
    )


@require_POST
@never_cache
@at_desk(*EVERYONE)
def paper(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """The list on paper: for who walks the round, or plans it. The public log tells that addresses were taken."""
    person, now = person_of(request), timezone.now()
    row = access.round_or_none(person, neighbourhood, public_id)
    if row is None:
        row = _round(request, neighbourhood, public_id)
    try:
        services.take_addresses(round=row, by=person, on_paper=True, at=now)
    except Outsider as refusal:
        raise PermissionDenied from refusal
    answer = HttpResponse(round_pdf(row, created_at=now), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="ronde-{row.public_id}.pdf"'
    return answer


@page
@at_desk(*access.COORDINATORS)
def close(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Close a round, after saying what that means."""
    row = _round(request, neighbourhood, public_id)
    ask = asking.Ask(
        heading=_("Close this round?"),
        label=_("Close the round"),
        back=_url("round", neighbourhood, public_id),
        about=row.name,
        told=[
            _("Its addresses are no longer handed out. Those that were not visited can stand on another round."),
            _("Visits that still wait on a phone are taken in for three more days after the end of the round."),
        ],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=DeskForm(posted(request)),
        service=services.close_round,
        arguments=lambda _given: {"round": row, "by": request.user},
        done=_("The round is closed."),
        to=lambda _row: _url("round", neighbourhood, public_id),
    )


@page
@at_desk(*access.COORDINATORS)
def stop(request: HttpRequest, neighbourhood: Any, public_id: str, stop: str) -> HttpResponse:
    """One address: where the bell is, and what was entered so far."""
    found = _stop(request, neighbourhood, public_id, stop)
    form = HintForm(posted(request), initial={"hint": found.hint})

    def act(form: HintForm) -> str | None:
        done = form.call(services.hint_stop, stop=found, hint=form.cleaned_data["hint"], by=request.user)
        return _url("round", neighbourhood, public_id) if done else None

    context = {
        "neighbourhood": neighbourhood,
        "round": found.round,
        "stop": found,
        "visits": selectors.visits_at(found),
    }
    return form_page(request, form, template="doorstep/desk_stop.html", context=context, act=act, said=_("Kept."))


@page
@at_desk(*access.COORDINATORS)
def enter(request: HttpRequest, neighbourhood: Any, public_id: str, stop: str) -> HttpResponse:
    """Enter a visit from paper. The form brings its own key: sent twice, it counts once."""
    found = _stop(request, neighbourhood, public_id, stop)
    start = timezone.localtime(found.round.starts_at)
    form = VisitForm(posted(request), initial={"at": start.strftime("%H:%M")})
    back = _url("round", neighbourhood, public_id)

    def act(form: VisitForm) -> str | None:
        visit = _from_paper(form.cleaned_data, found, start)
        done = form.call(services.record_visit, round=found.round, visit=visit, by=request.user, source="desk")
        return None if done is None else back

    context = {"neighbourhood": neighbourhood, "stop": found, "round": found.round, "back": back}
    return form_page(
        request, form, template="doorstep/desk_enter.html", context=context, act=act, said=_("The visit is kept.")
    )


def _from_paper(given: dict[str, Any], stop: Any, start: datetime) -> services.NewVisit:
    return services.NewVisit(
        key=given["key"],
        outcome=given["outcome"],
        visited_at=timezone.make_aware(datetime.combine(start.date(), given["at"])),
        stop=stop.public_id,
        took_part_before={"yes": True, "no": False}.get(given["took_part"]),
        needs=tuple(given["needs"]),
        compensation=given["compensation"],
        lighter_role=given["lighter_role"],
        heard=given["heard"],
        consent=given["consent"],
        contact=given["contact"],
    )


@page
@at_desk(*access.COORDINATORS)
def care_concern(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Count that the route for care was followed on this round, and nothing more."""
    row = _round(request, neighbourhood, public_id)
    ask = asking.Ask(
        heading=_("Was the route for care followed?"),
        label=_("Count one"),
        back=_url("round", neighbourhood, public_id),
        about=row.name,
        told=[_("We keep only that it happened on this round: no address, no text, no time.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=KeyForm(posted(request)),
        service=services.record_visit,
        arguments=lambda given: {
            "round": row,
            "by": request.user,
            "source": "desk",
            "visit": services.NewVisit(key=given["key"], outcome="care_concern", visited_at=row.starts_at),
        },
        done=_("Counted."),
        to=lambda _row: _url("round", neighbourhood, public_id),
    )


@require_POST
@at_desk(*access.COORDINATORS)
def move(request: HttpRequest, neighbourhood: Any, public_id: str, stop: str) -> HttpResponse:
    """One place up or down in the route."""
    found = _stop(request, neighbourhood, public_id, stop)
    services.move_stop(stop=found, up=request.POST.get("to") == "up", by=request.user)
    return redirect(f"{_url('round', neighbourhood, public_id)}#{found.public_id}")


@page
@at_desk(*access.COORDINATORS)
def remove(request: HttpRequest, neighbourhood: Any, public_id: str, stop: str) -> HttpResponse:
    """Take an address off a round."""
    found = _stop(request, neighbourhood, public_id, stop)
    back = _url("round", neighbourhood, public_id)
    ask = asking.Ask(
        heading=_("Take this address off the round?"),
        label=_("Take it off"),
        back=back,
        about=selectors.address_of(found) or "",
        told=[_("It can stand on another round. On phones it goes with the next fetching of the round.")],
    )
    form = DeskForm(posted(request))

    def act(form: DeskForm) -> str | None:
        form.call(services.remove_stop, stop=found, by=request.user)
        return None if form.errors else back

    context = {"neighbourhood": neighbourhood, "ask": ask}
    return form_page(request, form, template="desk/ask.html", context=context, act=act, said=_("Taken off."))


@require_safe
@at_desk(*access.COORDINATORS)
def follow_up(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Who is to hear from us."""
    context = {"neighbourhood": neighbourhood, "waiting": selectors.follow_up(neighbourhood)}
    return render(request, "doorstep/desk_follow_up.html", context)


@page
@at_desk(*access.COORDINATORS)
def care_route(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Lay down the local route for care."""
    known = selectors.care_route(neighbourhood)
    names = ("name", "phone", "hours", "steps")
    ask = asking.Ask(
        heading=_("Whom does a canvasser call who is worried?"),
        label=_("Lay down this route"),
        back=_url("index", neighbourhood),
        kicker=_("Route for care"),
        told=[
            _("Canvassers see this on their phone. They write nothing down and hand over warmly: by voice."),
            _("Agree on it with the care team first."),
        ],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=CareRouteForm(posted(request), initial={name: getattr(known, name) for name in names} if known else None),
        service=services.lay_down_care_route,
        arguments=lambda given: {"neighbourhood": neighbourhood, "by": request.user, **given},
        done=_("Laid down. Phones get it with the next fetching of a round."),
        to=lambda _row: _url("index", neighbourhood),
    )


@page
@at_desk(*access.COORDINATORS)
def streets(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Say where streets lie, from a file."""
    form = StreetsForm(posted(request), request.FILES or None)
    ask = asking.Ask(
        heading=_("Where do the streets lie?"),
        label=_("Load this file"),
        back=_url("index", neighbourhood),
        kicker=_("Map of the rounds"),
        told=[_("One point per street, for the map. The municipality has such a list. Addresses are not needed.")],
    )

    def act(form: StreetsForm) -> str | None:
        file = form.cleaned_data["file"]
        facts = {"data": file.read(), "file_name": file.name, "by": request.user}
        number = form.call(services.import_streets, neighbourhood=neighbourhood, **facts)
        if number is None:
            return None
        messages.success(request, _("%(number)s streets have their place.") % {"number": number})
        return _url("index", neighbourhood)

    context = {"neighbourhood": neighbourhood, "ask": ask}
    return form_page(request, form, template="desk/ask.html", context=context, act=act)
