"""Screens of stage 2: the list of who says yes, the targets, the number, publication and seats."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samenspel.apps.accounts.access import at_desk

from .. import access, beacon, selectors, services
from ..models import PanelDraw
from ..presentation import announced_words, percent
from .forms import DrawsForm, PoolForm, PopulationForm, SeatForm, TargetsForm
from .pages import KEEPER_ROLES, Confirm, find, form_page, posted
from .randomness import BallsForm, PickForm
from .words import numbers_shown, target_name, told


def _course(neighbourhood: Any) -> str:
    return reverse("draws-desk:course", args=[neighbourhood.slug])


def _course_of(row: PanelDraw) -> str:
    """Where the course of this draw is shown: a replacement has its own page."""
    page = "replacement" if row.purpose == PanelDraw.Purpose.REPLACEMENT else "course"
    return reverse(f"draws-desk:{page}", args=[row.neighbourhood.slug])


@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def open_pool(request: HttpRequest, neighbourhood: Any, lot: str) -> HttpResponse:
    """Open the list of who says yes, in two steps: what to mirror, then how many people live there."""
    row = find(access.lot_for, request, neighbourhood, lot)
    known = selectors.features_of(row.register)
    initial = {"name": neighbourhood.name, "features": known, "figures": "register"}
    first = PoolForm(posted(request), known=known, initial=initial)
    context = {"neighbourhood": neighbourhood, "lot": row, "can_open": row.register.erased_at is None}
    if request.method == "POST" and first.is_valid():
        return _population(request, neighbourhood, row, first, context)
    context["form"] = first
    return render(request, "draws/desk_pool.html", context, status=422 if first.errors else 200)


def _population(
    request: HttpRequest, neighbourhood: Any, lot: Any, first: PoolForm, context: dict[str, Any]
) -> HttpResponse:
    """The second step, with the first one's answers carried along in hidden fields."""
    chosen, asked, figures = (first.cleaned_data[name] for name in ("features", "asked", "figures"))
    counted = selectors.population_of(lot.register, chosen)
    statistics = selectors.population_from_figures(neighbourhood, chosen)
    # The values stand there whatever is chosen: only the numbers differ.
    numbers: dict[str, dict[str, int]] = {"register": counted, "figures": counted | statistics, "typed": {}}[figures]
    population: dict[str, dict[str, int | None]] = {
        name: {value: numbers.get(name, {}).get(value) for value in counted.get(name, {}) | numbers.get(name, {})}
        for name in chosen
    }
    population |= {name: dict.fromkeys(values) for name, values in asked.items()}
    sources = {
        "register": _("counted in the population register"),
        "figures": _("Statistics Netherlands, and the population register"),
        "typed": "",
    }
    second_step = "number_0" in request.POST
    form = PopulationForm(
        request.POST if second_step else None, population=population, initial={"source": sources[figures]}
    )

    def act(form: Any) -> str | None:
        pool = form.call(
            services.open_pool,
            neighbourhood=neighbourhood,
            name=first.cleaned_data["name"],
            features=[*chosen, *asked],
            by=request.user,
            lot=lot,
            population=form.population,
            population_source=form.cleaned_data["source"],
        )
        if pool is None:
            return None
        messages.success(request, _("The list is open."))
        return _course(neighbourhood)

    data: Any = first.data
    carried = [(name, value) for name in first.fields for value in data.getlist(name)]
    context = {**context, "carried": carried}
    if not second_step:
        return render(request, "draws/desk_population.html", {**context, "form": form})
    return form_page(request, form, template="draws/desk_population.html", context=context, act=act)


