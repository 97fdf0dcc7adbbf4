"""Reads of the neighbourhood picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from samenspel.apps.matters.selectors import Status, matter_of, matters_of
from samenspel.foundation.desk import Waiting

from .figures.selectors import loaded_years as loaded_years
from .models import Figure, Signal, Theme, ThemeChange
from .themes.selectors import waiting_for_sorting


def latest_figure(region_code: str, topic: str) -> Figure | None:
    """The newest figure of a topic in a region, or None."""
    return Figure.objects.filter(region_code=region_code, topic=topic).order_by("-year").first()


def latest_values(region_code: str) -> dict[str, Decimal | None]:
    """Topic → value of the newest year for which the region has figures."""
    year = Figure.objects.filter(region_code=region_code).aggregate(newest=Max("year"))["newest"]
    return dict(Figure.objects.filter(region_code=region_code, year=year).values_list("topic", "value"))


def public_signals(neighbourhood: Any) -> QuerySet[Signal]:
    """Cleared signals, newest first."""
    return Signal.objects.filter(neighbourhood=neighbourhood, cleared_at__isnull=False).select_related("theme")


def signals_by_theme(neighbourhood: Any) -> list[tuple[str, int]]:
    """(theme, number of cleared signals), the most heard first."""
    counted = (
        public_signals(neighbourhood)
        .exclude(theme=None)
        .order_by()
        .values_list("theme__name")
        .annotate(number=Count("pk"))
    )
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))


def themes_of(neighbourhood: Any) -> list[tuple[str, int]]:
    """(theme to choose, number of signals under it, public or not), by name; themes that ended are left out."""
    counted = Theme.objects.filter(neighbourhood=neighbourhood, ended_at=None).annotate(number=Count("signals"))
    return list(counted.order_by("name").values_list("name", "number"))


def theme_once_called(neighbourhood: Any, name: str) -> str:
    """The present name of the theme that is called so, ended or not, or was before it got another name; '' for none.

    For words that were written down with an older list of themes.
    """
    found = Theme.objects.filter(neighbourhood=neighbourhood, name=name).first()
    if found is None and name:
        renamed = ThemeChange.objects.filter(
            theme__neighbourhood=neighbourhood, kind=ThemeChange.Kind.RENAMED, name_before=name
        )
        change = renamed.select_related("theme").order_by("-at", "-pk").first()
        found = change.theme if change else None
    return found.name if found else ""


@dataclass(frozen=True)
class SignalPage:
    """A signal with what became of it; `matter` is None for one without a course."""

    signal: Signal
    matter: Any | None
    is_late: bool


def signal_page(public_id: str, *, neighbourhood: Any) -> SignalPage | None:
    """One signal of this neighbourhood, public or not; None when there is none."""
    signal = Signal.objects.filter(neighbourhood=neighbourhood, public_id=public_id).select_related("theme").first()
    if signal is None:
        return None
    return _page(signal, matter_of("signal", public_id), today=timezone.localdate())


def _page(signal: Signal, matter: Any | None, *, today: date) -> SignalPage:
    return SignalPage(signal, matter, is_late=bool(matter and matter.due_on and matter.due_on < today))


@dataclass(frozen=True)
class SignalsDesk:
    """Signals as the area team meets them: late first, then unread, without an owner, going on, and over.

    `unread` are not public yet and not settled; the others hold public ones and those that were settled unseen.
    """

    late: tuple[SignalPage, ...]
    unread: tuple[SignalPage, ...]
    new: tuple[SignalPage, ...]
    going_on: tuple[SignalPage, ...]
    over: tuple[SignalPage, ...]


def signals_desk(neighbourhood: Any, *, today: date) -> SignalsDesk:
    """All signals of a neighbourhood, each in one list."""
    courses = {matter.subject_id: matter for matter in matters_of(neighbourhood, subject_kind="signal")}
    signals = Signal.objects.filter(neighbourhood=neighbourhood).select_related("theme")
    lists: dict[str, list[SignalPage]] = {name: [] for name in ("late", "unread", "new", "going_on", "over")}
    for signal in signals:
        page = _page(signal, courses.get(signal.public_id), today=today)
        lists[_list_of(page)].append(page)
    lists["late"].sort(key=lambda page: page.matter.due_on if page.matter and page.matter.due_on else today)
    return SignalsDesk(**{name: tuple(pages) for name, pages in lists.items()})


def _list_of(page: SignalPage) -> str:
    status = page.matter.status if page.matter else Status.NEW
    if page.is_late:
        return "late"
    if status in (Status.DONE, Status.DECLINED, Status.LEFT_TO_STREET):
        return "over"
    if page.signal.cleared_at is None:
        return "unread"
    return "new" if status == Status.NEW else "going_on"


def waiting_for_desk(_person: Any, neighbourhood: Any) -> list[Waiting]:
    """Signals that nobody read yet, then one card for those under no theme.

    Late next steps wait under 'Taking up', with those of everything else.
    """
    desk = signals_desk(neighbourhood, today=timezone.localdate())
    cards = [
        Waiting(
            _("Not read yet: %(text)s") % {"text": Truncator(page.signal.text).chars(80)},
            reverse("picture-desk:signal", args=[neighbourhood.slug, page.signal.public_id]),
        )
        for page in desk.unread
    ]
    return cards + waiting_for_sorting(neighbourhood)
