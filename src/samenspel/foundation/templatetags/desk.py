"""The workspace's navigation: `{% desk_entries as entries %}`."""

from __future__ import annotations

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


@register.simple_tag(takes_context=True)
def desk_entries(context: Any) -> list[Tab]:
    """The screens of the person who is signed in, for the neighbourhood of the page."""
    slug = context["neighbourhood"].slug
    path = context["request"].path
    urls = [
        (str(entry.label), reverse(entry.url_name, kwargs={"neighbourhood": slug}))
        for entry in desk.entries_for(context.get("desk_roles", ()))
    ]
    # One screen may lie below another: the longest address is the one where the visitor is.
    here = max((url for _label, url in urls if path.startswith(url)), key=len, default="")
    return [Tab(label, url, url == here) for label, url in urls]
