"""Picture parts for templates: `{% load pictures %}`."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samenspel.foundation import pictures
from samenspel.foundation.pictures.shapes import FUND_MARKS

register = template.Library()

register.simple_tag(pictures.brand)
register.simple_tag(pictures.state_mark)
register.simple_tag(pictures.alert_mark)
register.simple_tag(pictures.area_mark)


@register.simple_tag
def mark(name: str, title: str = "") -> SafeString:
    return pictures.mark(name, title=title)


@register.simple_tag
def fund_mark(room: str) -> SafeString:
    """The mark of a fund by the room there is to decide: fixed, advice, free."""
    return pictures.mark(FUND_MARKS[room])


@register.simple_tag
def icon(name: str, title: str = "") -> SafeString:
    return pictures.icon(name, title=title)


@register.simple_tag
def bar(share: float, ink: str = "bewoner") -> SafeString:
    return pictures.bar(float(share), ink=ink)


@register.simple_tag
def two_group_line(a: float, b: float, shared: float = 60) -> SafeString:
    title = _("First group: %(a)s percent agrees. Second group: %(b)s percent.") % {"a": a, "b": b}
    return pictures.two_group_line(float(a), float(b), title=title, shared_from=float(shared))


@register.filter
def beside(values: Iterable[Any], columns: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each value with the column that it stands in."""
    return list(zip(columns, values, strict=True))