@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def targets(request: HttpRequest, neighbourhood: Any, pool: str) -> HttpResponse:
    """Set seats and targets, then close the list and work out the panels as long work."""
    row = find(access.pool_for, request, neighbourhood, pool)
    seats, proposed, earlier = _proposal(request, neighbourhood, row)
    rows = selectors.target_rows(row, proposed)
    initial = {"seats": seats, "announced": "balls", "panels": earlier.panel_count if earlier else None}
    form = TargetsForm(
        posted(request), rows=rows, initial={name: value for name, value in initial.items() if value is not None}
    )

    def confirm(form: Any) -> Confirm:
        return Confirm(
            title=_("Close the list and seal the panels?"),
            sentences=[
                _("From now on nobody can join this list. Everyone on it gets a ticket."),
                _("The computer works out the numbered panels. They are sealed and published at once."),
                _("If no panel meets the targets, the list opens again and nothing is published."),
            ],
            label=_("Seal the panels"),
            facts=[
                (_("people on the list"), number_format(row.volunteers.count())),
                (_("seats"), number_format(form.cleaned_data["seats"])),
                (_("decided by"), announced_words(form.cleaned_data["announced"])),
            ],
        )

    def act(form: Any) -> str | None:
        def after(draw: PanelDraw) -> str:
            return reverse("draws-desk:draw", args=[neighbourhood.slug, draw.public_id])

        started = form.call(
            services.start_panel_draw,
            pool=row,
            targets=form.targets,
            seats=form.cleaned_data["seats"],
            by=request.user,
            panels=form.cleaned_data["panels"],
            announced=form.cleaned_data["announced"],
            one_per_household=form.cleaned_data["one_per_household"],
            purpose=form.cleaned_data["purpose"],
            leave_out_drawn=form.cleaned_data["leave_out_drawn"],
            algorithm=form.cleaned_data["algorithm"],
            next_page=after,
        )
        return reverse("jobs:job", args=[neighbourhood.slug, started[1].public_id]) if started else None

    context = {
        "neighbourhood": neighbourhood,
        "pool": row,
        "seats": seats,
        "volunteers_count": row.volunteers.count(),
        "is_widened": bool(earlier and request.GET.get("ruimer")),
    }
    return form_page(request, form, template="draws/desk_targets.html", context=context, act=act, confirm=confirm)


def _proposal(request: HttpRequest, neighbourhood: Any, pool: Any) -> tuple[int, list[dict[str, Any]], Any]:
    """(seats, targets, the failed try they come from or None): asked for in the address, else proposed."""
    earlier = selectors.failed_with(pool, request.GET.get("van", ""))
    if earlier is not None:
        widened = selectors.widening_of(earlier) if request.GET.get("ruimer") else []
        return earlier.seats, widened or list(earlier.targets), earlier
    # What is sent in decides how many seats the proposal is for; its own bounds replace the proposed ones.
    text = request.POST.get("seats") or request.GET.get("seats", "")
    good = text.isascii() and text.isdigit() and 0 < int(text[:5]) <= 1000
    seats = int(text) if good else selectors.seats_for(pool, neighbourhood=neighbourhood)
    return seats, selectors.proposed_targets(pool, seats), None


@at_desk(*KEEPER_ROLES)
def draw(request: HttpRequest, neighbourhood: Any, draw: str) -> HttpResponse:
    """What came of working out the panels: the seal and the chances, or why it was not possible."""
    row = find(access.draw_for, request, neighbourhood, draw)
    widening = selectors.widening_of(row) if row.status == PanelDraw.Status.FAILED else []
    changed = [
        (target_name(new["feature"], new["value"]), old["min"], old["max"], new["min"], new["max"])
        for old, new in zip(row.targets, widening, strict=False)
        if (old["min"], old["max"]) != (new["min"], new["max"])
    ]
    context = {
        "neighbourhood": neighbourhood,
        "draw": row,
        "back_url": _course_of(row),
        "announced": announced_words(row.announced),
        "faults": told(row.faults),
        "widening": changed,
        "clashes": any(fault.get("code") == "quotas_clash" for fault in row.faults),
        "is_bounded": any({"min_flex", "max_flex"} & set(target) for target in row.targets),
        "chances": _chances(row),
        **_target_table(row),
    }
    return render(request, "draws/desk_draw.html", context)


