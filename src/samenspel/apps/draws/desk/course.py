"""The course of a draw in words: what is done, what is next, who does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.foundation.desk import Waiting

from .. import selectors
from ..models import Lot, PanelDraw, Pool
from ..presentation import announced_words
from .replacement import waiting_for_replacement

Course = selectors.Course


@dataclass(frozen=True)
class Link:
    """Where something is done, and what stands on its button."""

    label: str
    url: str


@dataclass(frozen=True)
class Step:
    """One step of the course. `lines` tell how it stands; `action` is what can be done here now."""

    key: str
    title: str
    done: bool
    lines: tuple[str, ...] = ()
    action: Link | None = None
    # What the start page says as long as this step is the next one.
    waiting: str = ""
    more: tuple[Link, ...] = field(default=())


def steps_of(course: Course, neighbourhood: Any) -> list[Step]:
    """All steps, in order. Each offers its action only when the steps before it are done."""

    def url(name: str, **kwargs: Any) -> str:
        return reverse(f"draws-desk:{name}", kwargs={"neighbourhood": neighbourhood.slug, **kwargs})

    in_order = course.lot is not None and course.lot.filling == Lot.Filling.IN_ORDER
    return [make(course, url) for make in (_STEPS_IN_ORDER if in_order else _STEPS)]


def next_step(steps: list[Step]) -> Step | None:
    """The first step that is not done, or None at the end."""
    return next((step for step in steps if not step.done), None)


def waiting_for_desk(person: Any, neighbourhood: Any) -> list[Waiting]:
    """What the draw waits for, for the start page; nothing as long as no register was loaded."""
    course, replacing = selectors.course_of(neighbourhood), waiting_for_replacement(neighbourhood)
    if course.register is None:
        return replacing
    step = next_step(steps_of(course, neighbourhood))
    if step is None or not step.waiting:
        return replacing
    address = step.action.url if step.action else reverse("draws-desk:course", args=[neighbourhood.slug])
    return [*replacing, Waiting(step.waiting, address, course.register.drawn_on if step.key == "fall" else None)]


Url = Callable[..., str]


def _people(count: int) -> str:
    return ngettext("%(number)s person", "%(number)s people", count) % {"number": number_format(count)}


def _day(moment: Any) -> str:
    return date_format(moment, "j F Y")


def _register(course: Course, url: Url) -> Step:
    register = course.register
    title = _("Load the register")
    if register is None:
        told = _("A file from the population register: addresses and years of birth, no names.")
        return Step("register", title, False, (told,), Link(_("Load a file"), url("upload")))
    lines: tuple[str, ...] = (
        _("%(people)s of 16 and over. %(young)s who are younger were counted and not kept.")
        % {"people": _people(register.person_count), "young": _people(register.under_age_count)},
    )
    if register.erased_at:
        lines += (_("Erased on %(day)s.") % {"day": _day(register.erased_at)},)
    else:
        lines += (
            _("%(secret)s with a secrecy mark: a letter, no visit. %(out)s who do not want to be approached.")
            % {"secret": _people(course.secret_count), "out": _people(course.opted_out_count)},
            _("They are erased on %(day)s.") % {"day": _day(register.delete_on)},
        )
    return Step("register", title, True, lines)


def _lay_down(course: Course, url: Url) -> Step:
    title = _("Close the pot")
    lot = course.lot
    if lot is not None:
        lines = (
            _("%(tickets)s tickets, of which the first %(count)s are approached. Decided by %(announced)s.")
            % {
                "tickets": number_format(lot.ticket_count),
                "count": number_format(lot.count),
                "announced": announced_words(lot.announced),
            },
        )
        return Step("pot", title, True, lines)
    lines = (_("Everyone gets a ticket. The list is sealed and published before the lot falls."),)
    register = course.register
    action = Link(_("Close the pot"), url("commit-lot", register=register.public_id)) if register else None
    return Step("pot", title, False, lines, action, _("The pot of tickets is still open"))


def _fall(course: Course, url: Url) -> Step:
    title = _("Let the lot fall")
    lot = course.lot
    if lot is not None and lot.status != Lot.Status.COMMITTED:
        return Step("fall", title, True, (_("Fallen on %(day)s.") % {"day": _day(lot.drawn_at)},))
    action = Link(title, url("fall", lot=lot.public_id)) if lot else None
    lines = (_("You type in the public numbers. The order of all tickets follows from them."),)
    return Step("fall", title, False, lines, action, _("The lot still has to fall"))


def _publish_lot(course: Course, url: Url) -> Step:
    title = _("Publish the order")
    lot = course.lot
    if lot is not None and lot.status == Lot.Status.PUBLISHED:
        return Step("publish-lot", title, True, (_("Published on %(day)s.") % {"day": _day(lot.published_at)},))
    ready = lot is not None and lot.status == Lot.Status.DRAWN
    address = url("publish-lot", lot=lot.public_id) if lot and ready else ""
    return _publishing("publish-lot", title, course.lot_approval if ready else None, address)


def _publishing(key: str, title: str, approval: Any, address: str) -> Step:
    """A step that takes two people: asked, looked at by another, carried out."""
    if approval is None or approval.status == "used":
        lines = (_("A second person looks along before it is public."),)
        action = Link(_("Ask a second person"), address) if address else None
        return Step(key, title, False, lines, action, _("Ask a second person to look at the draw"))
    names = {"name": approval.requested_by.name, "other": approval.decided_by.name if approval.decided_by else ""}
    if approval.status == "waiting":
        lines = (_("%(name)s asked for a second person. Someone else approves it under ‘Approvals’.") % names,)
        return Step(key, title, False, lines, Link(_("Look at the request"), address))
    if approval.status == "approved":
        lines = (_("%(name)s asked, %(other)s approved. It can be published now.") % names,)
        return Step(key, title, False, lines, Link(_("Publish"), address), _("The draw is approved: publish it"))
    lines = (_("%(other)s refused it: %(reason)s") % {**names, "reason": approval.reason},)
    return Step(key, title, False, lines, Link(_("Ask again"), address), _("The publication of the draw was refused"))


def _pool(course: Course, url: Url) -> Step:
    title = _("Open the list for who says yes")
    if course.pool is not None:
        lines = (_("‘%(name)s’ has %(people)s.") % {
            "name": course.pool.name, "people": _people(course.volunteers_count)},)  # fmt: skip
        return Step("pool", title, True, lines)
    lot = _published(course.lot)
    action = Link(_("Open the list"), url("open-pool", lot=lot.public_id)) if lot else None
    lines = (_("You choose what a panel should mirror. Do this before the letters: they ask for what we do not know."),)
    return Step("pool", title, False, lines, action, _("Open the list for who says yes"))


def _published(lot: Lot | None) -> Lot | None:
    """The lot if it is published."""
    return lot if lot is not None and lot.status == Lot.Status.PUBLISHED else None


def _is_closed(course: Course) -> bool:
    """True once the list is closed: then letters and answers are behind us."""
    return course.pool is not None and course.pool.status == Pool.Status.FROZEN


def _letters(course: Course, url: Url) -> Step:
    title = _("Make the letters")
    lot = _published(course.lot)
    action = Link(title, url("letters", lot=lot.public_id)) if lot else None
    if lot is not None and course.filling is not None and not course.filling.approached:
        action = None
    if lot is not None and course.letters_out:
        wanted = course.filling.approached if course.filling else lot.count
        lines = (
            _("%(made)s of %(all)s letters are made.")
            % {"made": number_format(course.letters_out), "all": number_format(wanted)},
        )
        done = course.letters_out >= wanted or _is_closed(course)
        return Step("letters", title, done, lines, action, _("Not all letters are made yet"))
    lines = (_("One page per person, with a personal code."),)
    return Step("letters", title, _is_closed(course), lines, action, _("The letters still have to be made"))


def _answers(course: Course, url: Url) -> Step:
    title = _("Write down the answers")
    lot = _published(course.lot)
    action = Link(_("Look up a ticket"), url("answers", lot=lot.public_id)) if lot else None
    lines: tuple[str, ...] = (_("At the desk or by telephone. Whoever has the letter answers on the site."),)
    if course.answers is not None:
        lines = (
            _("%(answered)s of %(all)s answered, %(yes)s said yes.")
            % {
                "answered": number_format(course.answers.answered),
                "all": number_format(course.answers.approached),
                "yes": number_format(course.answers.yes),
            },
        )
    # Answers come in until the list closes: the next step can be taken from the first yes.
    done = (
        _is_closed(course)
        or course.volunteers_count > 0
        or bool(course.filling and course.answers and course.answers.yes)
    )
    return Step("answers", title, done, lines, action)


def _panels(course: Course, url: Url) -> Step:
    title = _("Seal the panels")
    draw = course.draw
    if draw is not None and draw.status == PanelDraw.Status.PREPARING:
        return Step("panels", title, False, (_("The computer is working on it."),))
    if draw is not None:
        lines = (
            _("%(panels)s panels of %(seats)s seats are sealed. Decided by %(announced)s.")
            % {
                "panels": number_format(draw.panel_count),
                "seats": number_format(draw.seats),
                "announced": announced_words(draw.announced),
            },
        )
        return Step("panels", title, True, lines, more=(Link(_("Look at the draw"), url("draw", draw=draw.public_id)),))
    pool = course.pool
    action = Link(title, url("targets", pool=pool.public_id)) if pool and course.volunteers_count else None
    lines = (_("You set who the panel should mirror. The list closes, and the numbered panels are published."),)
    waiting = _("The panels still have to be sealed")
    if course.failed is not None:
        lines = (_("The last try was not possible with its targets."),)
        action = Link(_("See why, and try again"), url("draw", draw=course.failed.public_id))
        waiting = _("The draw was not possible with these targets")
    return Step("panels", title, False, lines, action, waiting)


def _pick(course: Course, url: Url) -> Step:
    title = _("Let the number fall")
    draw = course.draw
    if draw is not None and draw.picked is not None:
        return Step("pick", title, True, (_("Number %(number)s fell.") % {"number": f"{draw.picked:03d}"},))
    ready = draw is not None and draw.status == PanelDraw.Status.COMMITTED
    action = Link(title, url("pick", draw=draw.public_id)) if draw and ready else None
    lines = (_("In public. The number names one of the sealed panels."),)
    return Step("pick", title, False, lines, action, _("The number still has to fall"))


def _publish_draw(course: Course, url: Url) -> Step:
    title = _("Publish the draw")
    draw = course.draw
    if draw is not None and draw.status == PanelDraw.Status.PUBLISHED:
        return Step("publish-draw", title, True, (_("Published on %(day)s.") % {"day": _day(draw.published_at)},))
    ready = draw is not None and draw.status == PanelDraw.Status.PICKED
    address = url("publish-draw", draw=draw.public_id) if draw and ready else ""
    return _publishing("publish-draw", title, course.draw_approval if ready else None, address)


def _seats(course: Course, url: Url) -> Step:
    title = _("Give the seats")
    draw = course.draw
    if draw is not None and draw.purpose == PanelDraw.Purpose.PANEL:
        done = draw.status == PanelDraw.Status.PUBLISHED
        return Step("seats", title, done, (_("A wider panel has no seats. You ask its members along."),))
    if draw is not None and draw.seated_at is not None:
        return Step("seats", title, True, (_("Seated on %(day)s.") % {"day": _day(draw.seated_at)},))
    ready = draw is not None and draw.status == PanelDraw.Status.PUBLISHED
    action = Link(title, url("seat", draw=draw.public_id)) if draw and ready else None
    lines = (_("The drawn take their seats in the council, known by their ticket."),)
    return Step("seats", title, False, lines, action, _("The drawn have no seat yet"))


_STEPS = (
    _register,
    _lay_down,
    _fall,
    _publish_lot,
    _pool,
    _letters,
    _answers,
    _panels,
    _pick,
    _publish_draw,
    _seats,
)


def _wave(course: Course, url: Url) -> Step:
    title = _("Approach the first people")
    lot, found = _published(course.lot), course.filling
    if found is not None and found.approached:
        lines = (
            _("%(approached)s of at most %(count)s people are approached.")
            % {"approached": number_format(found.approached), "count": number_format(found.lot.count)},
        )
        return Step("wave", title, True, lines)
    action = Link(title, url("wave", lot=lot.public_id)) if lot else None
    lines = (_("In the order of the lot, as many as you can visit within two weeks."),)
    return Step("wave", title, False, lines, action, _("Nobody is approached yet"))


def _fill(course: Course, url: Url) -> Step:
    title = _("Fill the seats in the order of the lot")
    lot, found = _published(course.lot), course.filling
    action = Link(_("Who is next"), url("filling", lot=lot.public_id)) if lot else None
    if found is None or lot is None:
        return Step("fill", title, False, (_("The first who say yes get the seats."),), action)
    lines = (
        _("%(given)s of %(seats)s seats are given.")
        % {"given": number_format(len(found.given) - found.given_back), "seats": number_format(lot.seats or 0)},
    )
    if found.certain:
        told = ngettext(
            "%(seats)s seat in the order of the lot can be given",
            "%(seats)s seats in the order of the lot can be given",
            len(found.certain),
        ) % {"seats": number_format(len(found.certain))}
        return Step("fill", title, False, (*lines, told + "."), action, told)
    if found.free <= 0:
        return Step("fill", title, True, lines, more=(action,) if action else ())
    waiting = _("More people in the order of the lot have to be approached") if found.next_wave else ""
    return Step("fill", title, False, lines, action, waiting)


_STEPS_IN_ORDER = (_register, _lay_down, _fall, _publish_lot, _wave, _letters, _answers, _fill)
