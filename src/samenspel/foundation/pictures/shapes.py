"""The shapes that carry meaning beside their colour: marks for legends, states and alerts, and the brand."""

from types import MappingProxyType

from django.utils.safestring import SafeString

from .markup import (
    circle,
    circle_path,
    element,
    half_round_path,
    join,
    path,
    picture,
    square,
    square_path,
    triangle_path,
)

TICK = "M5.5 10.5l3 3 6-6.5"


def _marks() -> dict[str, SafeString]:
    centre = (10, 10)
    return {
        "resident": circle(*centre, 8, "ink-bewoner"),
        "municipality": square(*centre, 15, "ink-gemeente"),
        "country": path(triangle_path(*centre, 16), "ink-inkt"),
        "together": path(half_round_path(*centre, 8), "ink-samen"),
        "together-middle": circle(*centre, 8, "ink-samen-midden"),
        "together-round": circle(*centre, 8, "ink-samen"),
        "open": circle(*centre, 8, "ink-open"),
        "missing": square(*centre, 15, "ink-mist"),
        "group-a": circle(*centre, 7, "ink-groep-a"),
        "group-b": path(triangle_path(*centre, 16), "ink-groep-b"),
        "group-c": square(*centre, 13, "ink-groep-c"),
        "group-d": path("M10 2l8 8-8 8-8-8z", "ink-groep-d"),
        "no-group": circle(*centre, 6, "ink-leeg"),
        "block-fixed": square(*centre, 16, "ink-lint-vast ink-rand"),
        "block-together": square(*centre, 16, "ink-samen-vlak ink-rand"),
        "block-free": square(*centre, 16, "ink-geel ink-rand"),
        "block-left": square(*centre, 16, "ink-wit ink-rand"),
        "line-solid": path("M1 10h18", "ink-lijn-gemeente"),
        "line-dashed": path("M0 10h20", "ink-lijn-bewoner"),
    }


def _states() -> dict[str, SafeString]:
    return {
        "done": join([circle(10, 10, 9, "ink-samen"), path(TICK, "ink-lijn-wit")]),
        "busy": join([circle(10, 10, 8, "ink-wit ink-rand"), path("M10 2a8 8 0 0 1 0 16z", "ink-inkt")]),
        "late": join([path("M10 1.5l9 16.5H1z", "ink-steen"), path("M10 7v5.5M10 14.5v2", "ink-lijn-wit")]),
        "off": join(
            [path(circle_path(10, 10, 8.5), "ink-lijn-steen"), path("M6.5 6.5l7 7M13.5 6.5l-7 7", "ink-lijn-steen")]
        ),
        "open": circle(10, 10, 8, "ink-open"),
    }


def _alerts() -> dict[str, SafeString]:
    states = _states()
    return {
        "ok": states["done"],
        "error": states["late"],
        "info": join([path(square_path(10, 10, 17), "ink-gemeente"), path("M10 9v6M10 5v2", "ink-lijn-wit")]),
        "warning": join([circle(10, 10, 8.5, "ink-bewoner"), path("M10 5v6.5M10 13.5v2", "ink-lijn")]),
    }


MARKS = MappingProxyType(_marks())
STATES = MappingProxyType(_states())
ALERTS = MappingProxyType(_alerts())
FUND_MARKS = MappingProxyType({"fixed": "municipality", "advice": "together", "free": "resident"})


def mark(name: str, *, title: str = "") -> SafeString:
    """A small mark from `MARKS`, for legends and lists; without `title` it is decoration beside its words.

    Raises KeyError for an unknown name.
    """
    return picture(20, 20, MARKS[name], title=title, class_="sam-teken")


def state_mark(name: str) -> SafeString:
    """The sign of a state from `STATES`: done, busy, late, off, open. Always beside the word itself."""
    return picture(20, 20, STATES[name], title="", class_="sam-teken")


def alert_mark(name: str) -> SafeString:
    """The sign of an alert from `ALERTS`: ok, info, warning, error."""
    return picture(20, 20, ALERTS[name], title="", class_="sam-teken")


def brand() -> SafeString:
    """The brand: resident and municipality overprint. Drawn as shapes, without ids, so it may stand twice on a page."""
    overlap = "M18 2.4A14 14 0 0 1 18 27.6V3.5z"
    return element(
        "svg",
        circle(15, 15, 14, "ink-geel"),
        element("rect", x=18, y=2, width=26, height=26, rx=1.5, class_="ink-gemeente"),
        path(overlap, "ink-overdruk-merk"),
        class_="sam-svg",
        viewBox="0 0 44 30",
        aria_hidden="true",
    )