def _target_table(draw: PanelDraw) -> dict[str, Any]:
    """Columns and rows of the targets; how far they may give way only where that was said."""
    said = [bound for bound in TargetsForm.BOUNDS if any(bound in target for target in draw.targets)]
    return {
        "columns": [
            {"label": _("Target")},
            *({"label": TargetsForm.BOUNDS[bound], "numeric": True} for bound in said),
        ],
        "rows": [[target_name(t["feature"], t["value"]), *(t.get(bound, "–") for bound in said)] for t in draw.targets],
    }


def _chances(draw: PanelDraw) -> list[tuple[str, str]]:
    if not draw.chances:
        return []
    labels = {
        "lottery_min_chance": _("smallest chance in these panels"),
        "bound_min_chance": _("most that is possible"),
        "mean_chance": _("chance without targets"),
        "max_chance": _("largest chance in these panels"),
    }
    return [(label, percent(float(draw.chances[name]), 2)) for name, label in labels.items()]


@never_cache
@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def pick(request: HttpRequest, neighbourhood: Any, draw: str) -> HttpResponse:
    """The number falls: balls are typed by two people at their own desks, other numbers by one, for they are proved."""
    row = find(access.draw_for, request, neighbourhood, draw)
    if row.announced == "balls":
        return _type_balls(request, neighbourhood, row)
    form = PickForm(posted(request), announced=row.announced)

    def confirm(form: Any) -> Confirm:
        return Confirm(
            title=_("Let the number fall?"),
            sentences=[_("This names the panel. It happens once, and it stays in the public log.")],
            label=_("Let the number fall"),
            facts=[(_("public numbers"), numbers_shown(form.source()))],
        )

    def act(form: Any) -> str | None:
        done = form.call(
            services.pick_panel,
            draw=row,
            source=form.source(),
            ceremony=form.cleaned_data["ceremony"],
            by=request.user,
        )
        return reverse("draws-desk:publish-draw", args=[neighbourhood.slug, row.public_id]) if done else None

    context = _fall_context(neighbourhood, row) | {"beacon": beacon.address(row.announced)}
    if request.method == "POST" and "fetch" in request.POST:
        return _fetched(request, row, context)
    return form_page(
        request,
        form,
        template="draws/desk_fall.html",
        context=context,
        act=act,
        confirm=confirm,
        said=_("The number has fallen. Now a second person looks along."),
    )


def _fall_context(neighbourhood: Any, row: PanelDraw) -> dict[str, Any]:
    return {
        "neighbourhood": neighbourhood,
        "draw": row,
        "commitment": row.commitment,
        "announced": announced_words(row.announced),
        "title": _("Let the number fall"),
        "label": _("Look over what you typed"),
        "closed": "" if row.status == PanelDraw.Status.COMMITTED else _("This draw does not wait for a number."),
    }


def _fetched(request: HttpRequest, row: PanelDraw, context: dict[str, Any]) -> HttpResponse:
    """The form with the signature that was fetched; what is wrong with it shows when it is sent."""
    try:
        signature = beacon.fetch_signature(row.announced)
    except beacon.BeaconUnreachable:
        messages.warning(request, _("The random number could not be fetched. Is the moment past? Else paste it here."))
        signature = ""
    form = PickForm(announced=row.announced, initial={"signature": signature})
    return render(request, "draws/desk_fall.html", context | {"form": form})


