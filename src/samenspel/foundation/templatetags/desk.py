"""The workspace's navigation: `{% desk_menu as menu %}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from samenspel.foundation import desk

register = template.Library()


@dataclass(frozen=True)
class Tab:
    """One tab of the workspace."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Menu:
    """The navigation: `tabs` always, and below them the screens of the part in which the visitor is, if any."""

    tabs: tuple[Tab, ...]
    below: tuple[Tab, ...] = ()


# As many screens fit on one line of a desk; who has more finds them by part of the work.
ONE_LINE_MAX = 7


@register.simple_tag(takes_context=True)
def desk_menu(context: Any) -> Menu:
    """The screens of the person who is signed in, for the neighbourhood of the page."""
    slug, path = context["neighbourhood"].slug, context["request"].path
    entries = desk.entries_for(context.get("desk_roles", ()))
    urls = {entry.key: reverse(entry.url_name, kwargs={"neighbourhood": slug}) for entry in entries}
    # One screen may lie below another: the longest address is the one where the visitor is.
    here = max((url for url in urls.values() if path.startswith(url)), key=len, default="")
    if len(entries) <= ONE_LINE_MAX:
        return Menu(tuple(_tab(entry, urls, here) for entry in entries))
    parts = [(label, tuple(_tab(entry, urls, here) for entry in inside)) for label, inside in desk.by_group(entries)]
    tabs = tuple(Tab(str(label), inside[0].url, any(t.current for t in inside)) for label, inside in parts)
    return Menu(tabs, next((inside for _label, inside in parts if any(t.current for t in inside)), ()))


def _tab(entry: desk.DeskEntry, urls: Mapping[str, str], here: str) -> Tab:
    return Tab(str(entry.label), urls[entry.key], urls[entry.key] == here)
