"""Writes of the list of themes, each with a line in its history, and of which signals stand under a theme."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.foundation.errors import Outsider, Refusal

from ..models import Signal, Theme, ThemeChange

AREA_TEAM = ("area_team_member", "area_manager")


def theme_by_name(*, neighbourhood: Any, name: str, by: Any = None, at: datetime | None = None) -> Theme | None:
    """The theme of this name, whatever its capitals, or what it was merged into; a new name makes a new theme.

    None for an empty name. Refuses a theme that had ended `at` that moment (by default now) with 'theme_ended': what
    was said before, and comes in late, still belongs to it. Call it within a transaction.
    """
    name = " ".join(name.split())
    if not name:
        return None
    # A name with other capitals is the same theme; one written exactly so goes first.
    known = Theme.objects.filter(neighbourhood=neighbourhood, name__iexact=name).select_related("merged_into")
    found = min(known, key=lambda theme: theme.name != name, default=None)
    if found is None:
        return _add(neighbourhood, name, by=by, at=at or timezone.now())
    found = found.merged_into or found
    if at is None or (found.ended_at and at >= found.ended_at):
        _require_open(found)
    return found


def _add(neighbourhood: Any, name: str, *, by: Any, at: datetime, told: str = "") -> Theme:
    """A new theme and its first line of history. When two make it at the same moment there is one."""
    theme, created = Theme.objects.get_or_create(
        neighbourhood=neighbourhood,
        name=name,
        defaults={"municipality_id": neighbourhood.municipality_id, "told": told},
    )
    if created:
        _keep(theme, ThemeChange.Kind.ADDED, by=by, at=at, name_after=name)
    return theme


@transaction.atomic
def add_theme(*, neighbourhood: Any, name: str, by: Any, told: str = "", at: datetime | None = None) -> Theme:
    """Add a theme to the list. Refuses with 'not_area_team', 'name_missing' or 'theme_exists'."""
    _require_area_team(by, neighbourhood)
    name = _named(name)
    if Theme.objects.filter(neighbourhood=neighbourhood, name__iexact=name).exists():
        raise _exists()
    return _add(neighbourhood, name, by=by, at=at or timezone.now(), told=told.strip())


@transaction.atomic
def rename_theme(*, theme: Theme, name: str, by: Any, told: str | None = None, at: datetime | None = None) -> Theme:
    """Give a theme another name, or another sentence about what belongs in it.

    Refuses with 'not_area_team', 'name_missing', 'theme_ended' or 'theme_exists'.
    """
    _require_area_team(by, theme.neighbourhood)
    _require_open(theme)
    before, name = theme.name, _named(name)
    others = Theme.objects.filter(neighbourhood_id=theme.neighbourhood_id, name__iexact=name).exclude(pk=theme.pk)
    if others.exists():
        raise _exists()
    theme.name = name
    theme.told = theme.told if told is None else told.strip()
    try:
        with transaction.atomic():
            theme.save(update_fields=["name", "told"])
    except IntegrityError as error:
        raise _exists() from error
    if before != name:
        _keep(theme, ThemeChange.Kind.RENAMED, by=by, at=at, name_before=before, name_after=name)
    return theme


@transaction.atomic
def merge_themes(*, theme: Theme, into: Theme, by: Any, at: datetime | None = None) -> Theme:
    """Put everything of `theme` under `into` and end `theme`; its name leads to `into` from then on.

    Refuses with 'not_area_team', 'same_theme', 'not_here' or 'theme_ended'. Returns `into`.
    """
    _require_area_team(by, theme.neighbourhood)
    at = at or timezone.now()
    if theme.pk == into.pk:
        raise Refusal(_("Choose another theme."), code="same_theme")
    if theme.neighbourhood_id != into.neighbourhood_id:
        raise Refusal(_("Choose one of this neighbourhood."), code="not_here")
    _require_open(theme)
    _require_open(into)
    moved = Signal.objects.filter(theme=theme).update(theme=into)
    # What was merged into this one before leads on to the new one at once.
    Theme.objects.filter(merged_into=theme).update(merged_into=into)
    theme.merged_into, theme.ended_at = into, at
    theme.save(update_fields=["merged_into", "ended_at"])
    _keep(
        theme, ThemeChange.Kind.MERGED, by=by, at=at, name_before=theme.name, name_after=into.name, signals_count=moved
    )
    return into


@transaction.atomic
def end_theme(*, theme: Theme, by: Any, at: datetime | None = None) -> Theme:
    """Take a theme off the list; what stands under it stays. Refuses with 'not_area_team' or 'theme_ended'."""
    _require_area_team(by, theme.neighbourhood)
    _require_open(theme)
    theme.ended_at = at or timezone.now()
    theme.save(update_fields=["ended_at"])
    _keep(theme, ThemeChange.Kind.ENDED, by=by, at=theme.ended_at, name_before=theme.name)
    return theme


@transaction.atomic
def reopen_theme(*, theme: Theme, by: Any, at: datetime | None = None) -> Theme:
    """Put an ended or merged theme on the list again; signals that moved with a merge stay where they are.

    Refuses with 'not_area_team'.
    """
    _require_area_team(by, theme.neighbourhood)
    theme.merged_into, theme.ended_at = None, None
    theme.save(update_fields=["merged_into", "ended_at"])
    _keep(theme, ThemeChange.Kind.REOPENED, by=by, at=at, name_after=theme.name)
    return theme


@transaction.atomic
def put_under_theme(*, neighbourhood: Any, signals: Collection[str], theme: str, by: Any) -> int:
    """Put signals (public ids) of this neighbourhood under the theme of this name, a new one if need be; how many.

    Refuses with 'not_area_team', 'nothing_chosen', 'theme_missing' or 'theme_ended'.
    """
    _require_area_team(by, neighbourhood)
    if not signals:
        raise Refusal(_("Choose one or more signals first."), code="nothing_chosen")
    found = theme_by_name(neighbourhood=neighbourhood, name=theme, by=by)
    if found is None:
        raise Refusal(_("Choose a theme, or write down a new one."), code="theme_missing")
    return Signal.objects.filter(neighbourhood=neighbourhood, public_id__in=list(signals)).update(theme=found)


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refusal(_("Give it a name."), code="name_missing")
    return name


def _exists() -> Refusal:
    return Refusal(_("There is a theme of this name already. Put the two together instead."), code="theme_exists")


def _require_open(theme: Theme) -> None:
    if theme.ended_at:
        raise Refusal(_("This theme ended. Take it up again first, or choose another."), code="theme_ended")


def _keep(theme: Theme, kind: str, *, by: Any, at: datetime | None = None, **facts: Any) -> None:
    ThemeChange.objects.create(
        municipality_id=theme.municipality_id, theme=theme, kind=kind, by=by, at=at or timezone.now(), **facts
    )


def _require_area_team(by: Any, neighbourhood: Any) -> None:
    if not has_one_of(by, AREA_TEAM, neighbourhood=neighbourhood):
        raise Outsider(_("Only the area team does this, for its own neighbourhood."), code="not_area_team")