def _type_balls(request: HttpRequest, neighbourhood: Any, row: PanelDraw) -> HttpResponse:
    typed = selectors.first_typed(row)
    form = BallsForm(posted(request), initial={"ceremony": row.ceremony})
    is_mine = typed is not None and typed.typed_by_id == request.user.pk

    def confirm(form: Any) -> Confirm:
        second = typed is not None and not is_mine
        sentence = _("If you two typed the same, the number falls. It happens once, and it stays in the public log.")
        return Confirm(
            title=_("Are these the digits that everyone saw?"),
            sentences=[sentence if second else _("A second person types them too, at another desk.")],
            label=_("Yes, these are the digits"),
            facts=[(_("digits"), " ".join(form.cleaned_data["balls"]))],
        )

    def act(form: Any) -> str | None:
        facts = {"digits": form.cleaned_data["balls"], "ceremony": form.cleaned_data["ceremony"]}
        state = form.call(services.type_balls, draw=row, by=request.user, **facts)
        if state is None:
            return None
        if state == services.PICKED:
            messages.success(request, _("The number has fallen. Now a second person looks along."))
            return reverse("draws-desk:publish-draw", args=[neighbourhood.slug, row.public_id])
        if state == services.DIFFERENT:
            messages.warning(
                request, _("The two of you typed different digits. Both are forgotten. Look at the balls again.")
            )
        else:
            messages.success(request, _("Typed. Now someone else types the digits, at their own desk."))
        return reverse("draws-desk:pick", args=[neighbourhood.slug, row.public_id])

    context = _fall_context(neighbourhood, row) | {"typed": typed, "is_mine": is_mine}
    return form_page(request, form, template="draws/desk_fall.html", context=context, act=act, confirm=confirm)


@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def publish_draw(request: HttpRequest, neighbourhood: Any, draw: str) -> HttpResponse:
    """Ask a second person, and publish once they approved."""
    row = find(access.draw_for, request, neighbourhood, draw)
    approval = selectors.draw_approval(row)
    form = DrawsForm(posted(request))

    def act(form: Any) -> str | None:
        if approval is not None and approval.status == "approved":
            done = form.call(services.publish_panel_draw, draw=row, approval=approval)
            said = _("The draw is published.")
        else:
            done = form.call(services.request_panel_publication, draw=row, requested_by=request.user)
            said = _("Asked. A second person finds it under ‘Approvals’.")
        if done is None:
            return None
        messages.success(request, said)
        return _course_of(row)

    context = {
        "neighbourhood": neighbourhood,
        "approval": approval,
        "title": _("Publish the draw"),
        "is_ready": row.status == PanelDraw.Status.PICKED,
        "is_published": row.status == PanelDraw.Status.PUBLISHED,
        "facts": [
            (_("sealed beforehand"), row.commitment),
            (_("public numbers"), numbers_shown(row.randomness)),
            (_("number of the panel"), f"{row.picked:03d}" if row.picked is not None else "–"),
            (_("tickets"), ", ".join(row.panel)),
        ],
        "sentences": [_("Everyone can then see which tickets have a seat, and check it.")],
    }
    return form_page(request, form, template="draws/desk_publish.html", context=context, act=act)


@never_cache
@require_http_methods(["GET", "POST"])
@at_desk(*KEEPER_ROLES)
def seat(request: HttpRequest, neighbourhood: Any, draw: str) -> HttpResponse:
    """Give the drawn their seats in the council."""
    row = find(access.draw_for, request, neighbourhood, draw)
    if row.status != PanelDraw.Status.PUBLISHED or row.purpose == PanelDraw.Purpose.PANEL:
        raise Http404
    council, term = selectors.council_to_seat(neighbourhood)
    people = selectors.panel_people(row)
    form = SeatForm(posted(request), tickets=[person.ticket for person in people])

    def confirm(form: Any) -> Confirm:
        return Confirm(
            title=_("Give them their seats?"),
            sentences=[
                _("The seats go into the public log, by ticket. A first name is shown only if you filled it in.")
            ],
            label=_("Give the seats"),
            facts=[
                (_("seats"), number_format(len(people))),
                (_("first names to show"), ", ".join(form.display_names.values()) or _("none")),
            ],
        )

    def act(form: Any) -> str | None:
        seated = form.call(
            services.seat_panel,
            draw=row,
            council=council,
            term=term,
            by=request.user,
            display_names=form.display_names,
        )
        return _course_of(row) if seated else None

    context = {
        "neighbourhood": neighbourhood,
        "council": council,
        "term": term,
        "draw": row,
        "lines": [(person, form[f"name_{person.ticket}"]) for person in people],
    }
    said = _("The drawn have their seats.")
    return form_page(
        request, form, template="draws/desk_seat.html", context=context, act=act, confirm=confirm, said=said
    )
