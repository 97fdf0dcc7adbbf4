"""Where a subject stands: `{% stands_in "signal" signal.public_id %}` on a page, `desk_stands_in` in the workspace."""

from __future__ import annotations

from typing import Any

from django import template

from samenspel.foundation import subjects

register = template.Library()


@register.inclusion_tag("subjects/stands_in.html", takes_context=True)
def stands_in(context: Any, kind: str, public_id: str) -> dict[str, Any]:
    """The published places in which a subject stands; nothing when there are none."""
    return _groups(context, kind, public_id, at_desk=False)


@register.inclusion_tag("subjects/stands_in.html", takes_context=True)
def desk_stands_in(context: Any, kind: str, public_id: str) -> dict[str, Any]:
    """All places in which a subject stands, and for who may: where to put it in one."""
    return _groups(context, kind, public_id, at_desk=True)


def _groups(context: Any, kind: str, public_id: str, *, at_desk: bool) -> dict[str, Any]:
    where, held = context["neighbourhood"], set(context.get("desk_roles", ()))
    groups = [
        {
            "label": holder.label,
            "places": holder.places(where, kind, public_id, at_desk),
            "put_label": holder.put_label,
            "put_url": holder.put_url(where, kind, public_id) if at_desk and holder.roles & held else "",
        }
        for holder in subjects.holders()
    ]
    return {"groups": [group for group in groups if group["places"] or group["put_url"]]}
