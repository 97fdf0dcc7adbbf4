"""Screens of the council at a glance, its set-up, rules of play, terms and meetings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.accounts.selectors import has_one_of
from samenspel.foundation.confirming import Confirm, form_page, posted
from samenspel.foundation.money import euros

from .. import selectors, services
from ..forms import (
    CouncilForm,
    MeetingForm,
    RulesForm,
    TermForm,
    cents_of,
)
from ..models import Seat
from .pages import SECRETARIES, VOICES, council_of, home_of


@at_desk(*SECRETARIES, *VOICES)
def council(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The council at a glance: what waits, the chairs, the meetings, the rules."""
    page = selectors.council_page(neighbourhood)
    context = {
        "neighbourhood": neighbourhood,
        "page": page,
        "is_secretary": has_one_of(request.user, SECRETARIES, neighbourhood=neighbourhood),
    }
    if page is not None:
        context |= {
            "proposals": list(selectors.proposals_of(page.council)),
            "empty_delegated": selectors.empty_seats_count(page.council, Seat.Origin.DELEGATED),
            "empty_official": selectors.empty_seats_count(page.council, Seat.Origin.OFFICIAL),
            "empty_drawn": selectors.empty_seats_count(page.council, Seat.Origin.DRAWN),
            "amount_max": euros(page.rules.amount_max_cents) if page.rules else "",
        }
    return render(request, "councils/desk_council.html", context)


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES)
def set_up(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Institute the council with its rules and its first term."""
    if selectors.council_of(neighbourhood) is not None:
        return redirect(home_of(neighbourhood))
    today = timezone.localdate()
    initial = {
        "name": _("Neighbourhood council %(name)s") % {"name": neighbourhood.name},
        "instituted_on": today,
        "in_force_from": today,
        "term_starts_on": today,
        "term_ends_on": today + timedelta(days=730),
    }
    form = CouncilForm(posted(request), initial=initial)

    def confirm(form: Any) -> Confirm:
        data = form.cleaned_data
        return Confirm(
            title=_("Set up this council?"),
            sentences=[_("Legal form, chairs, rules of play and term go into the public log at once.")],
            label=_("Set up the council"),
            facts=[
                (_("name"), data["name"]),
                (_("chairs drawn by lot"), str(data["seats_drawn"])),
                (_("chairs for delegates"), str(data["seats_delegated"])),
                (_("chairs for officials"), str(data["seats_official"])),
                (_("most money in one decision"), euros(cents_of(data["amount_max"]) or 0)),
            ],
        )

    def act(form: Any) -> str | None:
        made = form.call(
            services.set_up_council,
            neighbourhood=neighbourhood,
            rules=services.NewRules(**form.rules()),
            term=(form.cleaned_data["term_starts_on"], form.cleaned_data["term_ends_on"]),
            **form.facts,
        )
        return home_of(neighbourhood) if made else None

    context = {
        "neighbourhood": neighbourhood,
        "kicker": _("Council"),
        "title": _("Set up the council"),
        "sentences": [
            _("Each decision prints what it rests on and how to object. So take the text from the ordinance."),
            _("What stands under ‘may not touch’ cannot come on the agenda."),
        ],
        "label": _("Go on"),
        "back": home_of(neighbourhood),
    }
    said = _("The council is set up.")
    return form_page(
        request, form, template="councils/desk_form.html", context=context, act=act, confirm=confirm, said=said
    )


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES)
def rules(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Lay down a new version of the rules of play."""
    found = council_of(neighbourhood)
    before = selectors.rules_in_force(found)
    initial: dict[str, Any] = {"in_force_from": timezone.localdate()}
    if before is not None:
        for name in ("decides", "advises", "may_not_touch"):
            initial[name] = "\n".join(item["text"] for item in getattr(before, name))
        initial["amount_max"] = before.amount_max_cents // 100
    form = RulesForm(posted(request), initial=initial)

    def confirm(form: Any) -> Confirm:
        new = form.rules(before)
        return Confirm(
            title=_("Lay down these rules of play?"),
            sentences=[
                _("They stand in the public log. Decisions that were proposed before keep the rules they came with."),
            ],
            label=_("Lay down"),
            facts=[
                (_("decides"), " · ".join(item["text"] for item in new["decides"])),
                (_("advises"), " · ".join(item["text"] for item in new["advises"]) or "–"),
                (_("may not touch"), " · ".join(item["text"] for item in new["may_not_touch"]) or "–"),
                (_("most money in one decision"), euros(new["amount_max_cents"])),
            ],
        )

    def act(form: Any) -> str | None:
        return home_of(neighbourhood) if form.call(services.set_rules, council=found, **form.rules(before)) else None

    context = {
        "neighbourhood": neighbourhood,
        "kicker": _("Council"),
        "title": _("Change the rules of play"),
        "sentences": [_("A new version takes the place of the old one. The old one stays readable.")],
        "label": _("Go on"),
        "back": home_of(neighbourhood),
    }
    said = _("The rules of play are laid down.")
    return form_page(
        request, form, template="councils/desk_form.html", context=context, act=act, confirm=confirm, said=said
    )


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES)
def term(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Open the next term."""
    found = council_of(neighbourhood)
    last = selectors.current_term(found)
    starts_on = last.ends_on + timedelta(days=1) if last else timezone.localdate()
    form = TermForm(posted(request), initial={"starts_on": starts_on, "ends_on": starts_on + timedelta(days=730)})

    def act(form: Any) -> str | None:
        facts = {"starts_on": form.cleaned_data["starts_on"], "ends_on": form.cleaned_data["ends_on"]}
        return home_of(neighbourhood) if form.call(services.open_term, council=found, **facts) else None

    def confirm(form: Any) -> Confirm:
        days = [date_format(form.cleaned_data[name], "j F Y") for name in ("starts_on", "ends_on")]
        return Confirm(
            title=_("Open this term?"),
            sentences=[_("From now on people take their seats for this term. It stands in the public log.")],
            label=_("Open the term"),
            facts=[(_("from"), days[0]), (_("until"), days[1])],
        )

    context = {
        "neighbourhood": neighbourhood,
        "kicker": _("Council"),
        "title": _("Open the next term"),
        "sentences": [_("A term lasts at most two years.")],
        "label": _("Go on"),
        "back": home_of(neighbourhood),
    }
    said = _("The term is open.")
    return form_page(
        request, form, template="councils/desk_form.html", context=context, act=act, confirm=confirm, said=said
    )


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES)
def meeting(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Plan a meeting; residents see it at once."""
    found = council_of(neighbourhood)
    form = MeetingForm(posted(request), initial={"title": _("Meeting of the council")})

    def act(form: Any) -> str | None:
        data = form.cleaned_data
        planned = form.call(
            services.plan_meeting,
            council=found,
            title=data["title"],
            starts_at=data["starts_at"],
            place=data["place"],
            agenda=form.points,
            is_public=data["is_public"],
        )
        return home_of(neighbourhood) if planned else None

    context = {
        "neighbourhood": neighbourhood,
        "kicker": _("Council"),
        "title": _("Plan a meeting"),
        "sentences": [_("Meetings are public, unless there is a good reason. Residents see this one at once.")],
        "label": _("Plan the meeting"),
        "back": home_of(neighbourhood),
    }
    said = _("The meeting is planned.")
    return form_page(request, form, template="councils/desk_form.html", context=context, act=act, said=said)
