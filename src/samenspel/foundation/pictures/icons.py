"""Small drawings for projects: two inks that overprint, and a thin line. 64 by 64 units."""

from types import MappingProxyType

from django.utils.safestring import SafeString

from .markup import circle, element, join, path, picture


def _box(x: float, y: float, width: float, height: float, ink: str = "ink-gevel-a") -> SafeString:
    return element("rect", x=x, y=y, width=width, height=height, class_=ink)


def _sun(x: float, y: float, radius: float) -> SafeString:
    """Yellow printed over what lies under it."""
    return circle(x, y, radius, "ink-geel overdruk")


def _line(data: str) -> SafeString:
    return path(data, "ink-lijn-icoon")


GROUND = "M4 60h56"

_DRAWINGS = {
    "tree": (_box(12, 6, 34, 34), _sun(36, 26, 19), _line("M34 60V26M34 40l9-9"), _line("M10 60h44")),
    "language": (
        _box(4, 8, 36, 30),
        path("M12 38v12l12-12z", "ink-gevel-a"),
        _sun(40, 36, 19),
        path("M52 49l6 11-16-6z", "ink-geel"),
        _line("M32 32h16M32 40h11"),
    ),
    "light": (
        circle(38, 20, 15, "ink-geel"),
        path("M38 20l20 38H18z", "ink-geel-licht"),
        _box(14, 8, 28, 8, "ink-gevel-a overdruk"),
        _line("M16 60V10h24"),
        _line(GROUND),
    ),
    "bench": (
        circle(44, 20, 13, "ink-geel"),
        _box(8, 24, 44, 10, "ink-gevel-a overdruk"),
        _box(8, 38, 44, 7, "ink-inkt"),
        _line("M14 45v14M46 45v14"),
        _line(GROUND),
    ),
    "bicycle": (
        _box(22, 14, 22, 26),
        _sun(16, 46, 13),
        _sun(48, 46, 13),
        _line("M3 46a13 13 0 1 0 26 0a13 13 0 1 0-26 0M35 46a13 13 0 1 0 26 0a13 13 0 1 0-26 0"),
        _line("M16 46l12-22h14l6 22M28 24l8 22M38 16h8"),
    ),
    "play": (
        circle(22, 22, 16, "ink-geel"),
        _line("M8 60L22 8h22l12 52"),
        _box(18, 40, 30, 10, "ink-gevel-a overdruk"),
        _line("M24 10v32M42 10v32"),
    ),
    "repair": (
        _box(8, 26, 48, 32),
        _sun(32, 26, 16),
        _line("M22 26v-8h20v8M8 40h48"),
        _box(27, 35, 10, 10, "ink-inkt"),
    ),
    "sport": (
        _box(6, 14, 40, 44),
        _sun(40, 36, 18),
        _line("M40 18v36M22 36h36M22 36a18 18 0 1 0 36 0a18 18 0 1 0-36 0"),
    ),
    "facade-garden": (
        _box(6, 6, 32, 54),
        _box(14, 14, 14, 14, "ink-wit"),
        _sun(38, 46, 13),
        circle(50, 38, 8, "ink-bewoner"),
        _line("M50 46v14M38 44v16"),
        _line(GROUND),
    ),
    "meal": (
        _box(6, 40, 52, 8, "ink-gevel-a"),
        _sun(32, 34, 17),
        _line("M14 48v12M50 48v12M20 40a12 8 0 0 0 24 0z"),
        _line("M28 14q-4 5 0 9M36 14q-4 5 0 9"),
    ),
    "music": (
        _box(10, 8, 34, 34),
        _sun(22, 48, 10),
        _sun(48, 42, 10),
        _line("M31 48V14l26-6v34M31 22l26-6"),
    ),
    "garden": (
        _box(6, 40, 52, 18),
        _sun(20, 32, 13),
        _sun(44, 28, 15),
        _line("M20 52V30M44 52V26M20 40l7-7M44 38l-8-8"),
        _line(GROUND),
    ),
    "water": (
        path("M32 4c12 16 18 24 18 34a18 18 0 0 1-36 0C14 28 20 20 32 4z", "ink-gevel-a"),
        _sun(42, 42, 15),
        _line("M24 40a10 10 0 0 0 8 10"),
    ),
    "meeting": (_box(8, 34, 48, 14), _sun(18, 22, 11), _sun(46, 22, 11), _line("M8 48v12M56 48v12M8 34h48")),
    "book": (
        _box(6, 12, 26, 40),
        _box(32, 12, 26, 40, "ink-gevel-c"),
        _sun(44, 24, 14),
        _line("M32 12v42M6 52q14-5 26 2q12-7 26-2"),
    ),
    "traffic": (_box(20, 4, 24, 40), _sun(32, 16, 9), _sun(32, 33, 9), _line("M32 44v16M20 60h24M20 4h24v40H20z")),
    "house": (
        path("M8 58V28L32 8l24 20v30z", "ink-gevel-a"),
        _sun(44, 46, 13),
        _line("M24 58V40h14v18"),
        _line(GROUND),
    ),
    "phone": (
        element("rect", x=16, y=4, width=30, height=56, rx=4, class_="ink-gevel-a"),
        _sun(42, 28, 15),
        _line("M26 52h10M35 22h14M35 30h9"),
    ),
    "idea": (_box(10, 12, 28, 34), _sun(36, 24, 18), _line("M28 48h16M30 55h12M36 42V28l-6-5M36 28l6-5")),
}

ICONS = MappingProxyType({name: join(parts) for name, parts in _DRAWINGS.items()})


def icon(name: str, *, title: str = "") -> SafeString:
    """The drawing `name` of `ICONS`; an unknown name gives `idea`, so that a new kind of project is never bare."""
    drawing = ICONS.get(name, ICONS["idea"])
    return picture(64, 64, element("g", drawing, class_="los"), title=title, class_="sam-icoon")
